// `npm run evaluate:titles`: how well titles are recognised, on lists made for it; the tables of docs/titles.md.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { buildTitleIndex, bundledAliases, bundledNoTrade, bundledOccupations, cleanTitle } from '../../dist/libs/catalogue/src/index.js';
import { startEmbeddedServer } from '../../dist/apps/cli/src/start/embedded-server.js';
import { crossValidate, crossValidateAliases, fuseAlone, judge, learningCurve, ranked } from './title-quality.mjs';
import { spread, titleList } from './title-lists.mjs';

const knowledge = { occupations: bundledOccupations(), aliases: bundledAliases(), noTrade: bundledNoTrade() };
const index = buildTitleIndex(knowledge);
const rural = titleList('rural-titles.txt', knowledge.occupations);
const fresh = titleList('fresh-titles.txt', knowledge.occupations);
const names = new Map(knowledge.occupations.map(({ code, name }) => [code, name]));
const right = ({ codes, noTrade }) => (noTrade ? '无工种' : codes.map((code) => names.get(code)).join('、') || '无职业');
const percent = (part, whole) => `${((100 * part) / whole).toFixed(1)} %`;
const line = (...cells) => console.log(`| ${cells.join(' | ')} |`);

function table(rows) {
  line('list', 'wordings', 'decided right', 'decided wrongly', 'right one first of the suggestions', 'among five', 'not among them', 'no trade, said', 'no trade, not said', 'nothing fits, left to an officer');
  line(...Array.from({ length: 10 }, () => '---'));
  for (const [what, { counts }] of rows) line(what, counts.wordings, `${counts.right} (${percent(counts.right, counts.wordings)})`, `${counts.wrong} (${percent(counts.wrong, counts.wordings)})`, counts.first, counts.inFive, counts.unseen, counts.noTrade, counts.noTradeMissed, counts.nothingFits);
}

console.log(`rural list: ${rural.length} wordings, ${rural.filter((row) => row.isRevised).length} labels revised after the first look; fresh list: ${fresh.length}; ${knowledge.occupations.filter(({ level }) => level === 4).length} occupations, ${knowledge.aliases.length} aliases\n`);
const answers = { half: judge(rural.filter((row) => spread(row.wording) % 2 === 0), index), other: judge(rural.filter((row) => spread(row.wording) % 2 === 1), index), fresh: judge(fresh, index), crossed: crossValidate([...rural, ...fresh], knowledge), aliases: crossValidateAliases(knowledge) };
table([['rural, the half that rules were made on', answers.half], ['rural, the other half', answers.other], ['fresh', answers.fresh], ['rural and fresh, ten folds, the other nine taught', answers.crossed], ['bundled aliases, ten folds, the fold unknown', answers.aliases]]);

console.log('\nLearning curve, over what waits for an officer:\n');
line('officer decisions', 'still waiting', 'of these decided right now', 'wrongly', 'right one among five');
line('---', '---', '---', '---', '---');
for (const step of learningCurve([...rural, ...fresh], knowledge, [0, 10, 25, 50, 100, 200])) line(step.decisions, step.waiting, step.right, step.wrong, step.inFive);

console.log('\nBeside others, over the same terms and cleaned wordings (rural and fresh; those with an occupation):\n');
const asked = [...rural, ...fresh].filter(({ codes }) => codes.length > 0);
const terms = [...knowledge.occupations.filter(({ level }) => level === 4).map(({ name, code }) => ({ form: name, code })), ...knowledge.aliases.map(({ alias, code }) => ({ form: alias, code }))];
line('method', 'wordings', 'first answer right', 'first answer wrong', 'right one among five', 'no answer');
line('---', '---', '---', '---', '---', '---');
const ours = judge(asked, index).counts;
line('Shouyu', ours.wordings, ours.right, ours.wrong, ours.right + ours.inFive, `${ours.wordings - ours.right - ours.wrong} (left to an officer)`);
for (const threshold of [0.2, 0.4, 0.6]) {
  const counts = fuseAlone(asked, terms, threshold);
  line(`fuse.js alone, threshold ${threshold}`, counts.wordings, counts.right, counts.wrong, counts.inFive, counts.silent);
}
for (const counts of await trigrams(asked)) line(`PostgreSQL trigrams, similarity ≥ ${counts.least}`, counts.wordings, counts.right, counts.wrong, counts.inFive, counts.silent);

for (const [what, { mistakes }] of [['rural', { mistakes: [...answers.half.mistakes, ...answers.other.mistakes] }], ['fresh', answers.fresh], ['ten folds', answers.crossed], ['bundled aliases, ten folds', answers.aliases]]) console.log(`\nDecided wrongly, ${what}: ${mistakes.map((row) => `${row.wording} → ${row.said} (${right(row)})`).join('; ') || 'none'}`);
console.log(`\nRight one not among the suggestions (a sample): ${[...answers.other.misses, ...answers.fresh.misses].slice(0, 30).map((row) => `${row.wording} (${right(row)})`).join('; ')}`);

/** pg_trgm in the embedded server, whose text is UTF-8 with a UTF-8 ctype: under C no Chinese letter makes a trigram. */
async function trigrams(list) {
  const folder = await mkdtemp(join(tmpdir(), 'shouyu-evaluate-'));
  await chmod(folder, 0o755);
  const server = await startEmbeddedServer(folder);
  try {
    const first = new pg.Client({ connectionString: server.ownerUrl('postgres') });
    await first.connect();
    await first.query(`create database evaluation template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'`);
    await first.end();
    const client = new pg.Client({ connectionString: server.ownerUrl('evaluation') });
    await client.connect();
    await client.query('create extension pg_trgm');
    await client.query('create temp table terms as select form, code from jsonb_to_recordset($1::jsonb) as t (form text, code text)', [JSON.stringify(terms)]);
    const results = [];
    for (const least of [0.1, 0.3]) {
      const found = new Map();
      const { rows } = await client.query(
        `select w.wording, array_agg(t.code order by t.likeness desc, t.code) as codes from jsonb_array_elements_text($1::jsonb) as w (wording) cross join lateral (select code, similarity(form, w.wording) as likeness from terms where similarity(form, w.wording) >= $2 order by 2 desc, 1 limit 40) t group by 1`,
        [JSON.stringify([...new Set(list.map(({ wording }) => cleanTitle(wording)))]), least],
      );
      for (const { wording, codes } of rows) found.set(wording, codes);
      results.push({ least, ...ranked(list, (wording) => found.get(wording) ?? []) });
    }
    await client.end();
    return results;
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
