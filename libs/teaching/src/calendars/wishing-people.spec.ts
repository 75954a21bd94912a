import { describe, expect, it } from '@jest/globals';
import type { CourseWisher } from '@app/matches';
import { wishingPeople } from './wishing-people.js';

const WINDOW = { from: '2026-12-01', to: '2026-12-31' };
const CLASSES = [{ id: 'c1', courseId: 'welding' }, { id: 'c2', courseId: 'welding' }, { id: 'c3', courseId: 'cook' }];
const wisher = (more: Partial<CourseWisher> = {}): CourseWisher => ({ traineeId: 'p', ownerRegion: '420626106000', region: '420626106201', reach: 'township', availableFrom: null, availableTo: null, courses: [{ courseId: 'welding', gain: 12 }], ...more });

describe('who could sit in the classes that wait', () => {
  it('is whom a course would help, in every class of it, by the points that it brings', () => {
    expect(wishingPeople(CLASSES, [], [wisher({ courses: [{ courseId: 'welding', gain: 12 }, { courseId: 'cook', gain: 0.001 }, { courseId: 'none', gain: 5 }] })], [], WINDOW)).toEqual([
      { id: 'p', region: '420626106201', reach: 'township', busy: [], wishes: [{ classId: 'c1', score: 1_200 }, { classId: 'c2', score: 1_200 }, { classId: 'c3', score: 1 }] },
    ]);
  });

  it('is who is on a roll, then who waits for a seat: in that class only, and before everybody else', () => {
    const enrolled = { traineeId: 'p', classId: 'c2', ownerRegion: '420626106000', region: null, reach: null, isWaiting: false };
    expect(wishingPeople(CLASSES, [enrolled, { ...enrolled, traineeId: 'w', isWaiting: true }], [wisher(), wisher({ traineeId: 'q', courses: [{ courseId: 'welding', gain: 100 }] })], [], WINDOW).map(({ id, wishes }) => [id, wishes[0]!.classId, wishes[0]!.score])).toEqual([['p', 'c2', 10_000], ['w', 'c2', 9_999], ['q', 'c1', 9_998]]);
  });

  it('is nobody who is on the roll of a class that cannot be planned', () => {
    expect(wishingPeople(CLASSES, [{ traineeId: 'p', classId: 'elsewhere', ownerRegion: '420626106000', region: null, reach: null, isWaiting: false }], [wisher()], [], WINDOW)).toEqual([]);
  });

  it('is not there while attending another class, nor on days when not to be had', () => {
    expect(wishingPeople(CLASSES, [], [wisher({ availableFrom: '2026-12-10' })], [{ traineeId: 'p', from: '2026-12-20', to: '2027-01-10' }], WINDOW)[0]!.busy).toEqual([{ from: '2026-12-20', to: '2027-01-10' }, { from: '2026-12-01', to: '2026-12-09' }]);
  });
});
