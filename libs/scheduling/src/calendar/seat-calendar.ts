import { compareIds } from '@app/matching';
import { refuseFaults } from '../errors.js';
import type { HeldClass, TakenSeat } from './calendar.js';
import { prepareCalendar } from './prepared.js';
import { calendarFaults, type CalendarProblem } from './problem.js';
import { seatLearners } from './seating.js';

/** The seats of a calendar that stands. */
export interface CalendarSeats {
  /** By learner id. */
  readonly seats: readonly TakenSeat[];
  /** The greatest total score that this calendar can have. */
  readonly objective: number;
  /** Classes that cannot all reach their least size beside each other. While there are any, as many least seats as possible are filled before the total counts. */
  readonly short: readonly string[];
}

/**
 * Seats people anew in a calendar that stands, perhaps changed by an officer: optimal, each person in one class, least
 * sizes kept. Rooms, bases and instructors are the officer's (`checkCalendar` looks at them).
 * @throws SchedulingInputInvalid when the problem is not sound, or a class stands twice or on days on which it cannot be held
 */
export function seatCalendar(problem: CalendarProblem, held: readonly HeldClass[]): CalendarSeats {
  refuseFaults(calendarFaults(problem), '班次日历数据有误');
  const prepared = prepareCalendar(problem);
  const places = new Map(prepared.classes.map(({ given }, index) => [given.id, index]));
  const days = new Map(problem.days.map((day, place) => [day, place]));
  const standing = held.map(({ classId, theoryDays, practiceDays }, i) => {
    const index = places.get(classId);
    const all = [...theoryDays, ...practiceDays];
    const start = days.get(all[0] ?? '');
    const isOnItsDays = index !== undefined && start !== undefined && all.length === prepared.classes[index]!.theory + prepared.classes[index]!.practice && all.every((day, n) => days.get(day) === start + n);
    const option = isOnItsDays ? prepared.classes[index]!.options.findIndex((each) => each.start === start) : -1;
    refuseFaults(option < 0 || held.findIndex((each) => each.classId === classId) < i ? [{ path: `held[${i}]`, message: '班次重复，或不能在这些日子举办' }] : [], '班次日历数据有误');
    return { index: index!, option };
  });
  const { classOf, objective, short } = seatLearners(prepared, standing);
  const idOf = (index: number): string => prepared.classes[index]!.given.id;
  const seats = [...classOf].flatMap((index, learner) => (index < 0 ? [] : [{ learnerId: problem.learners[learner]!.id, classId: idOf(index) }]));
  return { seats: seats.sort((a, b) => compareIds(a.learnerId, b.learnerId)), objective, short: short.map(idOf) };
}
