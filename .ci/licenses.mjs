// Checks that everything in the bills of materials comes under a license that lets
// the program be given on as it is. A package without a known license fails too.
import { readFileSync } from 'node:fs';

const allowed = new Set([
  'Apache-2.0', 'MIT', 'MIT-0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', '0BSD', 'Zlib', 'Unlicense', 'CC0-1.0', 'BlueOak-1.0.0', 'Python-2.0', 'PSF-2.0', 'Unicode-3.0',
]);

// Read by hand: the Go project's own modules, whose three clauses the detector takes
// for another license of the family.
const read = Object.fromEntries(['net', 'oauth2', 'sync', 'sys', 'text', 'time'].map((name) => [`golang.org/x/${name}`, 'BSD-3-Clause']));

/** One license or expression of a component: every side of an AND, one of an OR. */
function fits(expression) {
  return expression
    .replace(/[()]/g, '')
    .split(/ AND /)
    .every((side) => side.split(/ OR /).some((id) => allowed.has(id.trim())));
}

function licensesOf(component) {
  const said = [...(component.licenses ?? []), ...(component.evidence?.licenses ?? [])];
  return said.map((l) => l.expression ?? l.license?.id ?? l.license?.name).filter(Boolean);
}

let bad = 0;
for (const file of process.argv.slice(2)) {
  const { components = [] } = JSON.parse(readFileSync(file, 'utf8'));
  const counts = {};
  for (const c of components) {
    const name = c.group ? `${c.group}/${c.name}` : c.name;
    if (name.startsWith('github.com/entente/')) continue;
    const found = read[name] ? [read[name]] : licensesOf(c);
    const good = found.length > 0 && found.every(fits);
    for (const l of found) counts[l] = (counts[l] ?? 0) + 1;
    if (!good) {
      bad++;
      console.error(`${name} ${c.version}: ${found.length ? found.join(', ') : 'no license found'}`);
    }
  }
  console.log(`${file}: ${components.length} components; ${Object.entries(counts).sort((a, b) => b[1] - a[1]).map(([l, n]) => `${l} ×${n}`).join(', ')}`);
}
process.exit(bad ? 1 : 0);
