import type { CourseWisher } from '@app/matches';
import type { Period } from '@app/scheduling';
import { awayOutside, type WishingPerson } from './calendar-problem.js';
import type { EnrolledPerson, OccupiedPerson } from './wishing-people.repository.js';

/** The most that a seat can be worth: of somebody who is on the roll already; then of somebody who waits for a seat in the class. */
const ENROLLED = 10_000;
const WAITING = 9_999;
const OTHERS_MOST = 9_998;
const A_POINT = 100;

/**
 * Who could sit in these classes of the county that wait. On a roll, or waiting for a seat: that class only, before everybody else; of a class that cannot be planned, none. Others: every class of a course that would help
 * them, worth 100 a point that the certificate raises the score of their best vacancies by; not while they are not to be had, nor while they attend another class.
 */
export function wishingPeople(classes: readonly { readonly id: string; readonly courseId: string }[], enrolled: readonly EnrolledPerson[], wishers: readonly CourseWisher[], occupied: readonly OccupiedPerson[], window: Period): WishingPerson[] {
  const busy = new Map<string, Period[]>();
  for (const { traineeId, from, to } of occupied) busy.set(traineeId, [...(busy.get(traineeId) ?? []), { from, to }]);
  const known = new Set(classes.map(({ id }) => id));
  const onRoll = new Map<string, WishingPerson>();
  for (const { traineeId, classId, region, reach, isWaiting } of enrolled) {
    const wishes = [...(onRoll.get(traineeId)?.wishes ?? []), ...(known.has(classId) ? [{ classId, score: isWaiting ? WAITING : ENROLLED }] : [])];
    onRoll.set(traineeId, { id: traineeId, region, reach, busy: busy.get(traineeId) ?? [], wishes });
  }
  const byCourse = new Map<string, string[]>();
  for (const { id, courseId } of classes) byCourse.set(courseId, [...(byCourse.get(courseId) ?? []), id]);
  const others = wishers.flatMap(({ traineeId, region, reach, availableFrom, availableTo, courses }): WishingPerson[] => {
    const wishes = courses.flatMap(({ courseId, gain }) => (byCourse.get(courseId) ?? []).map((classId) => ({ classId, score: Math.min(OTHERS_MOST, Math.max(1, Math.round(gain * A_POINT))) })));
    return onRoll.has(traineeId) || wishes.length === 0 ? [] : [{ id: traineeId, region, reach, busy: [...(busy.get(traineeId) ?? []), ...awayOutside(window, availableFrom, availableTo)], wishes }];
  });
  return [...[...onRoll.values()].filter(({ wishes }) => wishes.length > 0), ...others];
}
