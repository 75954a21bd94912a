import type { CatalogueCourse } from '@app/catalogue';
import type { PresentedRate } from '@app/outcomes';
import { rankSpecialities, type RankedSpeciality } from './rank-specialities.js';
import { standingOf, STARTUP_RULES, teachingDays, type ShownRate, type SpecialityFacts, type SpecialityStanding } from './speciality.js';

/** A course of the catalogue as a county's board shows it. */
export interface SpecialityLine extends SpecialityFacts, RankedSpeciality {
  readonly courseId: string;
  readonly name: string;
  readonly occupation: string | null;
  readonly department: string | null;
  readonly days: number | null;
  readonly standing: SpecialityStanding;
}

export interface BoardFacts {
  readonly courses: readonly Omit<CatalogueCourse, 'skills'>[];
  /** Null: no shortage board. */
  readonly fills: ReadonlyMap<string, number> | null;
  /** By the rule's id, the county first. */
  readonly rates: ReadonlyMap<string, readonly PresentedRate[]>;
  readonly pledges: ReadonlyMap<string, SpecialityFacts['pledges']>;
}

const SETTLEMENT = 'R5';
const RETENTION = 'R2@180';
const NO_PLEDGES: SpecialityFacts['pledges'] = { orders: 0, seats: 0, hired: 0 };
const NOBODY: ShownRate = { n: 0, numerator: null, rate: null, interval: null, immature: 0, message: '还没有到期的人' };

/** The county's own rates. */
export function countyRates(rates: BoardFacts['rates']): { readonly settlement: ShownRate; readonly retention: ShownRate } {
  const ofCounty = (rule: string): ShownRate => shown(rates.get(rule)?.find(({ by }) => by.course === undefined));
  return { settlement: ofCounty(SETTLEMENT), retention: ofCounty(RETENTION) };
}

/** Every course of the catalogue with what is known of it, ranked. */
export function specialityLines({ courses, fills, rates, pledges }: BoardFacts): SpecialityLine[] {
  const cells = new Map([...rates].map(([rule, rows]) => [rule, new Map(rows.map((row) => [row.by.course, row]))]));
  const rateOf = (rule: string, course: string): ShownRate => shown(cells.get(rule)?.get(course));
  const facts = new Map(courses.map(({ id, programme, theoryHours, practiceHours }): [string, SpecialityFacts] => [id, {
    courseId: id, programme, hours: { theory: theoryHours, practice: practiceHours }, fills: fills === null ? null : (fills.get(id) ?? 0), settlement: rateOf(SETTLEMENT, id), retention: rateOf(RETENTION, id),
    startup180: rateOf(STARTUP_RULES[0].id, id), startup365: rateOf(STARTUP_RULES[1].id, id), pledges: pledges.get(id) ?? NO_PLEDGES,
  }]));
  const ofCounty = countyRates(rates).retention;
  const courseOf = new Map(courses.map((course) => [course.id, course]));
  return rankSpecialities([...facts.values()]).map((ranked) => {
    const [own, course] = [facts.get(ranked.courseId)!, courseOf.get(ranked.courseId)!];
    return { ...own, ...ranked, name: course.name, occupation: course.occupation, department: course.department, days: teachingDays(own.hours), standing: standingOf(own.retention, ofCounty) };
  });
}

function shown(rate: PresentedRate | undefined): ShownRate {
  if (rate === undefined || (rate.n === 0 && rate.immature === 0)) return NOBODY;
  const { n, numerator, wilson, immature, message } = rate;
  return { n, numerator, rate: rate.rate, interval: wilson, immature, message: message ?? (n === 0 ? NOBODY.message : null) };
}
