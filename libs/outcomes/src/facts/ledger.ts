import type { CivilDate, FieldFault } from '@app/kernel';
import { Calendar } from './calendar.js';
import type { Fact } from './fact.js';
import { FactColumns } from './fact-columns.js';
import { CIRCULAR_RETRACTION, resolveForce, type Force, type Viewpoint } from './force.js';
import { buildHistories, type Histories } from './histories.js';
import type { Instant } from './instant.js';
import { readFact, type UnreadableEntry } from './read-fact.js';

/** What is wrong with one line of a ledger. */
export interface LedgerFault extends FieldFault {
  readonly line: number;
}

/** The two dates of a report. */
export interface LedgerQuery {
  /** Facts effective on or before this day. */
  readonly asOf: CivilDate;
  /** Facts recorded at or before this instant; null or absent: all. */
  readonly knownBy?: Instant | null;
}

/** The ledger as it stood at a viewpoint. Figures are computed only from a slice without faults. */
export interface LedgerSlice extends Histories {
  readonly asOf: CivilDate;
  readonly knownBy: Instant | null;
  /** By line; empty when the ledger can be counted. */
  readonly faults: readonly LedgerFault[];
}

/**
 * An append-only ledger of facts, in any order. It keeps everything that was added and answers for any pair of dates.
 * Source of the rules: the contract on employment rates, "Facts", and the faults of the `rates` command.
 */
export class FactLedger {
  private readonly calendar = new Calendar();
  private readonly columns = new FactColumns(this.calendar);
  private readonly unreadables: UnreadableEntry[] = [];
  /** How often each id was given to a fact, at most 2: never (only named by a retraction), once, again. */
  private uses = new Uint8Array(0);
  /** What facts can name, in force or not, by number. */
  private readonly declared: Readonly<Record<DeclaringSubject, Set<number>>> = { class: new Set(), employment: new Set(), order: new Set() };

  /** Adds a fact already in its form. `line` is what faults name; by default the position, from 1. */
  add(fact: Fact, line = this.nextLine()): void {
    this.columns.add(fact, line);
    const row = this.columns.size - 1;
    this.noteUse(this.columns.id(row));
    if (fact.kind === 'class') this.declared.class.add(this.columns.subject(row));
    else if (fact.kind === 'employment-started') this.declared.employment.add(this.columns.subject(row));
    else if (fact.kind === 'order') this.declared.order.add(this.columns.subject(row));
  }

  /** Reads a record and adds it. One that cannot be read is a fault of every slice in which it would be in force. */
  addRecord(record: unknown, line = this.nextLine()): void {
    const reading = readFact(record, this.calendar);
    if ('fact' in reading) return this.add(reading.fact, line);
    const { unreadable } = reading;
    const id = unreadable.id === null ? null : this.columns.tables.fact.numberOf(unreadable.id);
    this.unreadables.push({ line, id, unreadable });
    if (id !== null) this.noteUse(id);
    if (unreadable.declares === null) return;
    const subject = unreadable.declares.kind === 'employment-started' ? 'employment' : unreadable.declares.kind;
    this.declared[subject].add(this.columns.tables[subject].numberOf(unreadable.declares.id));
  }

  /** The ledger as of one day, as known by one instant. */
  at(query: LedgerQuery): LedgerSlice {
    const view: Viewpoint = { asOf: this.calendar.day(query.asOf), knownBy: query.knownBy ?? Number.POSITIVE_INFINITY };
    const force = resolveForce({ columns: this.columns, unreadables: this.unreadables }, view, this.calendar);
    const faults: LedgerFault[] = force.circularLines.map((line) => ({ line, ...CIRCULAR_RETRACTION }));
    this.checkReferences(faults);
    this.checkIds(force, faults);
    for (const { line, unreadable } of force.unreadables) faults.push(...unreadable.faults.map((fault) => ({ line, ...fault })));
    const histories = buildHistories(this.columns, force.rows, this.calendar, (line, fault) => faults.push({ line, ...fault }));
    faults.sort((a, b) => a.line - b.line);
    return { ...histories, asOf: query.asOf, knownBy: query.knownBy ?? null, faults };
  }

  private nextLine(): number {
    return this.columns.size + this.unreadables.length + 1;
  }

  private noteUse(id: number): void {
    if (id >= this.uses.length) {
      const longer = new Uint8Array(2 * (id + 1));
      longer.set(this.uses);
      this.uses = longer;
    }
    this.uses[id] = Math.min(2, this.uses[id]! + 1);
  }

  /** Of several facts of one id in force, all but the first to be added are faults. */
  private checkIds(force: Force, faults: LedgerFault[]): void {
    const seen = new Map<number, number>();
    const lines: { readonly id: number; readonly line: number }[] = [];
    for (let row = 0; row < this.columns.size; row++) {
      if (force.rows[row] === 1 && this.uses[this.columns.id(row)] === 2) lines.push({ id: this.columns.id(row), line: this.columns.line(row) });
    }
    for (const { id, line } of force.unreadables) if (id !== null && this.uses[id] === 2) lines.push({ id, line });
    for (const { id, line } of lines.sort((a, b) => a.line - b.line)) {
      if (seen.has(id)) faults.push({ line, path: '$.id', message: `事实编号重复：${this.columns.tables.fact.textOf(id)}` });
      seen.set(id, line);
    }
  }

  /** A reference must be answered by the whole ledger: by any fact, in force or not. */
  private checkReferences(faults: LedgerFault[]): void {
    const { columns } = this;
    for (let row = 0; row < columns.size; row++) {
      const subject = columns.subjectKind(row);
      if (subject === 'person') continue;
      const number = columns.subject(row);
      if (subject === 'fact' ? (this.uses[number] ?? 0) > 0 : this.declared[subject].has(number)) continue;
      faults.push({ line: columns.line(row), path: `$.${subject}`, message: `${MISSING[subject]}：${columns.subjectText(row)}` });
    }
  }
}

type DeclaringSubject = 'class' | 'employment' | 'order';
const MISSING: Readonly<Record<DeclaringSubject | 'fact', string>> = { class: '没有这个班次', employment: '没有这条就业记录', order: '没有这个订单', fact: '没有这条事实' };
