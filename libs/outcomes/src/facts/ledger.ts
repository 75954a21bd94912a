import type { CivilDate, FieldFault } from '@app/kernel';
import { Calendar } from './calendar.js';
import type { Fact } from './fact.js';
import { CIRCULAR_RETRACTION, resolveForce, type Viewpoint } from './force.js';
import { buildHistories, type Histories } from './histories.js';
import type { Instant } from './instant.js';
import { readFact, type DeclaringKind, type LedgerEntry } from './read-fact.js';

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
  private readonly entries: LedgerEntry[] = [];
  private readonly ids = new Set<string>();
  private readonly repeatedIds = new Set<string>();
  /** What facts can name, in force or not. */
  private readonly declared: Readonly<Record<DeclaringKind, Set<string>>> = { class: new Set(), 'employment-started': new Set(), order: new Set() };

  /** Adds a fact already in its form. `line` is what faults name; by default the position, from 1. */
  add(fact: Fact, line = this.entries.length + 1): void {
    this.entries.push({ line, fact });
    this.noteId(fact.id);
    if (fact.kind === 'class') this.declared.class.add(fact.class);
    else if (fact.kind === 'employment-started') this.declared['employment-started'].add(fact.employment);
    else if (fact.kind === 'order') this.declared.order.add(fact.order);
  }

  /** Reads a record and adds it. One that cannot be read is a fault of every slice in which it would be in force. */
  addRecord(record: unknown, line = this.entries.length + 1): void {
    const reading = readFact(record, this.calendar);
    if ('fact' in reading) return this.add(reading.fact, line);
    this.entries.push({ line, unreadable: reading.unreadable });
    if (reading.unreadable.id !== null) this.noteId(reading.unreadable.id);
    const { declares } = reading.unreadable;
    if (declares !== null) this.declared[declares.kind].add(declares.id);
  }

  /** The ledger as of one day, as known by one instant. */
  at(query: LedgerQuery): LedgerSlice {
    const view: Viewpoint = { asOf: this.calendar.day(query.asOf), knownBy: query.knownBy ?? Number.POSITIVE_INFINITY };
    const force = resolveForce(this.entries, view, this.calendar);
    const faults: LedgerFault[] = force.circular.map((entry) => ({ line: entry.line, ...CIRCULAR_RETRACTION }));
    const inForce: { readonly line: number; readonly fact: Fact }[] = [];
    const idsInForce = new Set<string>();
    for (const entry of this.entries) {
      this.checkReference(entry, faults);
      if (!force.isInForce(entry)) continue;
      this.checkId(entry, idsInForce, faults);
      if ('fact' in entry) inForce.push(entry);
      else faults.push(...entry.unreadable.faults.map((fault) => ({ line: entry.line, ...fault })));
    }
    const histories = buildHistories(inForce, this.calendar, (line, fault) => faults.push({ line, ...fault }));
    faults.sort((a, b) => a.line - b.line);
    return { ...histories, asOf: query.asOf, knownBy: query.knownBy ?? null, faults };
  }

  private noteId(id: string): void {
    if (this.ids.has(id)) this.repeatedIds.add(id);
    else this.ids.add(id);
  }

  private checkId(entry: LedgerEntry, idsInForce: Set<string>, faults: LedgerFault[]): void {
    const id = 'fact' in entry ? entry.fact.id : entry.unreadable.id;
    if (id === null || !this.repeatedIds.has(id)) return;
    if (idsInForce.has(id)) faults.push({ line: entry.line, path: '$.id', message: `事实编号重复：${id}` });
    idsInForce.add(id);
  }

  /** A reference must be answered by the whole ledger: by any fact, in force or not. */
  private checkReference(entry: LedgerEntry, faults: LedgerFault[]): void {
    if (!('fact' in entry)) return;
    const { fact, line } = entry;
    switch (fact.kind) {
      case 'enrolled':
      case 'completed':
      case 'certified':
      case 'dropped':
        if (!this.declared.class.has(fact.class)) faults.push({ line, path: '$.class', message: `没有这个班次：${fact.class}` });
        return;
      case 'employment-ended':
      case 'evidence':
      case 'evidence-refused':
        if (!this.declared['employment-started'].has(fact.employment)) faults.push({ line, path: '$.employment', message: `没有这条就业记录：${fact.employment}` });
        return;
      case 'hired-from-order':
        if (!this.declared.order.has(fact.order)) faults.push({ line, path: '$.order', message: `没有这个订单：${fact.order}` });
        return;
      case 'retracted':
        if (!this.ids.has(fact.fact)) faults.push({ line, path: '$.fact', message: `没有这条事实：${fact.fact}` });
        return;
      case 'class':
      case 'employment-started':
      case 'order':
      case 'excluded':
      case 'not-employed':
        return;
    }
  }
}
