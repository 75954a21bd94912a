import { dayNumber, padRegion } from '@app/kernel';
import { classTableOf, EXCLUSION_REASONS, type Attendance, type EvidenceLevel, type ExclusionReason, type Fact, type Job, type JobType, type PersonHistory, type TrainingClass } from '@app/outcomes';
import { LedgerFaulty } from './ledger-faulty.js';

/** What the short text of one person comes to on a day. */
export interface FoldedHistory {
  readonly history: PersonHistory;
  /** Where the person lived at the first enrolment, 12 digits. */
  readonly home: string | null;
  /** The next day on which a fact takes effect; Infinity: none. */
  readonly dueOn: number;
}

/** A fact of exclusion that nobody retracted. */
export type Exclusion = Extract<Fact, { readonly kind: 'excluded' }>;

interface OpenJob {
  job: Job | null;
  lastDay: number;
  /** By level: how often it was shown (0 or 1) and refused. */
  readonly shown: number[];
  readonly refused: number[];
}

const UUID = 36;
const REGION = 12;
const REFUSALS_THAT_COUNT = 2;
const [ZERO, NINE, MINUS, SEMICOLON] = [48, 57, 45, 59];

/**
 * Folds people's facts straight from the text of `rate_history_page`, without an object for every fact: three million of
 * them are read in seconds. Only for people about whom nothing was retracted; the rules are those of the library's
 * `buildHistories`, and a test holds both to the same answer.
 */
export class HistoryTextFolder {
  private text = '';
  private at = 0;
  private faults = 0;

  /** @param classes those that nobody retracted, also those that open later */
  constructor(private readonly classes: ReadonlyMap<string, TrainingClass>, private readonly asOf: number) {}

  /** @throws LedgerFaulty when the facts contradict each other */
  fold(personId: string, text: string, exclusions: readonly Exclusion[]): FoldedHistory {
    [this.text, this.at, this.faults] = [text, 0, 0];
    const history: PersonHistory = { id: personId, attendances: [], jobs: [], notEmployedOn: [], exclusion: null };
    const jobs = new Map<string, OpenJob>();
    const first = { day: Number.POSITIVE_INFINITY, from: -1 };
    let dueOn = Number.POSITIVE_INFINITY;
    while (this.at < text.length) {
      const letter = text[this.at++]!;
      const day = this.readNumber();
      this.at += 1;
      if (letter === 'E') this.noteHome(first, day);
      if (day > this.asOf) {
        dueOn = Math.min(dueOn, day);
        if ('ECTD'.includes(letter)) dueOn = Math.min(dueOn, this.opensAfter(this.text.slice(this.at, this.at + UUID)));
      } else if (letter === 'N') history.notEmployedOn.push(day);
      else if ('ECTD'.includes(letter)) dueOn = Math.min(dueOn, this.foldAttendance(history, letter, day));
      else this.foldJob(jobs, letter, day);
      this.skipRecord();
    }
    for (const exclusion of exclusions) dueOn = Math.min(dueOn, this.foldExclusion(history, exclusion));
    this.finishJobs(history, jobs);
    if (this.faults > 0) throw new LedgerFaulty(this.faults);
    return { history, home: first.from < 0 ? null : text.slice(first.from, first.from + REGION), dueOn };
  }

  private readNumber(): number {
    const isNegative = this.text.charCodeAt(this.at) === MINUS;
    if (isNegative) this.at += 1;
    let value = 0;
    for (let code = this.text.charCodeAt(this.at); code >= ZERO && code <= NINE; code = this.text.charCodeAt(++this.at)) value = value * 10 + code - ZERO;
    return isNegative ? -value : value;
  }

  private skipRecord(): void {
    while (this.at < this.text.length && this.text.charCodeAt(this.at) !== SEMICOLON) this.at += 1;
    this.at += 1;
  }

  /** By the day of the enrolment, then as recorded; of one transaction the lowest code. */
  private noteHome(first: { day: number; from: number }, day: number): void {
    const from = this.at + UUID;
    if (day === first.day) {
      const recorded = (at: number): number => Number.parseInt(this.text.slice(at + REGION), 10);
      const region = (at: number): string => this.text.slice(at, at + REGION);
      const [a, b] = [recorded(from), recorded(first.from)];
      if (a > b || (a === b && region(from) >= region(first.from))) return;
    } else if (day > first.day) return;
    [first.day, first.from] = [day, from];
  }

  private opensAfter(classId: string): number {
    const opensOn = this.classes.get(classId)?.opensOn ?? this.asOf;
    return opensOn > this.asOf ? opensOn : Number.POSITIVE_INFINITY;
  }

  /** @returns the day on which the class opens, when that is still to come */
  private foldAttendance(history: PersonHistory, letter: string, day: number): number {
    const id = this.text.slice(this.at, this.at + UUID);
    const trainingClass = this.classes.get(id);
    if (trainingClass === undefined) return Number.POSITIVE_INFINITY;
    if (trainingClass.opensOn > this.asOf) return trainingClass.opensOn;
    let attendance: Attendance | undefined = history.attendances.find((each) => each.class.id === id);
    if (attendance === undefined) {
      attendance = { class: trainingClass, enrolledOn: null, droppedOn: null, completedOn: null, isCertified: false };
      history.attendances.push(attendance);
    }
    if (letter === 'E') attendance.enrolledOn = earlier(attendance.enrolledOn, day);
    else if (letter === 'D') attendance.droppedOn = earlier(attendance.droppedOn, day);
    else {
      attendance.completedOn = earlier(attendance.completedOn, day);
      attendance.isCertified ||= letter === 'T';
    }
    return Number.POSITIVE_INFINITY;
  }

  private foldJob(jobs: Map<string, OpenJob>, letter: string, day: number): void {
    const id = this.text.slice(this.at, this.at + UUID);
    this.at += UUID;
    let open = jobs.get(id);
    if (open === undefined) {
      open = { job: null, lastDay: Number.POSITIVE_INFINITY, shown: [0, 0, 0, 0], refused: [0, 0, 0, 0] };
      jobs.set(id, open);
    }
    if (letter === 'J') {
      if (open.job !== null) this.faults += 1;
      else open.job = this.readJob(id, day);
    } else if (letter === 'X') open.lastDay = Math.min(open.lastDay, day);
    else if (letter === 'V' || letter === 'W') {
      const counts = letter === 'V' ? open.shown : open.refused;
      const level = this.readNumber();
      counts[level] = (counts[level] ?? 0) + 1;
    } else throw new RangeError('a fact of an unknown kind');
  }

  private readJob(id: string, firstDay: number): Job {
    const end = this.text.indexOf(';', this.at);
    const [employer, type, permanent, pay, months] = this.text.slice(this.at, end < 0 ? undefined : end).split('|');
    return {
      id, type: type as JobType, employer: employer === '' ? null : employer!, isPermanent: permanent === 'true', pay: pay === '' ? null : Number(pay), contractMonths: months === '' ? null : Number(months),
      firstDay, lastDay: Number.POSITIVE_INFINITY, level: 0,
    };
  }

  /** @returns the day on which it takes effect, when that is still to come */
  private foldExclusion(history: PersonHistory, { effectiveOn, reason }: Exclusion): number {
    const [on, current] = [dayNumber(effectiveOn), history.exclusion];
    if (on > this.asOf) return on;
    const rank = (of: ExclusionReason): number => EXCLUSION_REASONS.indexOf(of);
    if (current === null || on < current.on || (on === current.on && rank(reason) < rank(current.reason))) history.exclusion = { on, reason };
    return Number.POSITIVE_INFINITY;
  }

  private finishJobs(history: PersonHistory, jobs: ReadonlyMap<string, OpenJob>): void {
    for (const { job, lastDay, shown, refused } of jobs.values()) {
      if (job === null) continue;
      if (lastDay < job.firstDay) this.faults += 1;
      job.lastDay = lastDay;
      for (const level of [1, 2, 3] as const satisfies readonly EvidenceLevel[]) if (shown[level]! > 0 && refused[level]! < REFUSALS_THAT_COUNT) job.level = level;
      history.jobs.push(job);
    }
  }
}

/** A class as the library has it. */
export function classOf(fact: Extract<Fact, { readonly kind: 'class' }>): TrainingClass {
  const { class: id, course, programme, provider } = fact;
  const table = classTableOf(fact);
  return { id, course, programme, provider, region: padRegion(fact.region), opensOn: dayNumber(fact.effectiveOn), endsOn: dayNumber(fact.endsOn), table, isCounted: table === 'placement' };
}

function earlier(known: number | null, day: number): number {
  return known === null || day < known ? day : known;
}
