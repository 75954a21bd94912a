import { afterAll, describe, expect, it } from '@jest/globals';
import { bundledRegions } from '@app/catalogue';
import { ASKED, bytesOf, HAND_MADE_ROSTERS, truthOf, type HandMadeRoster } from '../../../../test/support/hand-made-rosters/index.js';
import { readWorkbook } from '../reading/read-workbook.js';
import { formOf } from './forms.js';
import { understandRoster } from './understand-roster.js';

const KNOWLEDGE = { regions: bundledRegions(), today: '2026-11-24' };
/** Read, and of no weight: nothing is stored of them. */
const UNWEIGHED: readonly string[] = ['serial', 'remark'];

interface Tally {
  readonly cells: number;
  readonly right: number;
  readonly silentlyWrong: readonly string[];
  readonly missed: readonly string[];
}

/** What a roster came to, cell by cell; named by place and field, never by content. */
async function holdAgainstTruth(roster: HandMadeRoster): Promise<Tally> {
  const content = await readWorkbook(await bytesOf(roster));
  const reading = understandRoster(content, formOf(roster.form), { ...KNOWLEDGE, ownerRegion: roster.from ?? '420626000000' });
  const rows = new Map(reading.rows.map((row) => [`${roster.csv === undefined ? row.sheet : ''}/${row.number}`, row]));
  const truth = truthOf(roster);
  const silentlyWrong = [...rows.keys()].filter((key) => !truth.has(key)).map((key) => `${roster.title} ${key}: a row that is nobody's`);
  const missed: string[] = [];
  let cells = 0;
  for (const [key, fields] of truth) {
    const row = rows.get(key);
    for (const [field, value] of Object.entries(fields)) {
      cells++;
      const got = row?.values[field];
      const isCounted = got === undefined;
      if (value === ASKED || value === '' ? isCounted : JSON.stringify(got) === JSON.stringify(value)) continue;
      (isCounted ? missed : silentlyWrong).push(`${roster.title} ${key} ${field}`);
    }
    for (const field of Object.keys(row?.values ?? {})) if (!(field in fields) && !UNWEIGHED.includes(field) && !(field === 'township' && roster.from !== undefined)) silentlyWrong.push(`${roster.title} ${key} ${field}: out of nothing`);
  }
  return { cells, right: cells - missed.length - silentlyWrong.length, silentlyWrong, missed };
}

describe('rosters made by hand', () => {
  const tallies: Tally[] = [];
  afterAll(() => {
    const [cells, right, missed] = [tallies.reduce((sum, each) => sum + each.cells, 0), tallies.reduce((sum, each) => sum + each.right, 0), tallies.flatMap((each) => each.missed)];
    console.log(`${tallies.length} rosters made by hand: ${cells} cells, ${((100 * right) / cells).toFixed(2)} % right, ${tallies.flatMap((each) => each.silentlyWrong).length} silently wrong, left out: ${missed.join('; ') || 'none'}`);
  });

  it('are thirty at least, of every form', () => {
    expect(HAND_MADE_ROSTERS.length).toBeGreaterThanOrEqual(30);
    expect(new Set(HAND_MADE_ROSTERS.map((roster) => roster.form)).size).toBe(6);
  });

  it.each(HAND_MADE_ROSTERS.map((roster) => [roster.title, roster] as const))('%s: never silently wrong', async (_, roster) => {
    const tally = await holdAgainstTruth(roster);
    tallies.push(tally);
    expect(tally.silentlyWrong).toEqual([]);
  });

  it('are read right in at least 99 cells of 100', () => {
    const [cells, right] = [tallies.reduce((sum, each) => sum + each.cells, 0), tallies.reduce((sum, each) => sum + each.right, 0)];
    expect(right / cells).toBeGreaterThanOrEqual(0.99);
  });
});
