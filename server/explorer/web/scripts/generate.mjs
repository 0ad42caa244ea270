// Writes src/data/generated.ts: the types of the schema and, for each *.graphql file
// under src/, its operations as typed documents. It runs before each check and build,
// so the types can't be older than schema.graphqls, and an operation that the schema
// does not answer fails the build.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as documentNodePlugin from '@graphql-codegen/typed-document-node';
import * as operationsPlugin from '@graphql-codegen/typescript-operations';
import { buildSchema, isEnumType, parse, validate } from 'graphql';

const web = fileURLToPath(new URL('..', import.meta.url));
const sdl = readFileSync(join(web, '../../../schema.graphqls'), 'utf8');
const schema = buildSchema(sdl);

const files = readdirSync(join(web, 'src'), { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.graphql'))
  .sort();
const documents = files.map((name) => {
  const location = join('src', name);
  return { location, document: parse(readFileSync(join(web, location), 'utf8')) };
});

const all = { kind: 'Document', definitions: documents.flatMap((d) => d.document.definitions) };
const faults = validate(schema, all);
if (faults.length > 0) {
  for (const fault of faults) console.error(`${fault.message}`);
  console.error(`\nThe operations in ${relative(process.cwd(), join(web, 'src'))}/**/*.graphql do not fit schema.graphqls.`);
  process.exit(1);
}

const scalars = { Date: 'string', DateTime: 'string', EDTF: 'string', URL: 'string', ID: 'string' };
const config = {
  scalars,
  documentMode: 'string',
  enumsAsTypes: true,
  enumType: 'string-literal',
  useTypeImports: true,
  avoidOptionals: { field: true },
  dedupeFragments: true,
  skipTypename: true,
};
const out = await codegen({
  filename: 'generated.ts',
  schema: parse(sdl),
  documents,
  config,
  plugins: [{ operations: {} }, { documents: {} }],
  pluginMap: { operations: operationsPlugin, documents: documentNodePlugin },
});
mkdirSync(join(web, 'src/data'), { recursive: true });
// Pages speak of enums that no operation mentions.
const enums = Object.values(schema.getTypeMap())
  .filter((type) => isEnumType(type) && !type.name.startsWith('__') && !out.includes(`export type ${type.name} =`))
  .map((type) => `export type ${type.name} = ${type.getValues().map((value) => `'${value.name}'`).join(' | ')};`);
const kindNames = schema.getType('KindName').getValues().map((value) => `'${value.name}'`);
writeFileSync(
  join(web, 'src/data/generated.ts'),
  `// Written by scripts/generate.mjs; not committed.
${out}
${enums.join('\n')}

/** Every kind of relation, in the order of the registry. */
export const KIND_NAMES: readonly KindName[] = [${kindNames.join(', ')}];
`,
);
