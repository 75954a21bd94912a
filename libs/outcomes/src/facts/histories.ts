import { padRegion, type FieldFault } from '@app/kernel';
import type { Calendar, Day } from './calendar.js';
import { compareCodePoints } from './code-points.js';
import { EXCLUSION_REASONS, type AttendanceFact, type ClassFact, type EmploymentStartFact, type EvidenceFact, type EvidenceLevel, type ExclusionFact, type ExclusionReason, type Fact, type JobType } from './fact.js';

/** A class in force. */
export interface TrainingClass {
  readonly id: string;
  readonly course: string;
  readonly programme: string;
  readonly provider: string;
  /** 12 digits. */
  readonly region: string;
  readonly opensOn: Day;
  readonly endsOn: Day;
  /** False for on-the-job classes and outreach: outside every placement rate. */
  readonly isCounted: boolean;
}

/** What one person did in one class. */
export interface Attendance {
  readonly class: TrainingClass;
  enrolledOn: Day | null;
  droppedOn: Day | null;
  /** The earlier of completion and certificate. */
  completedOn: Day | null;
  isCertified: boolean;
}

/** One employment; the last day of an open one is +Infinity. */
export interface Job {
  readonly id: string;
  readonly type: JobType;
  readonly employer: string | null;
  readonly isPermanent: boolean;
  /** Yuan a month. */
  readonly pay: number | null;
  readonly contractMonths: number | null;
  readonly firstDay: Day;
  lastDay: Day;
  /** Highest level in force that was not taken away. */
  level: EvidenceLevel;
}

/** Everything in force about one person. */
export interface PersonHistory {
  readonly id: string;
  readonly attendances: Map<string, Attendance>;
  readonly jobs: Job[];
  readonly notEmployedOn: Day[];
  /** Of several the earliest; of one day, in the order of the reasons. */
  exclusion: { readonly on: Day; readonly reason: ExclusionReason } | null;
}

/** Seats that an employer pledged, and the persons hired from them. */
export interface PledgedOrder {
  readonly id: string;
  readonly effectiveOn: Day;
  readonly seats: number;
  readonly hired: Set<string>;
}

export interface Histories {
  readonly persons: ReadonlyMap<string, PersonHistory>;
  readonly orders: readonly PledgedOrder[];
}

interface Numbered {
  readonly line: number;
  readonly fact: Fact;
}
type ReportFault = (line: number, fault: FieldFault) => void;

/** Refusals that take a level away for good. */
const REFUSALS_THAT_COUNT = 2;

/** Folds the facts in force into what happened to each person and each order. Order of the facts is irrelevant. */
export function buildHistories(facts: readonly Numbered[], calendar: Calendar, report: ReportFault): Histories {
  const building = new HistoriesInBuilding(calendar, report);
  for (const entry of facts) building.declare(entry);
  for (const entry of facts) building.fold(entry);
  return building.finish();
}

interface JobInBuilding {
  readonly job: Job;
  readonly shown: Set<EvidenceLevel>;
  readonly refusals: Map<EvidenceLevel, number>;
}

class HistoriesInBuilding {
  private readonly persons = new Map<string, PersonHistory>();
  private readonly classes = new Map<string, TrainingClass>();
  private readonly jobs = new Map<string, JobInBuilding>();
  private readonly orders = new Map<string, PledgedOrder>();

  constructor(
    private readonly calendar: Calendar,
    private readonly report: ReportFault,
  ) {}

  /** First pass: the classes, employments and orders that other facts name. */
  declare({ fact, line }: Numbered): void {
    if (fact.kind === 'class') this.declareClass(fact, line);
    else if (fact.kind === 'employment-started') this.declareJob(fact, line);
    else if (fact.kind === 'order') {
      if (this.orders.has(fact.order)) this.report(line, { path: '$.order', message: `同一订单有两条有效记录：${fact.order}` });
      else this.orders.set(fact.order, { id: fact.order, effectiveOn: this.calendar.day(fact.effectiveOn), seats: fact.seats, hired: new Set() });
    }
  }

  /** Second pass. What names something not in force has no effect. */
  fold({ fact, line }: Numbered): void {
    const day = this.calendar.day(fact.effectiveOn);
    switch (fact.kind) {
      case 'enrolled':
      case 'completed':
      case 'certified':
      case 'dropped':
        return this.foldAttendance(fact, day);
      case 'excluded':
        return this.foldExclusion(fact, day);
      case 'not-employed':
        this.person(fact.person).notEmployedOn.push(day);
        return;
      case 'employment-ended': {
        const job = this.jobs.get(fact.employment)?.job;
        if (job === undefined) return;
        if (day < job.firstDay) this.report(line, { path: '$.effectiveOn', message: `早于就业开始日：${fact.employment}` });
        job.lastDay = Math.min(job.lastDay, day);
        return;
      }
      case 'evidence':
      case 'evidence-refused':
        return this.foldEvidence(fact);
      case 'hired-from-order':
        this.orders.get(fact.order)?.hired.add(fact.person);
        return;
      case 'class':
      case 'employment-started':
      case 'order':
      case 'retracted':
        return;
    }
  }

  finish(): Histories {
    for (const { job, shown, refusals } of this.jobs.values()) {
      const standing = [...shown].filter((level) => (refusals.get(level) ?? 0) < REFUSALS_THAT_COUNT);
      job.level = standing.reduce((highest, level) => (level > highest ? level : highest), 0 as EvidenceLevel);
    }
    return { persons: this.persons, orders: [...this.orders.values()].sort((a, b) => compareCodePoints(a.id, b.id)) };
  }

  private declareClass(fact: ClassFact, line: number): void {
    if (this.classes.has(fact.class)) return this.report(line, { path: '$.class', message: `同一班次有两条有效记录：${fact.class}` });
    this.classes.set(fact.class, {
      id: fact.class,
      course: fact.course,
      programme: fact.programme,
      provider: fact.provider,
      region: padRegion(fact.region),
      opensOn: this.calendar.day(fact.effectiveOn),
      endsOn: this.calendar.day(fact.endsOn),
      isCounted: fact.onTheJob !== true && fact.outreach !== true,
    });
  }

  private declareJob(fact: EmploymentStartFact, line: number): void {
    if (this.jobs.has(fact.employment)) return this.report(line, { path: '$.employment', message: `同一就业记录有两条有效的开始：${fact.employment}` });
    const job: Job = {
      id: fact.employment,
      type: fact.type,
      employer: fact.employer,
      isPermanent: fact.permanent,
      pay: fact.pay ?? null,
      contractMonths: fact.contractMonths ?? null,
      firstDay: this.calendar.day(fact.effectiveOn),
      lastDay: Number.POSITIVE_INFINITY,
      level: 0,
    };
    this.jobs.set(fact.employment, { job, shown: new Set(), refusals: new Map() });
    this.person(fact.person).jobs.push(job);
  }

  private foldAttendance(fact: AttendanceFact, day: Day): void {
    const trainingClass = this.classes.get(fact.class);
    if (trainingClass === undefined) return;
    const attendances = this.person(fact.person).attendances;
    let attendance = attendances.get(fact.class);
    if (attendance === undefined) {
      attendance = { class: trainingClass, enrolledOn: null, droppedOn: null, completedOn: null, isCertified: false };
      attendances.set(fact.class, attendance);
    }
    if (fact.kind === 'enrolled') attendance.enrolledOn = earlier(attendance.enrolledOn, day);
    else if (fact.kind === 'dropped') attendance.droppedOn = earlier(attendance.droppedOn, day);
    else {
      attendance.completedOn = earlier(attendance.completedOn, day);
      attendance.isCertified ||= fact.kind === 'certified';
    }
  }

  private foldExclusion(fact: ExclusionFact, on: Day): void {
    const person = this.person(fact.person);
    const current = person.exclusion;
    const rank = EXCLUSION_REASONS.indexOf(fact.reason);
    if (current === null || on < current.on || (on === current.on && rank < EXCLUSION_REASONS.indexOf(current.reason))) {
      person.exclusion = { on, reason: fact.reason };
    }
  }

  private foldEvidence(fact: EvidenceFact): void {
    const building = this.jobs.get(fact.employment);
    if (building === undefined) return;
    if (fact.kind === 'evidence') building.shown.add(fact.level);
    else building.refusals.set(fact.level, (building.refusals.get(fact.level) ?? 0) + 1);
  }

  private person(id: string): PersonHistory {
    let person = this.persons.get(id);
    if (person === undefined) {
      person = { id, attendances: new Map(), jobs: [], notEmployedOn: [], exclusion: null };
      this.persons.set(id, person);
    }
    return person;
  }
}

function earlier(known: Day | null, day: Day): Day {
  return known === null ? day : Math.min(known, day);
}
