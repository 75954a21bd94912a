import { compareIds } from '@app/matching';
import { refuseFaults } from '../errors.js';
import { arrange } from './arrange.js';
import type { Placement } from './bookings.js';
import type { ClassCalendar, HeldClass } from './calendar.js';
import { prepareCalendar, type PreparedCalendar } from './prepared.js';
import { PriceSearch, firstPrices, optionValues } from './prices.js';
import { calendarFaults, type CalendarProblem } from './problem.js';
import { seatLearners, type Seating, type StandingClass } from './seating.js';

/** How long is looked for a better calendar; the answer is the same for the same effort, whatever the machine. */
export interface CalendarEffort {
  /** Rounds of prices in all. */
  readonly rounds: number;
  /** After so many rounds a calendar is arranged and staffed. */
  readonly roundsPerCalendar: number;
  /** A gap that is good enough: nothing more is looked for. */
  readonly enoughGap: number;
}

export const DEFAULT_CALENDAR_EFFORT: CalendarEffort = { rounds: 400, roundsPerCalendar: 20, enoughGap: 0.001 };

interface Candidate {
  readonly placements: readonly (Placement | null)[];
  readonly seating: Seating;
}

/**
 * A calendar of classes, staffed with people: the greatest total score that is found, with a bound that no calendar can
 * pass. Nobody and nothing is in two classes on one day; a person gets one class. Given the calendar, the seats are optimal.
 * Prices of people and places are moved round by round (a bound each), calendars are arranged by what classes earn at these
 * prices, staffed exactly, and arranged again by the prices that the staffing proves. Deterministic.
 * @throws SchedulingInputInvalid naming all that is wrong with the problem
 */
export function planCalendar(problem: CalendarProblem, effort: CalendarEffort = DEFAULT_CALENDAR_EFFORT): ClassCalendar {
  refuseFaults(calendarFaults(problem), '班次日历数据有误');
  const prepared = prepareCalendar(problem);
  const prices = new PriceSearch(prepared, firstPrices(prepared));
  let best: Candidate = { placements: prepared.classes.map(() => null), seating: seatLearners(prepared, []) };
  const bound = (): number => Math.floor(prices.bound + 1e-6);
  const isEnough = (): boolean => bound() - best.seating.objective <= effort.enoughGap * bound();
  const consider = (placements: readonly (Placement | null)[]): boolean => {
    const candidate = staff(prepared, placements);
    if (candidate.seating.objective <= best.seating.objective) return false;
    best = candidate;
    return true;
  };
  /** Whether the others are better off when a class that barely fills is given up. */
  const considerWithout = (index: number): boolean => {
    const values = optionValues(prepared, best.seating.gains);
    values[index]!.fill(0);
    return best.placements[index] !== null && consider(arrange(prepared, values, without(best.placements, index)));
  };
  consider(arrange(prepared, optionValues(prepared, prices.best.people)));
  for (let round = 0; round < effort.rounds && !isEnough(); round++) {
    const { values } = prices.round(best.seating.objective);
    if ((round + 1) % effort.roundsPerCalendar !== 0) continue;
    consider(arrange(prepared, optionValues(prepared, prices.best.people)));
    consider(arrange(prepared, values));
    while (!isEnough() && consider(arrange(prepared, optionValues(prepared, best.seating.gains), best.placements)));
    for (const index of isEnough() ? [] : tightClasses(prepared, best.seating, best.placements)) considerWithout(index);
  }
  return written(prepared, best, bound());
}

const standingOf = (placements: readonly (Placement | null)[]): StandingClass[] => placements.flatMap((placement, index) => (placement === null ? [] : [{ index, option: placement.option }]));

/** Of the classes that might be given up, so many are tried. */
const MOST_TRIED = 6;

/** Classes that stand with no more people than they need, or fewer; the one that lacks most first. Only these can stand in the way of more. */
function tightClasses({ classes }: PreparedCalendar, { classOf }: Seating, placements: readonly (Placement | null)[]): number[] {
  const sizes = new Int32Array(classes.length);
  for (const index of classOf) if (index >= 0) sizes[index]!++;
  const spare = (index: number): number => sizes[index]! - classes[index]!.given.minSize;
  const tight = placements.flatMap((placement, index) => (placement !== null && spare(index) <= 0 ? [index] : []));
  return tight.sort((a, b) => spare(a) - spare(b) || a - b).slice(0, MOST_TRIED);
}

const without = (placements: readonly (Placement | null)[], index: number): (Placement | null)[] => placements.map((placement, other) => (other === index ? null : placement));

/** Seats people; where least sizes cannot all be reached, classes are given up, each time the one without which most is gained. */
function staff(prepared: PreparedCalendar, placements: readonly (Placement | null)[]): Candidate {
  let best: Candidate = { placements, seating: seatLearners(prepared, standingOf(placements)) };
  while (best.seating.short.length > 0) {
    const tries = tightClasses(prepared, best.seating, best.placements).map((index): Candidate => {
      const left = without(best.placements, index);
      return { placements: left, seating: seatLearners(prepared, standingOf(left)) };
    });
    best = tries.sort((a, b) => a.seating.short.length - b.seating.short.length || b.seating.objective - a.seating.objective)[0]!;
  }
  return best;
}

function written(prepared: PreparedCalendar, { placements, seating }: Candidate, bound: number): ClassCalendar {
  const { classes, problem } = prepared;
  const held = placements.flatMap((placement, index) => (placement === null ? [] : [heldClass(prepared, index, placement)]));
  const notHeld = placements.flatMap((placement, index) => (placement === null ? [{ classId: classes[index]!.given.id, reason: classes[index]!.impossible ?? ('CROWDED_OUT' as const) }] : []));
  const seats = [...seating.classOf].flatMap((index, learner) => (index < 0 ? [] : [{ learnerId: problem.learners[learner]!.id, classId: classes[index]!.given.id }]));
  const { objective } = seating;
  return { held, notHeld, seats: seats.sort((a, b) => compareIds(a.learnerId, b.learnerId)), objective, bound, gap: bound === 0 ? 0 : (bound - objective) / bound };
}

function heldClass({ classes, days, resourceIds }: PreparedCalendar, index: number, { option, resources }: Placement): HeldClass {
  const { given, theory, practice, options } = classes[index]!;
  const { start } = options[option]!;
  const [room, theoryInstructor, base, practiceInstructor] = resources.map((resource) => (resource < 0 ? null : resourceIds[resource]!));
  return { classId: given.id, theoryDays: days.slice(start, start + theory), practiceDays: days.slice(start + theory, start + theory + practice), room: room!, theoryInstructor: theoryInstructor!, base: base!, practiceInstructor: practiceInstructor! };
}
