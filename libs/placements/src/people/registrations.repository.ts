import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import { Outbox, type Transaction } from '@app/platform';
import type { TraineeJobs } from '@app/trainees';
import type { Subject } from '../ledger/ledger-row.js';
import { PersonUnknown } from '../placements.errors.js';

/** A person as lists show one. */
export interface ShownPerson {
  readonly registrationId: string;
  readonly name: string;
  readonly idNumberMasked: string;
  readonly ownerRegion: string;
}

/** What a class says of a trainee's course: the score reads it from the registration. */
export interface ClassRecord extends Subject {
  readonly courseId: string;
  readonly classId: string;
  readonly state: 'in-progress' | 'completed' | 'certified' | 'dropped';
  readonly endedOn: CivilDate | null;
  readonly plannedEnd: CivilDate | null;
  readonly hoursDone: number | null;
}

/** The registrations that facts are about, under the caller's row scope. */
@Injectable()
export class RegistrationsRepository {
  constructor(private readonly outbox: Outbox) {}

  /**
   * The registrations of these ids, in their order.
   * @throws PersonUnknown naming every id that is not in scope
   */
  async getSubjects(tx: Transaction, ids: readonly string[], path = 'traineeIds'): Promise<Subject[]> {
    const rows = await tx.query<Subject[]>(`select id as "registrationId", person_id as "personId", owner_region as "ownerRegion" from registrations where id = any ($1::uuid[])`, [ids]);
    const byId = new Map(rows.map((row) => [row.registrationId, row]));
    const faults = ids.flatMap((id, i) => (byId.has(id) ? [] : [{ path: `${path}[${i}]`, message: '没有这名学员，或不在您的管辖范围内' }]));
    if (faults.length > 0) throw new PersonUnknown(faults);
    return ids.map((id) => byId.get(id)!);
  }

  /** @throws PersonUnknown */
  async getSubject(tx: Transaction, id: string): Promise<Subject> {
    return (await this.getSubjects(tx, [id], 'traineeId'))[0]!;
  }

  /** Names and masked numbers of those in scope, by registration id. */
  async findShown(tx: Transaction, ids: readonly string[]): Promise<Map<string, ShownPerson>> {
    const rows = await tx.query<ShownPerson[]>(`select id as "registrationId", name, id_number_masked as "idNumberMasked", owner_region as "ownerRegion" from registrations where id = any ($1::uuid[])`, [ids]);
    return new Map(rows.map((row) => [row.registrationId, row]));
  }

  /** Writes what a class says of its trainees' courses, and asks for their matches to be made anew. */
  async writeClassRecords(tx: Transaction, records: readonly ClassRecord[]): Promise<void> {
    if (records.length === 0) return;
    await upsertClassRecords(tx, records);
    await this.announce(tx, records);
  }

  /** Asks for the matches of these people to be made anew. */
  async announce(tx: Transaction, subjects: readonly Subject[]): Promise<void> {
    const traineeIds = [...new Set(subjects.map((subject) => subject.registrationId))];
    await this.outbox.add<TraineeJobs, 'trainees.changed'>(tx, 'trainees.changed', { traineeIds }, { queue: 'counties', region: subjects[0]!.ownerRegion.slice(0, 6) });
  }
}

/** Writes course records of classes in one statement. */
export async function upsertClassRecords(tx: Transaction, records: readonly ClassRecord[]): Promise<void> {
  // In one order everywhere, so that two classes with the same people wait for each other instead of dead-locking.
  const sorted = [...records].sort((a, b) => (a.registrationId < b.registrationId ? -1 : 1));
  await tx.query(
    `insert into course_records as c (registration_id, owner_region, course_id, class_id, state, ended_on, planned_end, hours_done)
     select "registrationId", "ownerRegion", "courseId", "classId", state, "endedOn", "plannedEnd", "hoursDone"
     from jsonb_to_recordset($1) as g ("registrationId" uuid, "ownerRegion" text, "courseId" text, "classId" uuid, state text, "endedOn" date, "plannedEnd" date, "hoursDone" int)
     on conflict on constraint one_record_per_course_and_class do update
       set state = excluded.state, ended_on = excluded.ended_on, planned_end = excluded.planned_end, hours_done = coalesce(excluded.hours_done, c.hours_done), updated_at = now()`,
    [JSON.stringify(sorted)],
  );
}
