import { dayNumber, padRegion } from '@app/kernel';
import { Calendar, classTableOf, EXCLUSION_REASONS, type Attendance, type EvidenceLevel, type ExclusionReason, type Fact, type Job, type JobType, type PersonHistory, type TrainingClass } from '@app/outcomes';
import { LedgerFaulty } from './ledger-faulty.js';
import { UuidPlaces } from './uuid-places.js';

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

const UUID = 36;
const REGION = 12;
const NO_JOBS: OpenJob[] = [];
const [ZERO, NINE, MINUS] = [48, 57, 45];

/**
 * Folds people's facts straight from the text of `rate_history_page`, without an object for every fact: three million of
 * them are read in seconds. Only for people about whom nothing was retracted; the rules are those of the library's
 * `buildHistories`, and a test holds both to the same answer.
 */
export class HistoryTextFolder {
  private text = '';
  private at = 0;
  private faults = 0;

  private readonly places: UuidPlaces;

  /** @param classes those that nobody retracted, also those that open later */
  constructor(private readonly classes: readonly TrainingClass[], private readonly asOf: number) {
    this.places = new UuidPlaces(classes.map(({ id }) => id));
  }

  /** @throws LedgerFaulty when the facts contradict each other */
  fold(personId: string, text: string, exclusions: readonly Exclusion[]): FoldedHistory {
    [this.text, this.at, this.faults] = [text, 0, 0];
    const history: PersonHistory = { id: personId, attendances: [], jobs: [], notEmployedOn: [], exclusion: null };
    let jobs = NO_JOBS;
    const first = { day: Number.POSITIVE_INFINITY, from: -1 };
    let dueOn = Number.POSITIVE_INFINITY;
    while (this.at < text.length) {
      const letter = text[this.at++]!;
      const day = this.readNumber();
      this.at += 1;
      const isOfClass = letter === 'E' || letter === 'C' || letter === 'T' || letter === 'D';
      if (isOfClass) dueOn = Math.min(dueOn, this.foldAttendance(history, letter, day));
      if (letter === 'E') this.noteHome(first, day);
      if (day > this.asOf) dueOn = Math.min(dueOn, day);
      else if (letter === 'N') history.notEmployedOn.push(day);
      else if (!isOfClass) jobs = this.foldJob(jobs, letter, day);
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
    const end = this.text.indexOf(';', this.at);
    this.at = end < 0 ? this.text.length : end + 1;
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

  /** @returns the day on which the class opens, when that is still to come */
  private foldAttendance({ attendances }: PersonHistory, letter: string, day: number): number {
    const trainingClass = this.classes[this.places.find(this.text, this.at)];
    if (trainingClass === undefined) return Number.POSITIVE_INFINITY;
    if (trainingClass.opensOn > this.asOf) return trainingClass.opensOn;
    if (day > this.asOf) return Number.POSITIVE_INFINITY;
    let attendance: Attendance | undefined = attendances.find((each) => each.class === trainingClass);
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
  private foldJob(known: OpenJob[], letter: string, day: number): OpenJob[] {
    let open = known.find(({ id }) => this.text.startsWith(id, this.at));
    let jobs = known;
    if (open === undefined) {
      open = { id: this.text.slice(this.at, this.at + UUID), job: null, lastDay: Number.POSITIVE_INFINITY, shown: 0, refused: 0, refusedAgain: 0 };
      if (jobs.length === 0) jobs = [open];
      else jobs.push(open);
    }
    this.at += UUID;
    if (letter === 'J') {
      if (open.job !== null) this.faults += 1;
      else open.job = this.readJob(open.id, day);
    } else if (letter === 'X') open.lastDay = Math.min(open.lastDay, day);
    else if (letter === 'V') open.shown |= 1 << this.readNumber();
    else if (letter === 'W') {
      const level = 1 << this.readNumber();
      open.refusedAgain |= open.refused & level;
      open.refused |= level;
    } else throw new RangeError('a fact of an unknown kind');
    return jobs;
  }

  private readJob(id: string, firstDay: number): Job {
    const end = this.text.indexOf(';', this.at);
    const [employer, type, permanent, pay, months, workplace] = this.text.slice(this.at, end < 0 ? undefined : end).split('|');
    return {
      id, type: type as JobType, employer: employer === '' ? null : employer!, isPermanent: permanent === 'true', pay: pay === '' ? null : Number(pay), contractMonths: months === '' ? null : Number(months),
      workplace: workplace === '' ? null : workplace!, firstDay, lastDay: Number.POSITIVE_INFINITY, level: 0,
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
