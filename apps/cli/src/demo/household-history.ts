import { addDays, type CivilDate } from '@app/kernel';
import type { IncomeSource, SupportCategory } from '@app/outcomes';
import { SEED } from './county.js';
import type { DemoPlan } from './demo-plan.js';
import { Random } from './random.js';

/** What the offices know of one household of the demo. */
interface PlannedHousehold {
  readonly number: string;
  /** 9 digits. */
  readonly township: string;
  readonly categories: readonly { readonly category: SupportCategory; readonly fromOn: CivilDate; readonly toOn: CivilDate | null }[];
  readonly incomes: readonly { readonly year: number; readonly perHeadYuan: number; readonly source: IncomeSource; readonly on: CivilDate }[];
}

/** Made-up lines, made-up documents. */
interface PlannedLine {
  readonly of: 'province' | 'county';
  readonly perHeadYuan: number;
  readonly fromOn: CivilDate;
  readonly sourceDocument: string;
}

export interface HouseholdHistory {
  readonly households: readonly PlannedHousehold[];
  readonly lines: readonly PlannedLine[];
  readonly priorPays: readonly { readonly person: number; readonly payYuan: number; readonly on: CivilDate }[];
}

const CATEGORIES: readonly (readonly [SupportCategory | null, number])[] = [[null, 56], ['lifted-out', 30], ['monitored', 5], ['subsistence', 5], ['zero-employment', 4]];
const SOURCES: readonly (readonly [IncomeSource, number])[] = [['registry', 5], ['visit', 4], ['document', 1], ['self-report', 1]];

/** Plans what is known of the households: the day before the demo's day is the last on which anything was learned. */
export function planHouseholds({ people, classes, today }: Pick<DemoPlan, 'people' | 'classes' | 'today'>): HouseholdHistory {
  const year = Number(today.slice(0, 'yyyy'.length));
  const townships = new Map(people.flatMap(({ township, input }) => (input.household == null ? [] : [[input.household.number, township] as const])));
  const households = [...townships].sort(([a], [b]) => (a < b ? -1 : 1)).map(([number, township], i) => planHousehold(number, township, Random.of(SEED, 81, i), { year, today }));
  const lines: PlannedLine[] = [
    { of: 'province', perHeadYuan: 7_000, fromOn: `${year - 3}-01-01`, sourceDocument: '演示省标准（虚构）第 1 号' }, { of: 'province', perHeadYuan: 7_600, fromOn: `${year - 1}-01-01`, sourceDocument: '演示省标准（虚构）第 2 号' },
    { of: 'county', perHeadYuan: 7_800, fromOn: `${year - 1}-03-01`, sourceDocument: '演示县标准（虚构）第 1 号' },
  ];
  const priorPays = classes.flatMap(({ members, startsOn }) => members.flatMap(({ number: person }) => {
    const random = Random.of(SEED, 82, person);
    const on = addDays(startsOn, -random.between(5, 60));
    return random.chance(0.55) && on < today ? [{ person, payYuan: random.chance(0.3) ? 0 : random.between(12, 38) * 100, on }] : [];
  }));
  return { households, lines, priorPays };
}

function planHousehold(number: string, township: string, random: Random, { year, today }: { readonly year: number; readonly today: CivilDate }): PlannedHousehold {
  const category = random.weighted(CATEGORIES);
  const fromOn: CivilDate = category === 'lifted-out' ? `${year - 8}-12-31` : addDays(today, -random.between(200, 900));
  const toOn = category === 'zero-employment' && random.chance(0.4) ? addDays(today, -random.between(20, 150)) : null;
  const isKnown = category !== null || random.chance(0.35);
  const incomes = [year - 2, year - 1].flatMap((of) => {
    const on = addDays(`${of + 1}-01-10`, random.between(0, 70));
    const perHeadYuan = random.between(category === null ? 85 : 55, category === null ? 260 : 150) * 100;
    const source = random.weighted(SOURCES);
    return isKnown && on < today && random.chance(0.9) ? [{ year: of, perHeadYuan, source, on }] : [];
  });
  return { number, township, categories: category === null ? [] : [{ category, fromOn, toOn }], incomes };
}
