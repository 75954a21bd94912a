import { describe, expect, it } from '@jest/globals';
import { attendancePercent, hoursOf, markFaults, type MarkedSession, type MarkEntry } from './attendance.js';

const session = (more: Partial<MarkedSession> = {}): MarkedSession => ({
  taughtOn: '2026-03-02', hours: 4, plannedHours: 40, roll: new Map([['a', { enrolledOn: '2026-03-01', droppedOn: null }], ['b', { enrolledOn: '2026-03-01', droppedOn: '2026-03-02' }], ['c', { enrolledOn: '2026-03-03', droppedOn: null }], ['d', { enrolledOn: '2026-02-01', droppedOn: '2026-03-01' }]]), hoursOfOthers: new Map(), ...more,
});
const present = (traineeId: string, hours?: number): MarkEntry => ({ traineeId, mark: 'present', hours });
const faults = (entries: readonly MarkEntry[], more: Partial<MarkedSession> = {}): string[] => markFaults(entries, session(more)).map(({ path, message }) => `${path}: ${message}`);

describe('marks of a session', () => {
  it('are right for people on the roll of that day, the day of leaving among them', () => expect(faults([present('a'), present('b', 2.5)])).toEqual([]));

  it('are wrong for somebody who came later, had left, or never was there', () => {
    expect(faults([present('c'), present('d'), present('x')])).toEqual([0, 1, 2].map((i) => `entries[${i}].traineeId: 上课当天不在该班名册上，不能登记考勤`));
  });

  it('are wrong twice about one person', () => expect(faults([present('a'), { traineeId: 'a', mark: 'absent' }])).toEqual(['entries[1].traineeId: 同一人重复']));

  it('have no more hours than the session, and none without presence', () => {
    expect(faults([present('a', 4.5), { traineeId: 'b', mark: 'leave', hours: 1 }])).toEqual(['entries[0].hours: 学时超过本次课的 4 学时', 'entries[1].hours: 没有到课不记学时']);
  });

  it('have no more hours than the plan, with those of the other sessions', () => {
    const hoursOfOthers = new Map([['a', 36]]);
    expect(faults([present('a')], { hoursOfOthers })).toEqual([]);
    expect(faults([present('a')], { hoursOfOthers, plannedHours: 39 })).toEqual(['entries[0].hours: 累计学时超过计划的 39 学时']);
    expect(faults([present('a')], { hoursOfOthers, plannedHours: null })).toEqual([]);
  });

  it('stand for the whole session where no hours are given', () => expect([hoursOf(present('a'), 4), hoursOf(present('a', 2), 4), hoursOf({ traineeId: 'a', mark: 'absent' }, 4)]).toEqual([4, 2, null]));
});

describe('the share of attendance', () => {
  it('is a whole per cent, never rounded up, and nothing while nothing was held', () => {
    expect([attendancePercent(7, 8), attendancePercent(79.5, 100), attendancePercent(0, 4), attendancePercent(0, 0)]).toEqual([87, 79, 0, null]);
  });
});
