import { describe, expect, it } from '@jest/globals';
import { canReach, coversOccupation, resourceFaults, type BaseWords, type InstructorWords, type RoomWords } from './resource.js';

const CODES = { hasOccupation: (code: string) => code.startsWith('6-18'), hasRegion: (code: string) => code.startsWith('42') };
const instructor = (more: Partial<InstructorWords> = {}): InstructorWords => ({ name: '焊接组一号', registrationId: null, kind: 'teacher', occupations: ['6-18-02-04'], homeRegion: '420626106000', reach: 'county', qualification: null, origin: null, closedDays: [], ...more });
const room = (more: Partial<RoomWords> = {}): RoomWords => ({ name: '一号教室', kind: 'school', region: '420626106000', seats: 40, closedDays: [], ...more });
const base = (more: Partial<BaseWords> = {}): BaseWords => ({ name: '基地', region: '420626106000', seats: 40, occupations: ['6-18-02-04'], companyId: null, cooperativeId: null, households: 12, closedDays: [], ...more });
const pathsOf = (faults: readonly { path: string }[]): string[] => faults.map(({ path }) => path);

describe('what is registered for teaching', () => {
  it('breaks no rule as it is', () => {
    expect([resourceFaults('instructor', instructor(), '420626', CODES), resourceFaults('room', room(), '420626', CODES), resourceFaults('base', base(), '420626', CODES)]).toEqual([[], [], []]);
  });

  it.each<[string, InstructorWords, string[]]>([
    ['an unknown occupation', instructor({ occupations: ['9-99'] }), ['occupations[0]']],
    ['an occupation twice', instructor({ occupations: ['6-18', '6-18'] }), ['occupations[1]']],
    ['no occupation', instructor({ occupations: [] }), ['occupations']],
    ['a name beside a registration', instructor({ registrationId: 'x' }), ['name']],
    ['neither', instructor({ name: null }), ['name']],
    ['a successful trainee whom nobody registered', instructor({ kind: 'successful-trainee' }), ['registrationId']],
    ['a home that there is not', instructor({ homeRegion: '999999000000' }), ['homeRegion']],
    ['a period that ends before it begins', instructor({ closedDays: [{ from: '2026-12-02', to: '2026-12-01' }] }), ['closedDays[0]']],
  ])('is an instructor with %s: refused by field', (_, words, paths) => {
    expect(pathsOf(resourceFaults('instructor', words, '420626', CODES))).toEqual(paths);
  });

  it('is a room or a base of another county, or without seats: refused by field', () => {
    expect(pathsOf(resourceFaults('room', room({ region: '420625000000', seats: 0 }), '420626', CODES))).toEqual(['region', 'seats']);
    expect(pathsOf(resourceFaults('base', base({ region: '420625000000', occupations: ['1-01'] }), '420626', CODES))).toEqual(['occupations[0]', 'region']);
  });
});

describe('who can teach a class', () => {
  it('knows its occupation or the group that it stands in', () => {
    expect([['6-18-02-04'], ['6-18'], ['6-1'], ['6-18-02-05'], []].map((known) => coversOccupation(known, '6-18-02-04'))).toEqual([true, true, false, false, false]);
    expect(coversOccupation([], null)).toBe(true);
  });

  it('gets to its site: within the level that home and site share', () => {
    const home = '420626106203';
    expect((['township', 'county', 'prefecture', 'province', 'any'] as const).map((reach) => ['420626106000', '420626100000', '420626000000', '420625100000', '420325000000', '110101000000'].map((site) => canReach(home, reach, site)))).toEqual([
      [true, false, false, false, false, false],
      [true, true, true, false, false, false],
      [true, true, true, true, false, false],
      [true, true, true, true, true, false],
      [true, true, true, true, true, true],
    ]);
  });
});
