import { Buffer } from 'node:buffer';
import { dayNumber, padRegion } from '@app/kernel';
import { Calendar, classTableOf, EXCLUSION_REASONS, type Attendance, type EvidenceLevel, type ExclusionReason, type Fact, type Instant, type Job, type JobType, type PersonHistory, type TrainingClass } from '@app/outcomes';
import { LedgerFaulty } from './ledger-faulty.js';
import { UuidPlaces, hexDigit } from './uuid-places.js';

/** What the short text of one person comes to on a day. */
export interface FoldedHistory {
  readonly history: PersonHistory;
  /** Where the person lived at the first enrolment, 12 digits. */
  readonly home: string | null;
  /** The next day on which a fact takes effect; Infinity: none. */
  readonly dueOn: number;
}

export type ClassFact = Extract<Fact, { readonly kind: 'class' }>;
/** A fact of exclusion that nobody retracted. */
export type Exclusion = Extract<Fact, { readonly kind: 'excluded' }>;

interface OpenJob {
  readonly id: string;
  job: Job | null;
  lastDay: number;
  /** Levels of evidence as bits: shown, refused, refused again. */
  shown: number;
  refused: number;
  refusedAgain: number;
}

/** The first enrolment so far: its day, and where its fact stands in a text, from the instant of its recording on. */
interface FirstEnrolment {
  day: number;
  text: string;
  from: number;
}

/** So long is an id in a text. */
export const UUID = 36;
const REGION = 12;
/** The microseconds of a recording since 2000, in hexadecimal digits as PostgreSQL counts them: two words. */
const INSTANT = 16;
const WORD = 8;
const WORD_VALUES = 2 ** 32;
const HEX_BITS = 4;
const YEAR_2000_MICROS = Date.UTC(2000, 0, 1) * 1_000;
const NO_JOBS: OpenJob[] = [];
const [ZERO, NINE, MINUS] = [48, 57, 45];

/**
 * Folds people's facts straight from the texts of `rate_history_texts`, without an object for every fact: three million of
 * them are read in seconds. Only for people about whom nothing was retracted; the rules are those of the library's
 * `buildHistories`, and a test holds both to the same answer. A person's facts may come from several texts, in any order:
 * `begin`, `add` for each, `end`.
 */
export class HistoryTextFolder {
  private text = '';
  private at = 0;
  private faults = 0;
  private taken = 0;
  private dueOn = Number.POSITIVE_INFINITY;
  private history: PersonHistory = emptyHistory('');
  private jobs = NO_JOBS;
  private readonly first: FirstEnrolment = { day: Number.POSITIVE_INFINITY, text: '', from: -1 };
  private readonly places: UuidPlaces;
  /** Of every employer one text of its own: a piece of a long text would keep all of it in memory. */
  private readonly employers = new Map<string, string>();

  /**
   * @param classes those that nobody retracted, also those that open later
   * @param limit facts recorded after this instant do not count; null: the texts have none
   */
  constructor(private readonly classes: readonly TrainingClass[], private readonly asOf: number, private readonly limit: Instant | null) {
    this.places = new UuidPlaces(classes.map(({ id }) => id));
  }

  begin(personId: string): void {
    this.history = emptyHistory(personId);
    [this.jobs, this.dueOn, this.faults, this.taken] = [NO_JOBS, Number.POSITIVE_INFINITY, 0, 0];
    [this.first.day, this.first.text, this.first.from] = [Number.POSITIVE_INFINITY, '', -1];
  }

  /** Adds the facts that stand in a text from one place on and before another. */
  add(text: string, from: number, to: number): void {
    this.text = text;
    for (this.at = from; this.at < to;) {
      const recorded = this.at + 1;
      const end = text.indexOf(';', recorded);
      if (this.limit === null || instantAt(text, recorded) <= this.limit) this.foldFact(text[this.at]!, recorded, end);
      this.at = end + 1;
    }
  }

  /** @returns null: nothing is known of the person @throws LedgerFaulty when the facts contradict each other */
  end(exclusions: readonly Exclusion[]): FoldedHistory | null {
    if (this.taken === 0) return null;
    for (const exclusion of exclusions) this.dueOn = Math.min(this.dueOn, this.foldExclusion(this.history, exclusion));
    this.finishJobs(this.history, this.jobs);
    if (this.faults > 0) throw new LedgerFaulty(this.faults);
    const { text, from } = this.first;
    return { history: this.history, home: from < 0 ? null : homeAt(text, from), dueOn: this.dueOn };
  }

  private foldFact(letter: string, recorded: number, end: number): void {
    this.taken += 1;
    this.at = recorded + INSTANT;
    const day = this.readNumber();
    this.at += 1;
    const isOfClass = letter === 'E' || letter === 'C' || letter === 'T' || letter === 'D';
    if (letter === 'E') this.noteHome(recorded, day);
    if (isOfClass) this.dueOn = Math.min(this.dueOn, this.foldAttendance(this.history, letter, day));
    if (day > this.asOf) this.dueOn = Math.min(this.dueOn, day);
    else if (letter === 'N') this.history.notEmployedOn.push(day);
    else if (!isOfClass) this.jobs = this.foldJob(this.jobs, letter, day, end);
  }

  private readNumber(): number {
    const isNegative = this.text.charCodeAt(this.at) === MINUS;
    if (isNegative) this.at += 1;
    let value = 0;
    for (let code = this.text.charCodeAt(this.at); code >= ZERO && code <= NINE; code = this.text.charCodeAt(++this.at)) value = value * 10 + code - ZERO;
    return isNegative ? -value : value;
  }

  /** By the day of the enrolment, then as recorded; of one transaction the lowest code. */
  private noteHome(recorded: number, day: number): void {
    const { first, text } = this;
    if (day > first.day) return;
    if (day === first.day) {
      const [a, b] = [instantAt(text, recorded), instantAt(first.text, first.from)];
      if (a > b || (a === b && homeAt(text, recorded) >= homeAt(first.text, first.from))) return;
    }
    [first.day, first.text, first.from] = [day, text, recorded];
  }

  /** @returns the day on which the class opens, when that is still to come */
  private foldAttendance({ attendances }: PersonHistory, letter: string, day: number): number {
    const trainingClass = this.classes[this.places.find(this.text, this.at)];
    if (trainingClass === undefined) return Number.POSITIVE_INFINITY;
    if (trainingClass.opensOn > this.asOf) return trainingClass.opensOn;
    if (day > this.asOf) return Number.POSITIVE_INFINITY;
    let attendance: Attendance | undefined;
    for (const each of attendances) if (each.class === trainingClass) attendance = each;
    if (attendance === undefined) {
      attendance = { class: trainingClass, enrolledOn: null, droppedOn: null, completedOn: null, isCertified: false };
      attendances.push(attendance);
    }
    if (letter === 'E') attendance.enrolledOn = earlier(attendance.enrolledOn, day);
    else if (letter === 'D') attendance.droppedOn = earlier(attendance.droppedOn, day);
    else {
      attendance.completedOn = earlier(attendance.completedOn, day);
      attendance.isCertified ||= letter === 'T';
    }
    return Number.POSITIVE_INFINITY;
  }

  /** @returns the jobs, with that of the fact among them */
  private foldJob(known: OpenJob[], letter: string, day: number, end: number): OpenJob[] {
    let open: OpenJob | undefined;
    for (const each of known) if (this.text.startsWith(each.id, this.at)) open = each;
    let jobs = known;
    if (open === undefined) {
      open = { id: this.text.slice(this.at, this.at + UUID), job: null, lastDay: Number.POSITIVE_INFINITY, shown: 0, refused: 0, refusedAgain: 0 };
      if (jobs.length === 0) jobs = [open];
      else jobs.push(open);
    }
    this.at += UUID;
    if (letter === 'J') {
      if (open.job !== null) this.faults += 1;
      else open.job = this.readJob(open.id, day, end);
    } else if (letter === 'X') open.lastDay = Math.min(open.lastDay, day);
    else if (letter === 'V') open.shown |= 1 << this.readNumber();
    else if (letter === 'W') {
      const level = 1 << this.readNumber();
      open.refusedAgain |= open.refused & level;
      open.refused |= level;
    } else throw new RangeError('a fact of an unknown kind');
    return jobs;
  }

  private readJob(id: string, firstDay: number, end: number): Job {
    const [employer, type, permanent, pay, months] = [this.readUpto('|'), this.readUpto('|'), this.readUpto('|'), this.readUpto('|'), this.readUpto('|')];
    const workplace = this.text.slice(this.at, end);
    return {
      id, type: type as JobType, employer: employer === '' ? null : this.employerOf(employer), isPermanent: permanent === 'true', pay: pay === '' ? null : Number(pay), contractMonths: months === '' ? null : Number(months),
      workplace: workplace === '' ? null : workplace, firstDay, lastDay: Number.POSITIVE_INFINITY, level: 0,
    };
  }

  /** What stands before the next of these marks. */
  private readUpto(mark: string): string {
    const from = this.at;
    const to = this.text.indexOf(mark, from);
    this.at = to + 1;
    return this.text.slice(from, to);
  }

  private employerOf(id: string): string {
    let employer = this.employers.get(id);
    if (employer === undefined) {
      employer = Buffer.from(id, 'latin1').toString('latin1');
      this.employers.set(employer, employer);
    }
    return employer;
  }

  /** @returns the day on which it takes effect, when that is still to come */
  private foldExclusion(history: PersonHistory, { effectiveOn, reason }: Exclusion): number {
    const [on, current] = [dayNumber(effectiveOn), history.exclusion];
    if (on > this.asOf) return on;
    const rank = (of: ExclusionReason): number => EXCLUSION_REASONS.indexOf(of);
    if (current === null || on < current.on || (on === current.on && rank(reason) < rank(current.reason))) history.exclusion = { on, reason };
    return Number.POSITIVE_INFINITY;
  }

  private finishJobs(history: PersonHistory, jobs: readonly OpenJob[]): void {
    for (const { job, lastDay, shown, refusedAgain } of jobs) {
      if (job === null) continue;
      if (lastDay < job.firstDay) this.faults += 1;
      job.lastDay = lastDay;
      for (const level of [1, 2, 3] as const satisfies readonly EvidenceLevel[]) if ((shown & ~refusedAgain & (1 << level)) !== 0) job.level = level;
      history.jobs.push(job);
    }
  }
}

function emptyHistory(id: string): PersonHistory {
  return { id, attendances: [], jobs: [], notEmployedOn: [], exclusion: null };
}

/** The instant that stands there, in microseconds since 1970. */
function instantAt(text: string, from: number): Instant {
  return YEAR_2000_MICROS + wordAt(text, from) * WORD_VALUES + (wordAt(text, from + WORD) >>> 0);
}

/** The word of eight digits that stands there; negative before 2000. */
function wordAt(text: string, from: number): number {
  let value = 0;
  for (let at = from; at < from + WORD; at++) value = (value << HEX_BITS) | hexDigit(text.charCodeAt(at));
  return value;
}

/** Where the person lived, of an enrolment that stands there from the instant of its recording on. */
function homeAt(text: string, from: number): string {
  const home = text.indexOf('|', from + INSTANT) + 1 + UUID;
  return text.slice(home, home + REGION);
}

/** Classes as the library has them. Programmes and providers are few: the same text is one text, so that it is found again without being read. */
export function classesOf(facts: Iterable<ClassFact>): TrainingClass[] {
  const calendar = new Calendar();
  const texts = new Map<string, string>();
  const once = (text: string): string => {
    const known = texts.get(text) ?? text;
    texts.set(text, known);
    return known;
  };
  return Array.from(facts, (fact) => {
    const table = classTableOf(fact);
    return {
      id: fact.class, course: once(fact.course), programme: once(fact.programme), provider: once(fact.provider), region: once(padRegion(fact.region)),
      opensOn: calendar.day(fact.effectiveOn), endsOn: calendar.day(fact.endsOn), table, isCounted: table === 'placement',
    };
  });
}

function earlier(known: number | null, day: number): number {
  return known === null || day < known ? day : known;
}
