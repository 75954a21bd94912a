import { addDays, type CivilDate } from '@app/kernel';
import { EXCLUSION_REASONS } from '../facts/fact.js';
import { addMonths, quarterOf } from './oracle-calendar.js';

/**
 * A second, slow implementation of the named rates, for tests only. It shares no rule with the library: it works on
 * the raw records, on dates as text and day by day, sentence by sentence of the contract.
 */
export type RawFact = Readonly<Record<string, unknown>> & { readonly id: string; readonly kind: string; readonly effectiveOn: string; readonly recordedAt: string };

export interface OracleQuery {
  readonly asOf: CivilDate;
  readonly knownBy: string | null;
  readonly rules: readonly string[];
  readonly from: string | null;
  readonly to: string | null;
  readonly by: string | null;
  /** Whether officers see it (nothing hidden). */
  readonly isRaw: boolean;
}

interface Unit {
  readonly person: string;
  readonly class: string;
  readonly start: CivilDate;
  readonly cohortDate: CivilDate;
}

type Outcome = { readonly standing: 'immature' | 'excluded' | 'outside' | 'yes' | 'no' | 'unknown'; readonly reason?: string; readonly level?: number | null };

const HEADLINE = ['wage', 'self-employment'];
const LAST_DAYS_AFTER: Readonly<Record<string, number>> = { R1: 180, 'R2@90': 90, 'R2@180': 180, 'R2@365': 365, R3: 180, R5: 180, R7: 180, R8: 269 };

/** The rows of the `rates` command, without the wording of messages. */
export function slowRates(all: readonly RawFact[], query: OracleQuery): unknown[] {
  const oracle = new SlowOracle(all, query);
  return query.rules.flatMap((rule) => oracle.rows(rule));
}

class SlowOracle {
  private readonly facts: readonly RawFact[];
  private readonly answers = new Map<string, readonly RawFact[]>();

  constructor(
    all: readonly RawFact[],
    private readonly query: OracleQuery,
  ) {
    const known = all.filter((fact) => query.knownBy === null || Date.parse(fact.recordedAt) <= Date.parse(query.knownBy));
    const isRetracted = (fact: RawFact): boolean => known.some((other) => other.kind === 'retracted' && other['fact'] === fact.id && !isRetracted(other));
    this.facts = known.filter((fact) => fact.kind !== 'retracted' && fact.effectiveOn <= query.asOf && !isRetracted(fact));
  }

  rows(rule: string): unknown[] {
    if (rule === 'R4') return [this.pledgeRow()];
    const courses = this.personCourses(rule);
    const persons = courses.filter((unit) => this.isFirst(unit, courses));
    const total = this.row(rule, {}, persons, courses);
    const rows = [total.n >= 1 && total.n <= 19 ? this.hidden(total) : total];
    const { by } = this.query;
    if (by === null) return rows;
    const keys = [...new Set(courses.map((unit) => this.key(unit, by)))].sort();
    const cells = keys.map((key) =>
      this.row(rule, { [by]: key }, persons.filter((unit) => this.key(unit, by) === key), courses.filter((unit) => this.key(unit, by) === key)),
    );
    const small = cells.filter((cell) => cell.n >= 1 && cell.n <= 19);
    if (small.length === 1) {
      const rest = cells.filter((cell) => cell.n >= 1 && cell !== small[0]);
      const least = Math.min(...rest.map((cell) => cell.n));
      small.push(...rest.filter((cell) => cell.n === least).slice(0, 1));
    }
    return [...rows, ...cells.map((cell) => (small.includes(cell) ? this.hidden(cell) : cell))];
  }

  private of(kind: string, field: string, value: unknown): readonly RawFact[] {
    const question = JSON.stringify([kind, field, value]);
    const answer = this.answers.get(question) ?? this.facts.filter((fact) => fact.kind === kind && fact[field] === value);
    this.answers.set(question, answer);
    return answer;
  }

  private dates(kind: string, person: string, classId: string): string[] {
    return this.of(kind, 'person', person).filter((fact) => fact['class'] === classId).map((fact) => fact.effectiveOn).sort();
  }

  private completionOf(person: string, classId: string): string | undefined {
    return [...this.dates('completed', person, classId), ...this.dates('certified', person, classId)].sort()[0];
  }

  private personCourses(rule: string): Unit[] {
    const persons = new Set(this.facts.flatMap((fact) => (typeof fact['person'] === 'string' ? [fact['person']] : [])));
    const units: Unit[] = [];
    for (const classFact of this.facts.filter((fact) => fact.kind === 'class')) {
      if (classFact['onTheJob'] === true || classFact['outreach'] === true) continue;
      const id = classFact['class'] as string;
      for (const person of persons) {
        const completion = this.completionOf(person, id);
        if (rule !== 'R5') {
          if (completion !== undefined) units.push({ person, class: id, start: completion, cohortDate: completion });
          continue;
        }
        const isOnRoll = this.dates('enrolled', person, id).some((day) => day <= classFact.effectiveOn) && !this.dates('dropped', person, id).some((day) => day < classFact.effectiveOn);
        if (isOnRoll) units.push({ person, class: id, start: completion ?? (classFact['endsOn'] as string), cohortDate: classFact.effectiveOn });
      }
    }
    const { from, to } = this.query;
    return units.filter((unit) => from === null || to === null || (unit.cohortDate >= `${from}-01` && unit.cohortDate < `${addMonths(to, 1)}-01`));
  }

  private isFirst(unit: Unit, courses: readonly Unit[]): boolean {
    return courses.every((other) => other.person !== unit.person || other.cohortDate > unit.cohortDate || (other.cohortDate === unit.cohortDate && other.class >= unit.class));
  }

  private key(unit: Unit, by: string): string {
    const value = String(this.of('class', 'class', unit.class)[0]![by]);
    return by === 'region' ? value.padEnd(12, '0') : value;
  }

  /** Level of an employment: the highest shown that was not refused twice. */
  private level(job: RawFact): number {
    const shown = this.of('evidence', 'employment', job['employment']).map((fact) => fact['level'] as number);
    const refused = this.of('evidence-refused', 'employment', job['employment']).map((fact) => fact['level'] as number);
    return [3, 2, 1, 0].find((level) => shown.includes(level) && refused.filter((other) => other === level).length < 2) ?? 0;
  }

  private lastDay(job: RawFact): string {
    return this.of('employment-ended', 'employment', job['employment']).map((fact) => fact.effectiveOn).sort()[0] ?? '9999-12-31';
  }

  private covers(job: RawFact, day: string): boolean {
    return job.effectiveOn <= day && day <= this.lastDay(job);
  }

  /** The days inside the horizon of a rule, one by one. */
  private horizonDays(rule: string, start: string): string[] {
    if (rule === 'R6Q2') return quarterOf(start, 2);
    if (rule === 'R6Q4' || rule === 'R6S') return quarterOf(start, 4);
    if (rule === 'R3') return [addDays(start, 180)];
    if (rule.startsWith('R2@')) return [addDays(start, Number(rule.slice(3)))];
    return Array.from({ length: 181 }, (_, i) => addDays(start, i));
  }

  private jobsOn(person: string, days: readonly string[]): RawFact[] {
    return this.of('employment-started', 'person', person).filter((job) => days.some((day) => this.covers(job, day)));
  }

  private provenHeadline(person: string, days: readonly string[]): RawFact[] {
    return this.jobsOn(person, days).filter((job) => HEADLINE.includes(job['type'] as string) && this.level(job) >= 2);
  }

  private nameOne(jobs: readonly RawFact[]): RawFact | undefined {
    const length = (job: RawFact): number => Date.parse(this.lastDay(job)) - (this.lastDay(job) === '9999-12-31' ? 0 : Date.parse(job.effectiveOn));
    const permanent = jobs.filter((job) => job['permanent'] === true);
    const rest = permanent.length > 0 ? permanent : jobs;
    const longest = rest.filter((job) => length(job) === Math.max(...rest.map(length)));
    const earliest = longest.filter((job) => longest.every((other) => job.effectiveOn <= other.effectiveOn));
    return earliest.find((job) => earliest.every((other) => (job['employment'] as string) <= (other['employment'] as string)));
  }

  private isSameEmployer(a: RawFact, b: RawFact): boolean {
    return a['employment'] === b['employment'] || (a['employer'] !== null && a['employer'] === b['employer']);
  }

  private exclusion(person: string, until: string): RawFact | undefined {
    const sorted = [...this.of('excluded', 'person', person)].sort(
      (a, b) => a.effectiveOn.localeCompare(b.effectiveOn) || EXCLUSION_REASONS.indexOf(a['reason'] as 'death') - EXCLUSION_REASONS.indexOf(b['reason'] as 'death'),
    );
    return sorted[0] !== undefined && sorted[0].effectiveOn <= until ? sorted[0] : undefined;
  }

  private outcome(rule: string, { person, start }: Unit): Outcome {
    const days = this.horizonDays(rule, start);
    const last = LAST_DAYS_AFTER[rule] === undefined ? days.at(-1)! : addDays(start, LAST_DAYS_AFTER[rule]);
    if (this.query.asOf < addDays(last, 30)) return { standing: 'immature' };
    const exclusion = this.exclusion(person, last);
    if (exclusion !== undefined && rule !== 'R5' && rule !== 'R7') return { standing: 'excluded', reason: exclusion['reason'] as string };
    const proven = this.provenHeadline(person, days);
    let isIn = proven.length > 0;
    if (rule === 'R3') {
      const named = this.nameOne(this.provenHeadline(person, [addDays(start, 90)]));
      if (named === undefined) return { standing: 'outside' };
      isIn = proven.some((job) => this.isSameEmployer(named, job));
    }
    if (rule === 'R6S') {
      const before = this.provenHeadline(person, quarterOf(start, 2));
      if (before.length === 0) return { standing: 'outside' };
      isIn = proven.some((job) => before.some((other) => this.isSameEmployer(other, job)));
    }
    if (rule === 'R8') isIn = proven.some((job) => this.coversNinetyDays(job, start));
    if (rule === 'R7' && exclusion?.['reason'] === 'further-study') isIn = true;
    const levels = this.jobsOn(person, days).filter((job) => HEADLINE.includes(job['type'] as string)).map((job) => this.level(job));
    const level = levels.length === 0 ? null : Math.max(...levels);
    if (isIn) return { standing: 'yes', level };
    const isKnown =
      this.of('not-employed', 'person', person).some((fact) => fact.effectiveOn >= start && fact.effectiveOn <= last) ||
      this.jobsOn(person, days).some((job) => this.level(job) >= 2) ||
      (rule === 'R7' && exclusion !== undefined);
    return { standing: isKnown ? 'no' : 'unknown', level };
  }

  private coversNinetyDays(job: RawFact, start: string): boolean {
    const first = job.effectiveOn > start ? job.effectiveOn : start;
    return Array.from({ length: 90 }, (_, i) => addDays(first, i)).every((day) => this.covers(job, day));
  }

  private row(rule: string, by: object, persons: readonly Unit[], courses: readonly Unit[]): Row {
    const outcomes = persons.map((unit) => this.outcome(rule, unit));
    const counted = (list: readonly Outcome[]): Outcome[] => list.filter(({ standing }) => standing === 'yes' || standing === 'no' || standing === 'unknown');
    const n = counted(outcomes).length;
    const numerator = outcomes.filter(({ standing }) => standing === 'yes').length;
    const unknown = outcomes.filter(({ standing }) => standing === 'unknown').length;
    const excluded: Record<string, number> = {};
    for (const reason of EXCLUSION_REASONS) {
      const count = outcomes.filter((outcome) => outcome.reason === reason).length;
      if (count > 0) excluded[reason] = count;
    }
    const atLevel = (level: number): number => counted(outcomes).filter((outcome) => outcome.level === level).length;
    const courseOutcomes = courses.map((unit) => this.outcome(rule, unit));
    const courseN = counted(courseOutcomes).length;
    const fewest = this.query.isRaw ? 1 : 20;
    const courseNumerator = courseOutcomes.filter(({ standing }) => standing === 'yes').length;
    return {
      rule, by, n, numerator, rate: share(numerator, n), low: share(numerator, n), high: share(numerator + unknown, n), wilson: wilson(numerator, n), suppressed: false,
      immature: outcomes.filter(({ standing }) => standing === 'immature').length,
      excluded,
      evidence: { E0: atLevel(0), E1: atLevel(1), E2: atLevel(2), E3: atLevel(3) },
      personCourses: { n: courseN, numerator: courseN < fewest ? null : courseNumerator, rate: courseN < fewest ? null : share(courseNumerator, courseN) },
    };
  }

  private hidden(row: Row): Row {
    if (this.query.isRaw) return row;
    return {
      ...row, numerator: null, rate: null, low: null, high: null, wilson: null, suppressed: true, excluded: null, evidence: null,
      personCourses: { n: row.personCourses.n, numerator: null, rate: null },
    };
  }

  private pledgeRow(): unknown {
    const { from, to } = this.query;
    const orders = this.facts.filter((fact) => fact.kind === 'order' && (from === null || to === null || (fact.effectiveOn.slice(0, 7) >= from && fact.effectiveOn.slice(0, 7) <= to)));
    let n = 0;
    let numerator = 0;
    for (const order of orders) {
      const hired = new Set(this.of('hired-from-order', 'order', order['order']).map((fact) => fact['person']));
      n += order['seats'] as number;
      numerator += Math.min(order['seats'] as number, hired.size);
    }
    return {
      rule: 'R4', by: {}, n, numerator, rate: share(numerator, n), low: null, high: null, wilson: null, suppressed: false, immature: 0, excluded: {}, evidence: null, personCourses: null,
    };
  }
}

interface Row {
  readonly rule: string;
  readonly n: number;
  readonly personCourses: { readonly n: number; readonly numerator: number | null; readonly rate: number | null };
  readonly [more: string]: unknown;
}

/** Half-up to a hundredth of a percent by looking for the nearest hundredth. */
function share(part: number, whole: number): number | null {
  if (whole === 0) return null;
  let hundredths = 0;
  // The largest h with h − 1/2 ≤ 10000 · part / whole.
  while ((2 * (hundredths + 1) - 1) * whole <= 20_000 * part) hundredths += 1;
  return hundredths / 100;
}

function wilson(k: number, n: number): [number, number] | null {
  if (n === 0) return null;
  const z = 1.959963984540054;
  const p = k / n;
  const bound = (sign: 1 | -1): number => (p + (z * z) / (2 * n) + sign * z * Math.sqrt((p * (1 - p) + (z * z) / (4 * n)) / n)) / (1 + (z * z) / n);
  const percent = (x: number): number => Math.floor(Math.min(1, Math.max(0, x)) * 10_000 + 0.5) / 100;
  return [percent(bound(-1)), percent(bound(1))];
}
