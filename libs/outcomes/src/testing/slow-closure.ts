import { addDays } from '@app/kernel';
import type { IncomeRecord, LineRecord, MembershipRecord, SupportRecord } from '../closure/records.js';
import type { RawFact } from './slow-oracle.js';

/** Books of households as raw records. */
export interface RawBooks {
  readonly incomes: readonly IncomeRecord[];
  readonly lines: readonly LineRecord[];
  readonly memberships: readonly MembershipRecord[];
  readonly supports: readonly SupportRecord[];
  /** Person → day; null: no book says. */
  readonly paid: Readonly<Record<string, string>> | null;
}

type States = Readonly<Record<'trained' | 'paid' | 'employed' | 'income', string>>;

/** A second, slow implementation of the four steps, for tests only: on raw records, dates as text, day by day. */
export class SlowClosure {
  private readonly facts: readonly RawFact[];

  constructor(all: readonly RawFact[], private readonly books: RawBooks, private readonly asOf: string, private readonly knownBy: number | null) {
    const known = all.filter((fact) => knownBy === null || Date.parse(fact.recordedAt) * 1000 <= knownBy);
    const isRetracted = (fact: RawFact): boolean => known.some((other) => other.kind === 'retracted' && other['fact'] === fact.id && !isRetracted(other));
    this.facts = known.filter((fact) => fact.kind !== 'retracted' && fact.effectiveOn <= asOf && !isRetracted(fact));
  }

  /** State by state of everybody who joined or completed a counted class. */
  persons(): Record<string, States & { excluded: boolean }> {
    const people = [...new Set(this.attendances().map((fact) => fact['person'] as string))].sort();
    return Object.fromEntries(people.map((person) => [person, this.person(person)]));
  }

  householdOf(person: string): string | null {
    const own = this.books.memberships.filter((record) => record.person === person && this.isKnown(record)).sort((a, b) => a.effectiveOn.localeCompare(b.effectiveOn) || a.recordedAt - b.recordedAt);
    return (own.filter(({ effectiveOn }) => effectiveOn <= this.asOf).at(-1) ?? own[0])?.household ?? null;
  }

  private person(person: string): States & { excluded: boolean } {
    const start = this.start(person);
    const employed = this.employed(person, start);
    const excluded = employed !== 'done' && this.facts.some((fact) => fact.kind === 'excluded' && fact['person'] === person);
    return { trained: this.trained(person, start), paid: this.paid(person, start), employed, income: this.income(person, start), excluded };
  }

  private attendances(): RawFact[] {
    const isCounted = (id: unknown): boolean => this.facts.some((fact) => fact.kind === 'class' && fact['class'] === id && fact['onTheJob'] !== true && fact['outreach'] !== true);
    return this.facts.filter((fact) => ['enrolled', 'completed', 'certified'].includes(fact.kind) && isCounted(fact['class']));
  }

  private start(person: string): string | null {
    return this.attendances().filter((fact) => fact['person'] === person && fact.kind !== 'enrolled').map((fact) => fact.effectiveOn).sort()[0] ?? null;
  }

  private trained(person: string, start: string | null): string {
    if (start !== null) return 'done';
    const isSitting = this.attendances().filter((fact) => fact['person'] === person).some((fact) => {
      const ends = this.facts.find((other) => other.kind === 'class' && other['class'] === fact['class'])!['endsOn'] as string;
      return this.asOf <= ends && !this.facts.some((other) => other.kind === 'dropped' && other['person'] === person && other['class'] === fact['class']);
    });
    return isSitting ? 'not-due' : 'open';
  }

  private paid(person: string, start: string | null): string {
    const on = this.books.paid?.[person];
    if (on !== undefined && on <= this.asOf) return 'done';
    if (start === null) return 'not-due';
    if (this.books.paid === null) return 'unknown';
    return this.asOf < addDays(start, 180 + 30) ? 'not-due' : 'open';
  }

  private employed(person: string, start: string | null): string {
    if (start === null) return 'not-due';
    const jobs = this.facts.filter((fact) => fact.kind === 'employment-started' && fact['person'] === person && this.level(fact) >= 2);
    const headline = jobs.filter((job) => ['wage', 'self-employment'].includes(job['type'] as string));
    if (headline.some((job) => this.daysOf(job, start) >= 90)) return 'done';
    if (this.asOf < addDays(start, 180 + 89 + 30)) return 'not-due';
    if (jobs.some((job) => this.daysOf(job, start) > 0)) return 'open';
    return this.facts.some((fact) => fact.kind === 'not-employed' && fact['person'] === person && fact.effectiveOn >= start) ? 'open' : 'unknown';
  }

  /** Days from the start to the day of the question on which a job was held, one by one. */
  private daysOf(job: RawFact, start: string): number {
    const ends = this.facts.filter((fact) => fact.kind === 'employment-ended' && fact['employment'] === job['employment']).map((fact) => fact.effectiveOn).sort()[0] ?? '9999-12-31';
    let days = 0;
    for (let day = job.effectiveOn > start ? job.effectiveOn : start; day <= ends && day <= this.asOf; day = addDays(day, 1)) days += 1;
    return days;
  }

  private level(job: RawFact): number {
    const count = (kind: string, level: number): number => this.facts.filter((fact) => fact.kind === kind && fact['employment'] === job['employment'] && fact['level'] === level).length;
    return [3, 2, 1].find((level) => count('evidence', level) > 0 && count('evidence-refused', level) < 2) ?? 0;
  }

  private income(person: string, start: string | null): string {
    if (start === null) return 'not-due';
    const household = this.householdOf(person);
    const from = Number(start.slice(0, 4));
    const own = this.inForce(this.books.incomes).filter((income) => income.household === household && income.year >= from && income.source !== 'self-report');
    if (own.length === 0) return this.asOf <= `${from + 1}-03-31` ? 'not-due' : 'unknown';
    const year = Math.max(...own.map((income) => income.year));
    const ofYear = own.filter((income) => income.year === year).sort((a, b) => a.effectiveOn.localeCompare(b.effectiveOn) || a.recordedAt - b.recordedAt || a.id.localeCompare(b.id)).at(-1)!;
    const lines = this.inForce(this.books.lines).filter((line) => line.effectiveOn <= `${year}-12-31`);
    const ofCounty = lines.filter((line) => line.region !== '420000000000');
    const line = (ofCounty.length > 0 ? ofCounty : lines).sort((a, b) => a.effectiveOn.localeCompare(b.effectiveOn) || a.recordedAt - b.recordedAt || a.id.localeCompare(b.id)).at(-1);
    return line === undefined ? 'unknown' : ofYear.perHeadYuan > line.perHeadYuan ? 'done' : 'open';
  }

  private inForce<T extends IncomeRecord | LineRecord>(records: readonly T[]): T[] {
    return records.filter((record) => record.retracts === null && this.isKnown(record) && record.effectiveOn <= this.asOf && !records.some((other) => other.retracts === record.id && this.isKnown(other)));
  }

  private isKnown({ recordedAt }: { readonly recordedAt: number }): boolean {
    return this.knownBy === null || recordedAt <= this.knownBy;
  }
}
