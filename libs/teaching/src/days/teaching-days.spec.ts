import { describe, expect, it } from '@jest/globals';
import { DEFAULT_TEACHING_POLICY } from '@app/scheduling';
import { teachingDaysFaults } from './teaching-days.js';

describe('the days on which a county teaches', () => {
  it('are right as is usual', () => expect(teachingDaysFaults(DEFAULT_TEACHING_POLICY)).toEqual([]));

  it.each<[string, Partial<typeof DEFAULT_TEACHING_POLICY>, string[]]>([
    ['rest all week', { restWeekdays: [1, 2, 3, 4, 5, 6, 7] }, ['restWeekdays']],
    ['rest on an eighth day, or on one day twice', { restWeekdays: [8, 7, 7] }, ['restWeekdays[0]', 'restWeekdays[2]']],
    ['a season that ends before it begins', { farmSeasons: [{ name: '冬闲', from: '12-01', to: '02-01' }] }, ['farmSeasons[0]']],
    ['a season in a thirteenth month, without a name', { farmSeasons: [{ name: ' ', from: '13-01', to: '13-02' }] }, ['farmSeasons[0].name', 'farmSeasons[0]']],
  ])('are refused with %s', (_, change, paths) => {
    expect(teachingDaysFaults({ ...DEFAULT_TEACHING_POLICY, ...change }).map(({ path }) => path)).toEqual(paths);
  });
});
