import type { ClassCalendar, HeldClass } from './calendar.js';
import { serves, type CalendarProblem, type Period, type PlannedClass } from './problem.js';

const inside = (day: string, periods: readonly Period[]): boolean => periods.some(({ from, to }) => from <= day && day <= to);

/**
 * Whether a calendar keeps every rule of its problem, by looking at each rule anew, day by day and person by person: knows
 * nothing of how it was found. One line a broken rule; empty when it is sound. Slow, for tests and for whoever doubts.
 */
export function checkCalendar(problem: CalendarProblem, calendar: ClassCalendar): string[] {
  const broken: string[] = [];
  const check = (isRight: boolean, what: string): void => void (isRight || broken.push(what));
  const classOf = new Map(problem.classes.map((each) => [each.id, each]));
  const listed = [...calendar.held, ...calendar.notHeld].map(({ classId }) => classId).sort();
  check(listed.join() === problem.classes.map(({ id }) => id).sort().join(), 'every class is held or not held, once');
  const takenBy = new Map<string, string>();
  for (const held of calendar.held) {
    const given = classOf.get(held.classId);
    if (given === undefined) continue;
    broken.push(...daysBroken(problem, given, held), ...placesBroken(problem, given, held));
    const uses: [string | null, readonly string[]][] = [[held.room, held.theoryDays], [held.base, held.practiceDays], [held.theoryInstructor, held.theoryDays], [held.practiceInstructor, held.practiceDays]];
    uses.forEach(([resource, days], kind) => days.forEach((day) => {
      const key = `${kind >= 2 ? 'instructor' : kind} ${resource} ${day}`;
      check(!takenBy.has(key), `${resource} is in ${takenBy.get(key)} and ${held.classId} on ${day}`);
      takenBy.set(key, held.classId);
    }));
  }
  broken.push(...seatsBroken(problem, calendar));
  check(calendar.objective <= calendar.bound && calendar.gap === (calendar.bound === 0 ? 0 : (calendar.bound - calendar.objective) / calendar.bound), 'objective, bound and gap fit together');
  return broken;
}

function daysBroken({ days, hoursPerDay }: CalendarProblem, given: PlannedClass, { classId, theoryDays, practiceDays }: HeldClass): string[] {
  const all = [...theoryDays, ...practiceDays];
  const first = days.indexOf(all[0]!);
  const broken = [];
  if (theoryDays.length !== Math.ceil(given.theoryHours / hoursPerDay) || practiceDays.length !== Math.ceil(given.practiceHours / hoursPerDay)) broken.push(`${classId} has another number of days than its hours need`);
  if (all.some((day, i) => first < 0 || days[first + i] !== day)) broken.push(`${classId} is not on teachable days, one after the other`);
  if (all.some((day) => day < given.from || day > given.to)) broken.push(`${classId} is outside its window`);
  return broken;
}

function minutesBetween({ travel }: CalendarProblem, from: string, to: string): number {
  if (from === to) return 0;
  return Math.min(Infinity, ...travel.filter(({ a, b }) => (a === from && b === to) || (a === to && b === from)).map(({ minutes }) => minutes));
}

function placesBroken(problem: CalendarProblem, given: PlannedClass, { classId, theoryDays, practiceDays, ...places }: HeldClass): string[] {
  const broken: string[] = [];
  const check = (isRight: boolean, what: string): void => void (isRight || broken.push(`${classId}: ${what}`));
  const room = problem.rooms.find(({ id }) => id === places.room);
  const base = problem.bases.find(({ id }) => id === places.base);
  check(theoryDays.length === 0 ? places.room === null : room !== undefined && serves(room, given) && room.township === given.township && room.seats >= given.maxSize && !theoryDays.some((day) => inside(day, room.closed)), 'the room is of another provider, not in the township, too small, or closed');
  check(practiceDays.length === 0 ? places.base === null : base !== undefined && serves(base, given) && base.occupations.includes(given.occupation) && base.seats >= given.maxSize && minutesBetween(problem, base.township, given.township) <= problem.baseTravelMinutes && !practiceDays.some((day) => inside(day, base.closed)), 'the base is of another provider or trade, too far, too small, or closed');
  for (const [id, days] of [[places.theoryInstructor, theoryDays], [places.practiceInstructor, practiceDays]] as const) {
    const teacher = problem.instructors.find((each) => each.id === id);
    check(days.length === 0 ? id === null : teacher !== undefined && serves(teacher, given) && teacher.occupations.includes(given.occupation) && minutesBetween(problem, teacher.home, given.township) <= (teacher.maxTravelMinutes ?? Infinity) && !days.some((day) => inside(day, teacher.busy)), 'the instructor is of another provider, cannot teach it, lives too far, or is busy');
  }
  return broken;
}

function seatsBroken(problem: CalendarProblem, { held, seats, objective }: ClassCalendar): string[] {
  const broken: string[] = [];
  const check = (isRight: boolean, what: string): void => void (isRight || broken.push(what));
  const [learners, classes, heldOf] = [new Map(problem.learners.map((each) => [each.id, each])), new Map(problem.classes.map((each) => [each.id, each])), new Map(held.map((each) => [each.classId, each]))];
  const daysOf = new Map<string, Set<string>>();
  const sizes = new Map<string, number>();
  let total = 0;
  for (const { learnerId, classId } of seats) {
    const [learner, given, where] = [learners.get(learnerId), classes.get(classId), heldOf.get(classId)];
    const wish = learner?.wishes.find((each) => each.classId === classId);
    check(wish !== undefined && where !== undefined, `${learnerId} sits in ${classId}, which is not held or not wished for`);
    if (learner === undefined || given === undefined || where === undefined || wish === undefined) continue;
    total += wish.score;
    sizes.set(classId, (sizes.get(classId) ?? 0) + 1);
    check(given.lodging || minutesBetween(problem, learner.home, given.township) <= (learner.maxTravelMinutes ?? Infinity), `${learnerId} lives too far from ${classId}`);
    check(!daysOf.has(learnerId), `${learnerId} sits in two classes`);
    const taken = daysOf.get(learnerId) ?? new Set<string>();
    for (const day of [...where.theoryDays, ...where.practiceDays]) {
      check(!taken.has(day) && !inside(day, learner.busy), `${learnerId} is elsewhere on ${day}`);
      taken.add(day);
    }
    daysOf.set(learnerId, taken);
  }
  for (const { classId } of held) check((sizes.get(classId) ?? 0) >= classes.get(classId)!.minSize && (sizes.get(classId) ?? 0) <= classes.get(classId)!.maxSize, `${classId} is smaller or larger than it may be`);
  check(total === objective, 'the objective is not the sum of the scores');
  return broken;
}
