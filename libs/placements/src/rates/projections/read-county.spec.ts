import { describe, expect, it } from '@jest/globals';
import type { CountyScene } from './county-histories.repository.js';
import { PageReader, type HistoriesPage, type TextsAndTail } from './read-county.js';

const [FIRST, SECOND, CLASS, JOB] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-00000000000c', '00000000-0000-4000-8000-00000000000b'];
const DAY = 20_000; // 2024-10-04
/** Microseconds since 1970, and as a text has them: since 2000, in hexadecimal digits. */
const micros = (number: number): number => 1_700_000_000_000_000 + number;
const stamp = (since1970: number): string => BigInt.asUintN(64, BigInt(since1970) - 946_684_800_000_000n).toString(16).padStart(16, '0');
const AT = (number: number): string => stamp(micros(number));
const enrolled = (recorded: number, day = DAY, home = '420626101001'): string => `E${AT(recorded)}${day}|${CLASS}${home};`;
const completed = (recorded: number, day = DAY + 30): string => `C${AT(recorded)}${day}|${CLASS};`;
const hired = (recorded: number, day = DAY + 40): string => `J${AT(recorded)}${day}|${JOB}|wage|true||;`;
const line = (person: string, ...facts: string[]): string => `\n${person}${facts.join('')}`;

const scene: CountyScene = {
  county: '420626', knownBy: { text: '', micros: 0 }, aliases: new Map(),
  rarities: [{ personId: null, fact: { id: 'f', kind: 'class', class: CLASS, course: 'c', programme: 'p', provider: 'v', region: '420626', effectiveOn: '2024-10-04', endsOn: '2024-11-03', recordedAt: 0 } }],
};

/** Everybody of a kept text and of the facts since, by id: days of enrolment and completion, the home, and the last days of jobs. */
function read(text: string, { tail = [], limit = null }: { readonly tail?: TextsAndTail['tail']; readonly limit?: number | null } = {}, over: Partial<CountyScene> = {}): object {
  const reader = new PageReader({ ...scene, ...over }, '2026-01-01', limit, 1);
  const pages: HistoriesPage[] = [...reader.read({ texts: [text], tail })];
  return Object.fromEntries(pages.flatMap(({ people }) => people.map(({ history: person, home }) => [
    person.id,
    { classes: person.attendances.map(({ enrolledOn, completedOn }) => [enrolledOn, completedOn]), home, jobs: person.jobs.map(({ id, lastDay }) => [id, lastDay]) },
  ])));
}

describe('people of a text, with what was recorded since', () => {
  it('are put together from both: an end recorded since ends the job of the text', () => {
    expect(read(line(FIRST, enrolled(1), hired(2)), { tail: [line(FIRST, completed(3), `X${AT(4)}${DAY + 99}|${JOB};`)] }))
      .toEqual({ [FIRST]: { classes: [[DAY, DAY + 30]], home: '420626101001', jobs: [[JOB, DAY + 99]] } });
  });

  it('have the job that was recorded since, also when its end stands in the text', () => {
    expect(read(line(FIRST, `X${AT(4)}${DAY + 99}|${JOB};`), { tail: [line(FIRST, hired(5))] })).toMatchObject({ [FIRST]: { jobs: [[JOB, DAY + 99]] } });
  });

  it('are those of the text and those who have come since, each once', () => {
    expect(Object.keys(read(line(SECOND, enrolled(1)), { tail: [line(FIRST, enrolled(2)) + line(SECOND, completed(2))] })).sort()).toEqual([FIRST, SECOND]);
  });

  it('live where they lived at the first enrolment: by its day, then as recorded, then by the code, wherever it stands', () => {
    const home = (text: string, since: string): unknown => (read(line(FIRST, text), { tail: [line(FIRST, since)] }) as Record<string, { home: string }>)[FIRST]!.home;
    expect(home(enrolled(1, DAY, '420626101001'), enrolled(2, DAY - 1, '420626102002'))).toBe('420626102002');
    expect(home(enrolled(1, DAY, '420626101001'), enrolled(2, DAY, '420626100002'))).toBe('420626101001');
    expect(home(enrolled(1, DAY, '420626101001'), enrolled(1, DAY, '420626100002'))).toBe('420626100002');
  });

  it('do not have what was recorded after the limit, and are nobody without anything else', () => {
    const limit = micros(5);
    expect(read(line(FIRST, enrolled(5), completed(6)) + line(SECOND, enrolled(6)), { limit })).toEqual({ [FIRST]: { classes: [[DAY, null]], home: '420626101001', jobs: [] } });
    expect(read(line(FIRST, completed(9), enrolled(4)), { limit })).toEqual({ [FIRST]: { classes: [[DAY, null]], home: '420626101001', jobs: [] } });
  });

  it('may have been recorded before 2000, and in the same second', () => {
    const home = (first: number, second: number): unknown => (read(line(FIRST, `E${stamp(first)}${DAY}|${CLASS}420626101001;`, `E${stamp(second)}${DAY}|${CLASS}420626100002;`)) as Record<string, { home: string }>)[FIRST]!.home;
    expect([home(-1, 0), home(0, -1), home(946_684_799_999_999, 946_684_800_000_000), home(946_684_800_000_001, 946_684_800_000_000)]).toEqual(['420626101001', '420626100002', '420626101001', '420626100002']);
    expect(read(line(FIRST, `E${stamp(-1)}${DAY}|${CLASS}420626101001;`, `C${stamp(1)}${DAY + 1}|${CLASS};`), { limit: 0 })).toMatchObject({ [FIRST]: { classes: [[DAY, null]] } });
  });

  it('are left out when they have several ids, in the text and since', () => {
    expect(read(line(FIRST, enrolled(1)), { tail: [line(SECOND, enrolled(2))] }, { aliases: new Map([[SECOND, FIRST]]) })).toEqual({});
  });

  it('may have facts of days before 1970', () => {
    expect(read(line(FIRST, enrolled(1, -5)))).toMatchObject({ [FIRST]: { classes: [[-5, null]] } });
  });
});
