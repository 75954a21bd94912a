import { describe, expect, it } from '@jest/globals';
import { bundledRegions } from '@app/catalogue';
import { madeUpRoster, type Expected } from '../../../../test/support/roster-layouts.js';
import { TRAINEE_FORM } from './forms.js';
import { understandRoster } from './understand-roster.js';

const knowledge = { regions: bundledRegions(), today: '2026-11-24', ownerRegion: '420626000000' };
/** Asked for by the generator, checked only for being what was written. */
interface Tally { cells: number; right: number; silentlyWrong: string[]; missed: Map<string, number> }

function holdAgainst(seed: number, tally: Tally): void {
  const { content, expected } = madeUpRoster(seed);
  const reading = understandRoster(content, TRAINEE_FORM, knowledge);
  const rows = new Map(reading.rows.map((row) => [`${row.sheet}/${row.number}`, row]));
  for (const [key, row] of rows) if (!expected.has(key)) tally.silentlyWrong.push(`${seed} ${key}: a row that is nobody's, ${Object.keys(row.values).join()}`);
  for (const [key, want] of expected) {
    const row = rows.get(key);
    for (const [field, value] of Object.entries<Expected>(want)) {
      tally.cells++;
      const got = row?.values[field];
      const isRefused = row?.faults.some((fault) => fault.field === field) ?? false;
      if (typeof value === 'string' ? got === value : got === undefined && isRefused) tally.right++;
      else if (got !== undefined) tally.silentlyWrong.push(`${seed} ${key} ${field}`);
      else tally.missed.set(field, (tally.missed.get(field) ?? 0) + 1);
    }
    for (const field of Object.keys(row?.values ?? {})) if (!(field in want) && field !== 'serial') tally.silentlyWrong.push(`${seed} ${key} ${field} out of nothing`);
  }
}

describe('500 made-up rosters', () => {
  it('are read right in at least 99 cells of 100, and never silently wrong', () => {
    const tally: Tally = { cells: 0, right: 0, silentlyWrong: [], missed: new Map<string, number>() };
    for (let seed = 1; seed <= 500; seed++) holdAgainst(seed, tally);
    console.log(`500 rosters: ${tally.cells} cells, ${((100 * tally.right) / tally.cells).toFixed(2)} % right, ${tally.silentlyWrong.length} silently wrong, left out: ${[...tally.missed].map(([field, n]) => `${field} ${n}`).join(', ')}`);
    expect(tally.silentlyWrong.slice(0, 20)).toEqual([]);
    expect(tally.right / tally.cells).toBeGreaterThanOrEqual(0.99);
  });
});
