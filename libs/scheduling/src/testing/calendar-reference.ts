import type { CalendarProblem, Period, PlannedClass } from '../calendar/problem.js';

const inside = (day: string, periods: readonly Period[]): boolean => periods.some(({ from, to }) => from <= day && day <= to);

interface Standing {
  readonly given: PlannedClass;
  readonly theory: readonly string[];
  readonly practice: readonly string[];
}

/** The greatest total score of any calendar, by trying everything: every start of every class or none, every way to share rooms, bases and teachers, every way to seat people. For a handful of each. */
export function bruteForceCalendar(problem: CalendarProblem): number {
  const startsOf = problem.classes.map((given): (Standing | null)[] => {
    const [theory, practice] = [Math.ceil(given.theoryHours / problem.hoursPerDay), Math.ceil(given.practiceHours / problem.hoursPerDay)];
    const starts = problem.days.map((_, start) => ({ given, theory: problem.days.slice(start, start + theory), practice: problem.days.slice(start + theory, start + theory + practice) }));
    return [null, ...starts.filter((each) => each.theory.length === theory && each.practice.length === practice && [...each.theory, ...each.practice].every((day) => given.from <= day && day <= given.to))];
  });
  let best = 0;
  const choose = (index: number, chosen: readonly Standing[]): void => {
    if (index === startsOf.length) {
      const score = chosen.length === 0 ? 0 : bestSeats(problem, chosen);
      if (score > best && canBeShared(problem, chosen, 0, new Set())) best = score;
      return;
    }
    for (const start of startsOf[index]!) choose(index + 1, start === null ? chosen : [...chosen, start]);
  };
  choose(0, []);
  return best;
}

function minutes({ travel }: CalendarProblem, from: string, to: string): number {
  return from === to ? 0 : Math.min(Infinity, ...travel.filter(({ a, b }) => [a, b].includes(from) && [a, b].includes(to)).map((each) => each.minutes));
}

function canBeShared(problem: CalendarProblem, standing: readonly Standing[], at: number, taken: Set<string>): boolean {
  if (at === standing.length) return true;
  const { given, theory, practice } = standing[at]!;
  const near = (home: string, most: number | null): boolean => most === null || minutes(problem, home, given.township) <= most;
  const isOpen = (each: { readonly owner?: string | null }): boolean => (each.owner ?? given.owner) === given.owner;
  const teachers = problem.instructors.filter(isOpen).filter(({ occupations, home, maxTravelMinutes }) => occupations.includes(given.occupation) && near(home, maxTravelMinutes)).map(({ id, busy }) => ({ id, away: busy }));
  const rooms = problem.rooms.filter(isOpen).filter(({ township, seats }) => township === given.township && seats >= given.maxSize).map(({ id, closed }) => ({ id, away: closed }));
  const bases = problem.bases.filter(isOpen).filter(({ township, occupations, seats }) => occupations.includes(given.occupation) && seats >= given.maxSize && near(township, problem.baseTravelMinutes)).map(({ id, closed }) => ({ id, away: closed }));
  const kinds = [{ list: rooms, days: theory }, { list: teachers, days: theory }, { list: bases, days: practice }, { list: teachers, days: practice }];
  const pick = (kind: number, marks: Set<string>): boolean => {
    if (kind === kinds.length) return canBeShared(problem, standing, at + 1, marks);
    const { list, days } = kinds[kind]!;
    if (days.length === 0) return pick(kind + 1, marks);
    return list.some(({ id, away }) => days.every((day) => !inside(day, away) && !marks.has(`${id} ${day}`)) && pick(kind + 1, new Set([...marks, ...days.map((day) => `${id} ${day}`)])));
  };
  return pick(0, taken);
}

/** The best seats of classes that stand; −1 when not all of them can be filled to their least size. */
export function bestSeats(problem: CalendarProblem, standing: readonly { readonly given: PlannedClass; readonly theory: readonly string[]; readonly practice: readonly string[] }[]): number {
  let best = -1;
  const sizes = standing.map(() => 0);
  const seat = (learner: number, total: number): void => {
    if (learner === problem.learners.length) {
      if (total > best && sizes.every((size, i) => size >= standing[i]!.given.minSize)) best = total;
      return;
    }
    const { wishes, busy, home, maxTravelMinutes } = problem.learners[learner]!;
    seat(learner + 1, total);
    standing.forEach(({ given, theory, practice }, i) => {
      const wish = wishes.find(({ classId }) => classId === given.id);
      if (wish === undefined || sizes[i] === given.maxSize || [...theory, ...practice].some((day) => inside(day, busy))) return;
      if (!given.lodging && maxTravelMinutes !== null && minutes(problem, home, given.township) > maxTravelMinutes) return;
      sizes[i]!++;
      seat(learner + 1, total + wish.score);
      sizes[i]!--;
    });
  };
  seat(0, 0);
  return best;
}
