import { addDays, type CivilDate } from '@app/kernel';
import type { Fact } from '@app/outcomes';
import type { Random } from './random.js';

/** What a fact of evidence rests on: a row of `evidence_details`. */
export interface EvidenceForm {
  readonly form: 'self-report' | 'visit' | 'call' | 'contract' | 'licence' | 'site-attendance' | 'social-insurance' | 'wage-record';
  readonly contractNumber?: string;
  readonly signedOn?: CivilDate;
  readonly contractMonths?: number;
  readonly confirmedBy?: string;
  readonly confirmedOn?: CivilDate;
  readonly reference?: string;
  readonly months?: readonly string[];
}

type Unrecorded<F> = F extends Fact ? Omit<F, 'id' | 'recordedAt'> : never;
type Recorded<F> = F extends Fact ? Omit<F, 'recordedAt'> & { readonly recordedAt: string } : never;

/** A fact of the ledger before it is recorded. Persons, classes, employments and employers go by names of the demo's own. */
export type NewFact = Unrecorded<Fact>;

/** A fact of the ledger's history, with what its row needs beyond it. */
export interface HistoryFact {
  /** ISO 8601 in UTC. */
  readonly fact: Recorded<Fact>;
  /** The person whom it is about; null for facts about a class. */
  readonly person: number | null;
  readonly evidence?: EvidenceForm;
  /** Of a drop or the end of an employment: the coded reason. */
  readonly code?: string;
  /** In words, where a fact needs them. */
  readonly reason?: string;
  /** Of an exclusion: what proves it. */
  readonly proof?: string;
}

const SHANGHAI_NINE = 'T09:00:00+08:00';
const MINUTE_MS = 60_000;

/** The first instant that is not history yet: midnight of the demo's day. */
export function historyEndsAt(today: CivilDate): number {
  return Date.parse(`${today}T00:00:00+08:00`);
}

/**
 * What the office learned about one person, in the order in which it learned it: every fact a little after its effective
 * day, none before an earlier one, none after the history's end.
 */
export class Timeline {
  readonly facts: HistoryFact[] = [];
  #last = 0;
  #isOver = false;

  constructor(
    private readonly name: string,
    private readonly person: number | null,
    private readonly random: Random,
    private readonly endsAt: number,
  ) {}

  /** Records a fact so many days after its effective day, in office hours. False when that lies beyond the history's end: nothing of this person is known from there on. */
  record(fact: NewFact, [soonest, latest]: readonly [number, number], more: Pick<HistoryFact, 'evidence' | 'code' | 'reason' | 'proof'> = {}): boolean {
    const day = addDays(fact.effectiveOn, this.random.between(soonest, latest));
    const inOfficeHours = Date.parse(`${day}${SHANGHAI_NINE}`) + this.random.between(0, 8 * 60) * MINUTE_MS;
    const at = Math.max(inOfficeHours, this.#last + MINUTE_MS);
    if (this.#isOver || at >= this.endsAt) {
      this.#isOver = true;
      return false;
    }
    this.#last = at;
    const id = `${this.name}-${this.facts.length + 1}`;
    this.facts.push({ fact: { ...fact, id, recordedAt: new Date(at).toISOString() }, person: this.person, ...more });
    return true;
  }

  /** The last fact that was recorded. */
  get latest(): HistoryFact | undefined {
    return this.facts.at(-1);
  }
}
