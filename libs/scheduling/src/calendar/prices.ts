import { solveAssignment } from '@app/matching';
import type { PreparedCalendar, PreparedClass } from './prepared.js';

/** Prices of what is scarce: a person's one turn, a day of a pool. Any prices ≥ 0 give a bound. */
export interface Prices {
  /** Learner → price. */
  readonly people: Float64Array;
  /** Pool → teachable day → price. */
  readonly pools: readonly Float64Array[];
}

/** What the classes would choose at these prices. */
export interface PricedRound {
  /** Sum of all prices and of what each class could earn beyond them: no calendar is worth more. */
  readonly bound: number;
  /** Class → option → what it would earn. */
  readonly values: readonly Float64Array[];
}

/** Whoever could earn a class something at these prices, best first. */
interface Earners {
  readonly places: readonly number[];
  readonly nets: readonly number[];
}

function earnersOf({ people, scores }: PreparedClass, prices: Float64Array): Earners {
  const nets = scores.map((score, i) => score - prices[people[i]!]!);
  const places = Array.from(nets.keys()).filter((i) => nets[i]! > 0).sort((a, b) => nets[b]! - nets[a]! || a - b);
  return { places, nets: places.map((i) => nets[i]!) };
}

/** What a class earns at an option: its best free people, as many as it holds; `take` is told who. */
function earn({ given: { maxSize } }: PreparedClass, { places, nets }: Earners, free: Uint8Array, take?: (place: number) => void): number {
  let [sum, left] = [0, maxSize];
  for (let i = 0; i < places.length && left > 0; i++) {
    if (free[places[i]!] === 0) continue;
    sum += nets[i]!;
    left--;
    take?.(places[i]!);
  }
  return sum;
}

/** What each class would earn at each of its options, people at these prices and places free. */
export function optionValues({ classes }: PreparedCalendar, people: Float64Array): Float64Array[] {
  return classes.map((each) => {
    const earners = earnersOf(each, people);
    return Float64Array.from(each.options, ({ free }) => earn(each, earners, free));
  });
}

/** The assignment with every class at whatever start suits each person: a bound, and prices to begin with. */
export function firstPrices({ classes, problem, pools, days }: PreparedCalendar): { readonly bound: number; readonly prices: Prices } {
  const edges = { trainees: [] as number[], vacancies: [] as number[], scores: [] as number[] };
  classes.forEach(({ options, people, scores }, index) => people.forEach((person, i) => {
    if (!options.some(({ free }) => free[i] === 1)) return;
    edges.trainees.push(person);
    edges.vacancies.push(index);
    edges.scores.push(scores[i]!);
  }));
  const { bound, duals } = solveAssignment({ traineeCount: problem.learners.length, capacities: classes.map(({ given: { maxSize } }) => maxSize), edges });
  return { bound, prices: { people: duals.gains, pools: pools.map(() => new Float64Array(days.length)) } };
}

/** Rounds without a better bound before the steps are halved. */
const PATIENCE = 8;

/**
 * Brings the bound down: each round asks every class what it would choose at the prices of now (Lagrangean relaxation of
 * "one class a person" and "one class a place and day"), then makes dearer what was chosen too often and cheaper what was
 * not. Every round's sum is a bound, so nothing hangs on how well the prices move.
 * Source: Held, Wolfe, Crowder, Mathematical Programming 6 (1974); Fisher, Management Science 27 (1981).
 */
export class PriceSearch {
  bound: number;
  best: Prices;
  readonly #prepared: PreparedCalendar;
  #prices: Prices;
  #stride = 1;
  #sinceBetter = 0;

  constructor(prepared: PreparedCalendar, { bound, prices }: ReturnType<typeof firstPrices>) {
    this.#prepared = prepared;
    this.bound = bound;
    this.best = prices;
    this.#prices = copyOf(prices);
  }

  /** Begins anew from other prices. */
  restart(people: Float64Array): void {
    this.#prices = { people: people.slice(), pools: this.best.pools.map((row) => row.slice()) };
    this.#stride = 1;
    this.#sinceBetter = 0;
  }

  /** One round; `target` = the best calendar known, towards which steps are measured. */
  round(target: number): PricedRound {
    const { pools, classes } = this.#prepared;
    const chosen = new Int32Array(this.#prices.people.length);
    const used = pools.map(({ open }) => new Int32Array(open.length));
    let bound = this.#prices.people.reduce((sum, price) => sum + price, 0);
    pools.forEach(({ open }, pool) => this.#prices.pools[pool]!.forEach((price, day) => (bound += price * open[day]!)));
    const sums = this.#prices.pools.map(runningSums);
    const values = classes.map((each, index) => {
      const earners = earnersOf(each, this.#prices.people);
      const row = Float64Array.from(each.options, ({ start, free }) => earn(each, earners, free) - each.needs.reduce((cost, need) => (need === null ? cost : cost + sums[need.pool]![start + need.from + need.length]! - sums[need.pool]![start + need.from]!), 0));
      const at = row.reduce((most, value, i) => (value > row[most]! ? i : most), 0);
      if (row.length > 0 && row[at]! > 0) {
        bound += row[at]!;
        this.#use(index, at, earners, chosen, used);
      }
      return row;
    });
    if (bound < this.bound - 1e-6) {
      this.bound = bound;
      this.best = copyOf(this.#prices);
      this.#sinceBetter = 0;
    } else if (++this.#sinceBetter >= PATIENCE) {
      this.#stride /= 2;
      this.#sinceBetter = 0;
    }
    this.#step(bound - target, chosen, used);
    return { bound, values };
  }

  #use(index: number, option: number, earners: Earners, chosen: Int32Array, used: readonly Int32Array[]): void {
    const each = this.#prepared.classes[index]!;
    const { start, free } = each.options[option]!;
    earn(each, earners, free, (place) => chosen[each.people[place]!]!++);
    for (const need of each.needs) if (need !== null) for (let day = start + need.from; day < start + need.from + need.length; day++) used[need.pool]![day]!++;
  }

  #step(distance: number, chosen: Int32Array, used: readonly Int32Array[]): void {
    const { people, pools } = this.#prices;
    const slackOf = (pool: number, day: number): number => this.#prepared.pools[pool]!.open[day]! - used[pool]![day]!;
    let square = 0;
    for (let p = 0; p < people.length; p++) if (people[p]! > 0 || chosen[p]! > 1) square += (1 - chosen[p]!) ** 2;
    pools.forEach((row, pool) => row.forEach((price, day) => (square += price > 0 || slackOf(pool, day) < 0 ? slackOf(pool, day) ** 2 : 0)));
    if (square === 0 || distance <= 0) return;
    const step = (this.#stride * distance) / square;
    for (let p = 0; p < people.length; p++) people[p] = Math.max(0, people[p]! - step * (1 - chosen[p]!));
    pools.forEach((row, pool) => row.forEach((price, day) => (row[day] = Math.max(0, price - step * slackOf(pool, day)))));
  }
}

function copyOf({ people, pools }: Prices): Prices {
  return { people: people.slice(), pools: pools.map((row) => row.slice()) };
}

function runningSums(row: Float64Array): Float64Array {
  const sums = new Float64Array(row.length + 1);
  row.forEach((each, i) => (sums[i + 1] = sums[i]! + each));
  return sums;
}
