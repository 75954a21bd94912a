import type { Calendar, Day } from './calendar.js';
import { EXCLUSION_REASONS, type ClassFact, type EmploymentStartFact, type Fact, type FactKind, type OrderFact } from './fact.js';
import type { Instant } from './instant.js';
import { TextTable } from './text-table.js';

/** What facts can be about, each numbered by a table of its own. */
export type Subject = 'class' | 'employment' | 'order' | 'person' | 'fact';

/** The kinds of fact in the order of their codes, and what each is about. */
const SUBJECTS: Readonly<Record<FactKind, Subject>> = {
  class: 'class', enrolled: 'class', completed: 'class', certified: 'class', dropped: 'class', excluded: 'person', 'not-employed': 'person', 'employment-started': 'employment',
  'employment-ended': 'employment', evidence: 'employment', 'evidence-refused': 'employment', order: 'order', 'hired-from-order': 'order', retracted: 'fact',
};
const KINDS = Object.keys(SUBJECTS) as readonly FactKind[];
const CODES = Object.fromEntries(KINDS.map((kind, code) => [kind, code])) as Readonly<Record<FactKind, number>>;
const SUBJECT_OF_CODE = KINDS.map((kind) => SUBJECTS[kind]);
/** A fact that is about no person besides its subject. */
const NOBODY = -1;
const FIRST_ROWS = 64;

/** What a start says about the employment. */
export type JobTerms = Pick<EmploymentStartFact, 'type' | 'employer' | 'permanent' | 'pay' | 'contractMonths' | 'workplace'>;
/** What an order pledges. */
export type OrderTerms = Pick<OrderFact, 'seats' | 'pay' | 'contractMonths' | 'permanent'>;

/**
 * Facts as columns of numbers: a million facts as objects are most of a gigabyte, and their ids would be looked up again
 * for every report. Every id is looked up once, when the fact is added; afterwards it is a number.
 */
export class FactColumns {
  private codes = new Uint8Array(FIRST_ROWS);
  private days = new Int32Array(FIRST_ROWS);
  private instants = new Float64Array(FIRST_ROWS);
  private lines = new Float64Array(FIRST_ROWS);
  private ids = new Int32Array(FIRST_ROWS);
  private subjects = new Int32Array(FIRST_ROWS);
  private persons = new Int32Array(FIRST_ROWS);
  private values = new Int32Array(FIRST_ROWS);
  private count = 0;

  private readonly classes: ClassFact[] = [];
  private readonly terms: JobTerms[] = [];
  private readonly orders: OrderTerms[] = [];
  readonly tables: Readonly<Record<Subject, TextTable>> = { class: new TextTable(), employment: new TextTable(), order: new TextTable(), person: new TextTable(), fact: new TextTable() };

  constructor(private readonly calendar: Calendar) {}

  get size(): number {
    return this.count;
  }

  /** Adds a row. */
  add(fact: Fact, line: number): void {
    if (this.count === this.codes.length) this.double();
    const row = this.count;
    this.codes[row] = CODES[fact.kind];
    this.days[row] = this.calendar.day(fact.effectiveOn);
    this.instants[row] = fact.recordedAt;
    this.lines[row] = line;
    this.ids[row] = this.tables.fact.numberOf(fact.id);
    this.subjects[row] = this.subjectOf(fact);
    this.persons[row] = 'person' in fact ? this.tables.person.numberOf(fact.person) : NOBODY;
    this.values[row] = this.valueOf(fact);
    this.count += 1;
  }

  kind(row: number): FactKind {
    return KINDS[this.codes[row]!]!;
  }
  /** The table in which the row's subject is numbered. */
  subjectKind(row: number): Subject {
    return SUBJECT_OF_CODE[this.codes[row]!]!;
  }
  day(row: number): Day {
    return this.days[row]!;
  }
  recordedAt(row: number): Instant {
    return this.instants[row]!;
  }
  line(row: number): number {
    return this.lines[row]!;
  }
  /** Number of the fact's own id. */
  id(row: number): number {
    return this.ids[row]!;
  }
  /** Number of what the fact is about; of a retraction, of the fact that it retracts. */
  subject(row: number): number {
    return this.subjects[row]!;
  }
  subjectText(row: number): string {
    return this.tables[this.subjectKind(row)].textOf(this.subjects[row]!);
  }
  /** Number of the person. */
  person(row: number): number {
    return this.persons[row]!;
  }
  /** The level of an evidence fact; the place of an exclusion's reason in the list of reasons. */
  value(row: number): number {
    return this.values[row]!;
  }
  classFact(row: number): ClassFact {
    return this.classes[this.values[row]!]!;
  }
  jobTerms(row: number): JobTerms {
    return this.terms[this.values[row]!]!;
  }
  orderTerms(row: number): OrderTerms {
    return this.orders[this.values[row]!]!;
  }
  /** The employment that a hire led to; null: not said. */
  hiredInto(row: number): string | null {
    const number = this.values[row]!;
    return number === NOBODY ? null : this.tables.employment.textOf(number);
  }

  private subjectOf(fact: Fact): number {
    switch (fact.kind) {
      case 'class':
      case 'enrolled':
      case 'completed':
      case 'certified':
      case 'dropped':
        return this.tables.class.numberOf(fact.class);
      case 'excluded':
      case 'not-employed':
        return this.tables.person.numberOf(fact.person);
      case 'employment-started':
      case 'employment-ended':
      case 'evidence':
      case 'evidence-refused':
        return this.tables.employment.numberOf(fact.employment);
      case 'order':
      case 'hired-from-order':
        return this.tables.order.numberOf(fact.order);
      case 'retracted':
        return this.tables.fact.numberOf(fact.fact);
    }
  }

  private valueOf(fact: Fact): number {
    switch (fact.kind) {
      case 'class':
        return this.classes.push(fact) - 1;
      case 'employment-started': {
        const { type, employer, permanent, pay, contractMonths, workplace } = fact;
        return this.terms.push({ type, employer, permanent, pay, contractMonths, workplace }) - 1;
      }
      case 'evidence':
      case 'evidence-refused':
        return fact.level;
      case 'order': {
        const { seats, pay, contractMonths, permanent } = fact;
        return this.orders.push({ seats, pay, contractMonths, permanent }) - 1;
      }
      case 'hired-from-order':
        return fact.into == null ? NOBODY : this.tables.employment.numberOf(fact.into);
      case 'excluded':
        return EXCLUSION_REASONS.indexOf(fact.reason);
      default:
        return 0;
    }
  }

  private double(): void {
    this.codes = doubled(this.codes, Uint8Array);
    this.days = doubled(this.days, Int32Array);
    this.instants = doubled(this.instants, Float64Array);
    this.lines = doubled(this.lines, Float64Array);
    this.ids = doubled(this.ids, Int32Array);
    this.subjects = doubled(this.subjects, Int32Array);
    this.persons = doubled(this.persons, Int32Array);
    this.values = doubled(this.values, Int32Array);
  }
}

function doubled<T extends { readonly length: number; set(from: T): void }>(column: T, Column: new (length: number) => T): T {
  const larger = new Column(2 * column.length);
  larger.set(column);
  return larger;
}
