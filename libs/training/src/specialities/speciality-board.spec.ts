import { describe, expect, it } from '@jest/globals';
import type { PresentedRate } from '@app/outcomes';
import { countyRates, specialityLines, type BoardFacts } from './speciality-board.js';

const course = (id: string): BoardFacts['courses'][number] => ({ id, name: `课程 ${id}`, occupation: '6-18-02-04', theoryHours: 40, practiceHours: 120, hoursPlanned: 160, department: '人社', programme: '就业技能培训' });
const presented = (rule: string, of: string | null, n: number, numerator: number | null, wilson: readonly [number, number] | null): PresentedRate => ({
  rule, by: of === null ? {} : { course: of }, n, numerator, rate: numerator === null ? null : (100 * numerator) / n, low: null, high: null, wilson, suppressed: numerator === null, message: numerator === null ? '人数不足 20 人' : null, immature: 0, excluded: null, evidence: null, personCourses: null,
});
const facts: BoardFacts = {
  courses: ['good', 'bad', 'small', 'new'].map(course), fills: new Map([['good', 12]]), pledges: new Map([['good', { orders: 1, seats: 10, hired: 9 }]]),
  rates: new Map([['R2@180', [presented('R2@180', null, 210, 126, [53, 66]), presented('R2@180', 'bad', 100, 30, [22, 40]), presented('R2@180', 'good', 100, 90, [82, 95]), presented('R2@180', 'small', 10, null, null)]]]),
};

describe('the board of specialities', () => {
  const lines = specialityLines(facts);

  it('has every course of the catalogue once, with what is known of it', () => {
    expect(lines.map(({ courseId, position, standing }) => [courseId, position, standing])).toEqual([['good', 1, 'no-finding'], ['new', 2, 'too-few'], ['small', 3, 'too-few'], ['bad', 4, 'does-not-work']]);
    expect(lines[0]).toMatchObject({ name: '课程 good', days: 20, fills: 12, pledges: { seats: 10 }, retention: { n: 100, rate: 90, interval: [82, 95] } });
  });

  it('shows no figure where it is hidden, and ranks by none', () => {
    const [small, unheard] = [lines.find(({ courseId }) => courseId === 'small')!, lines.find(({ courseId }) => courseId === 'new')!];
    expect(small.retention).toEqual({ n: 10, numerator: null, rate: null, interval: null, immature: 0, message: '人数不足 20 人' });
    expect(unheard.retention).toMatchObject({ n: 0, rate: null, message: '还没有到期的人' });
    expect(small.score).toBe(unheard.score);
  });

  it('knows the county’s own rates, and nothing of openings without a shortage board', () => {
    expect(countyRates(facts.rates)).toMatchObject({ retention: { n: 210, rate: 60 }, settlement: { n: 0, rate: null } });
    expect(specialityLines({ ...facts, fills: null }).every(({ fills }) => fills === null)).toBe(true);
  });
});
