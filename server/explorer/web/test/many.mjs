// Prints a record of 20,000 relations among 3,000 actors as JSON Lines, always the same, to try large drawings on:
// 200 calls, 1,800 meetings, 18,000 statements and demands.
//     node test/many.mjs > many.jsonl && entente import --empty --data folder many.jsonl
let state = 7;
const chance = () => {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};
const line = (record) => process.stdout.write(`${JSON.stringify(record)}\n`);
const actors = 3_000;
for (let i = 0; i < actors; i++) {
  line({ actor: { id: `actor-${i}`, kind: i % 7 === 0 ? 'ORGANIZATION' : 'STATE', names: [{ text: `Actor ${i}`, language: 'en', primary: true }] } });
}
line({ source: { id: 'source:made', title: 'Made up, to try large drawings on', published: '2023-01-01' } });
// A few actors have most of the relations, as in records of the world.
const some = () => `actor-${Math.floor(actors * chance() ** 3)}`;
for (let i = 0; i < 20_000; i++) {
  const kind = i < 200 ? 'CALLS' : i < 2_000 ? 'MEETS' : i % 3 === 0 ? 'DEMANDS' : i % 3 === 1 ? 'SUPPORTS' : 'STATES';
  const from = some();
  let to = some();
  while (to === from) to = some();
  const day = new Date(Date.UTC(2020, 0, 1 + Math.floor(chance() * 1000))).toISOString().slice(0, 10);
  const evidence = [{ id: `evidence:made-${i}`, source: 'source:made', stance: 'SUPPORTS', modality: 'REPORTED', grade: { reliability: 'B', credibility: 2 }, published: day }];
  line({ relation: { id: `relation:made-${i}`, from, kind, to, period: day, intensity: 1, evidence } });
}
