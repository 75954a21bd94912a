import { describe, expect, it } from '@jest/globals';
import { titleList } from '../../../../test/evaluate/title-lists.mjs';
import { bundledAliases, bundledNoTrade, bundledOccupations } from './bundled-titles.js';
import { buildTitleIndex, decideTitle } from './title-index.js';

const occupations = bundledOccupations();
const index = buildTitleIndex({ occupations, aliases: bundledAliases(), noTrade: bundledNoTrade() });

describe.each([['rural-titles.txt', 1_000, 0.7], ['fresh-titles.txt', 150, 0.5]])('the wordings of %s', (file, atLeast, decided) => {
  const list = titleList(file, occupations);

  it('are many, each once', () => {
    expect(list.length).toBeGreaterThanOrEqual(atLeast);
    expect(new Set(list.map((row) => row.wording)).size).toBe(list.length);
  });

  it('are decided wrongly in at most 1 %, and mostly decided', () => {
    const answers = list.map((row) => ({ row, answer: decideTitle(row.wording, index) }));
    const wrong = answers.filter(({ row, answer }) => (answer.decided !== null && !row.codes.includes(answer.decided.code)) || (answer.noTrade && !row.noTrade));
    expect(wrong.length).toBeLessThanOrEqual(list.length * 0.01);
    expect(answers.filter(({ row, answer }) => answer.decided !== null && row.codes.includes(answer.decided.code)).length).toBeGreaterThanOrEqual(list.length * decided);
  });

  it('that need no trade are mostly told so', () => {
    const without = list.filter((row) => row.noTrade);
    expect(without.filter((row) => decideTitle(row.wording, index).noTrade).length).toBeGreaterThanOrEqual(without.length * 0.75);
  });
});
