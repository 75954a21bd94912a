import { padRegion, type FieldFault } from '@app/kernel';
import type { Calendar, Day } from './calendar.js';
import { compareCodePoints } from './code-points.js';
import { EXCLUSION_REASONS, type EvidenceLevel, type ExclusionReason, type FactKind, type JobType } from './fact.js';
import type { FactColumns } from './fact-columns.js';

/** Which table a class belongs to: placement rates, or one of those that stand apart. */
export type ClassTable = 'placement' | 'on-the-job' | 'outreach';

/** Outreach decides: a lecture held at a works is still a lecture. */
export function classTableOf({ outreach, onTheJob }: { readonly outreach?: boolean | null | undefined; readonly onTheJob?: boolean | null | undefined }): ClassTable {
  return outreach === true ? 'outreach' : onTheJob === true ? 'on-the-job' : 'placement';
}

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
  readonly table: ClassTable;
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
  /** Region code of the workplace; absent: not said, or not read. */
  readonly workplace?: string | null | undefined;
  readonly firstDay: Day;
  lastDay: Day;
  /** Highest level in force that was not taken away. */
  level: EvidenceLevel;
}

/** Everything in force about one person. */
export interface PersonHistory {
  readonly id: string;
  readonly attendances: Attendance[];
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
  /** Null: not said, or not in the ledger. */
  readonly pledged: { readonly pay: number | null; readonly contractMonths: number | null; readonly isPermanent: boolean };
  readonly hired: Set<string>;
  /** The employments that hires name, by person. */
  readonly hiredInto: Map<string, string[]>;
}

export interface Histories {
  readonly persons: ReadonlyMap<string, PersonHistory>;
  readonly orders: readonly PledgedOrder[];
}

type ReportFault = (line: number, fault: FieldFault) => void;

/** Refusals that take a level away for good. */
const REFUSALS_THAT_COUNT = 2;
const LEVELS: readonly EvidenceLevel[] = [3, 2, 1, 0];
/** From so many classes of one person on, the class is looked up in a table. */
const MANY_CLASSES = 16;

/** Folds the facts in force into what happened to each person and each order. Order of the facts is irrelevant. */
export function buildHistories(columns: FactColumns, inForce: Uint8Array, calendar: Calendar, report: ReportFault): Histories {
  const building = new HistoriesInBuilding(columns, calendar, report);
  // The classes, employments and orders first: other facts name them, and may stand before them.
  for (let row = 0; row < columns.size; row++) if (inForce[row] === 1) building.declare(row);
  for (let row = 0; row < columns.size; row++) if (inForce[row] === 1) building.fold(row);
  return building.finish();
}

class HistoriesInBuilding {
  /** By number, each. */
  private readonly persons: (PersonHistory | undefined)[];
  private readonly classes: (TrainingClass | undefined)[];
  private readonly jobs: (Job | undefined)[];
  private readonly orders: (PledgedOrder | undefined)[];
  /** Times that a level was shown and refused, by employment and level. */
  private readonly shown: Uint8Array;
  private readonly refused: Uint8Array;
  /** The classes of those few persons who attended many. */
  private readonly attendancesByClass = new Map<PersonHistory, Map<TrainingClass, Attendance>>();

  constructor(
    private readonly columns: FactColumns,
    private readonly calendar: Calendar,
    private readonly report: ReportFault,
  ) {
    const { tables } = columns;
    this.persons = new Array<PersonHistory | undefined>(tables.person.size).fill(undefined);
    this.classes = new Array<TrainingClass | undefined>(tables.class.size).fill(undefined);
    this.jobs = new Array<Job | undefined>(tables.employment.size).fill(undefined);
    this.orders = new Array<PledgedOrder | undefined>(tables.order.size).fill(undefined);
    this.shown = new Uint8Array(LEVELS.length * tables.employment.size);
    this.refused = new Uint8Array(LEVELS.length * tables.employment.size);
  }

  declare(row: number): void {
    switch (this.columns.kind(row)) {
      case 'class':
        return this.declareClass(row);
      case 'employment-started':
        return this.declareJob(row);
      case 'order':
        return this.declareOrder(row);
      default:
        return;
    }
  }

  /** What names something not in force has no effect. */
  fold(row: number): void {
    const { columns } = this;
    const kind = columns.kind(row);
    switch (kind) {
      case 'enrolled':
      case 'completed':
      case 'certified':
      case 'dropped':
        return this.foldAttendance(row, kind);
      case 'excluded':
        return this.foldExclusion(row);
      case 'not-employed':
        this.person(columns.person(row)).notEmployedOn.push(columns.day(row));
        return;
      case 'employment-ended':
        return this.foldEnd(row);
      case 'evidence':
        this.shown[LEVELS.length * columns.subject(row) + columns.value(row)] = 1;
        return;
      case 'evidence-refused': {
        const at = LEVELS.length * columns.subject(row) + columns.value(row);
        this.refused[at] = Math.min(REFUSALS_THAT_COUNT, this.refused[at]! + 1);
        return;
      }
      case 'hired-from-order':
        return this.foldHire(row);
      case 'class':
      case 'employment-started':
      case 'order':
      case 'retracted':
        return;
    }
  }

  finish(): Histories {
    this.jobs.forEach((job, number) => {
      if (job === undefined) return;
      const at = LEVELS.length * number;
      job.level = LEVELS.find((level) => this.shown[at + level] === 1 && this.refused[at + level]! < REFUSALS_THAT_COUNT) ?? 0;
    });
    const persons = new Map<string, PersonHistory>();
    for (const person of this.persons) if (person !== undefined) persons.set(person.id, person);
    const orders = this.orders.filter((order) => order !== undefined);
    return { persons, orders: orders.sort((a, b) => compareCodePoints(a.id, b.id)) };
  }

  private declareClass(row: number): void {
    const { columns } = this;
    const number = columns.subject(row);
    const fact = columns.classFact(row);
    if (this.classes[number] !== undefined) return this.report(columns.line(row), { path: '$.class', message: `同一班次有两条有效记录：${fact.class}` });
    const table = classTableOf(fact);
    this.classes[number] = {
      id: fact.class,
      course: fact.course,
      programme: fact.programme,
      provider: fact.provider,
      region: padRegion(fact.region),
      opensOn: columns.day(row),
      endsOn: this.calendar.day(fact.endsOn),
      table,
      isCounted: table === 'placement',
    };
  }

  private declareJob(row: number): void {
    const { columns } = this;
    const number = columns.subject(row);
    if (this.jobs[number] !== undefined) return this.report(columns.line(row), { path: '$.employment', message: `同一就业记录有两条有效的开始：${columns.subjectText(row)}` });
    const { type, employer, permanent, pay, contractMonths, workplace } = columns.jobTerms(row);
    const job: Job = {
      id: columns.subjectText(row),
      type,
      employer,
      isPermanent: permanent,
      pay: pay ?? null,
      contractMonths: contractMonths ?? null,
      workplace,
      firstDay: columns.day(row),
      lastDay: Number.POSITIVE_INFINITY,
      level: 0,
    };
    this.jobs[number] = job;
    this.person(columns.person(row)).jobs.push(job);
  }

  private declareOrder(row: number): void {
    const { columns } = this;
    const number = columns.subject(row);
    if (this.orders[number] !== undefined) return this.report(columns.line(row), { path: '$.order', message: `同一订单有两条有效记录：${columns.subjectText(row)}` });
    const { seats, pay = null, contractMonths = null, permanent } = columns.orderTerms(row);
    this.orders[number] = { id: columns.subjectText(row), effectiveOn: columns.day(row), seats, pledged: { pay, contractMonths, isPermanent: permanent === true }, hired: new Set(), hiredInto: new Map() };
  }

  private foldHire(row: number): void {
    const order = this.orders[this.columns.subject(row)];
    if (order === undefined) return;
    const person = this.columns.tables.person.textOf(this.columns.person(row));
    const employment = this.columns.hiredInto(row);
    order.hired.add(person);
    if (employment !== null) order.hiredInto.set(person, [...(order.hiredInto.get(person) ?? []), employment]);
  }

  private foldAttendance(row: number, kind: FactKind): void {
    const trainingClass = this.classes[this.columns.subject(row)];
    if (trainingClass === undefined) return;
    const day = this.columns.day(row);
    const attendance = this.attendance(this.person(this.columns.person(row)), trainingClass);
    if (kind === 'enrolled') attendance.enrolledOn = earlier(attendance.enrolledOn, day);
    else if (kind === 'dropped') attendance.droppedOn = earlier(attendance.droppedOn, day);
    else {
      attendance.completedOn = earlier(attendance.completedOn, day);
      attendance.isCertified ||= kind === 'certified';
    }
  }

  private foldExclusion(row: number): void {
    const person = this.person(this.columns.person(row));
    const [on, rank, current] = [this.columns.day(row), this.columns.value(row), person.exclusion];
    if (current === null || on < current.on || (on === current.on && rank < EXCLUSION_REASONS.indexOf(current.reason))) {
      person.exclusion = { on, reason: EXCLUSION_REASONS[rank]! };
    }
  }

  private foldEnd(row: number): void {
    const job = this.jobs[this.columns.subject(row)];
    if (job === undefined) return;
    const day = this.columns.day(row);
    if (day < job.firstDay) this.report(this.columns.line(row), { path: '$.effectiveOn', message: `早于就业开始日：${job.id}` });
    job.lastDay = Math.min(job.lastDay, day);
  }

  private attendance(person: PersonHistory, trainingClass: TrainingClass): Attendance {
    const { attendances } = person;
    const many = this.attendancesByClass.get(person);
    const known = many === undefined ? attendances.find((one) => one.class === trainingClass) : many.get(trainingClass);
    if (known !== undefined) return known;
    const attendance: Attendance = { class: trainingClass, enrolledOn: null, droppedOn: null, completedOn: null, isCertified: false };
    attendances.push(attendance);
    if (many !== undefined) many.set(trainingClass, attendance);
    else if (attendances.length > MANY_CLASSES) this.attendancesByClass.set(person, new Map(attendances.map((one) => [one.class, one])));
    return attendance;
  }

  private person(number: number): PersonHistory {
    let person = this.persons[number];
    if (person === undefined) {
      person = { id: this.columns.tables.person.textOf(number), attendances: [], jobs: [], notEmployedOn: [], exclusion: null };
      this.persons[number] = person;
    }
    return person;
  }
}

function earlier(known: Day | null, day: Day): Day {
  return known === null ? day : Math.min(known, day);
}
