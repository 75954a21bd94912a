import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Reach } from '@app/matching';
import type { Transaction } from '@app/platform';

/** Somebody on the roll, or on the waiting list, of a class that waits for its timetable. */
export interface EnrolledPerson {
  readonly traineeId: string;
  readonly classId: string;
  readonly ownerRegion: string;
  readonly region: string | null;
  readonly reach: Reach | null;
  /** On the waiting list: there was no seat. */
  readonly isWaiting: boolean;
}

/** Somebody in a class that runs: for its days they are busy. */
export interface OccupiedPerson {
  readonly traineeId: string;
  readonly from: CivilDate;
  readonly to: CivilDate;
}

/** People of a county as the calendar of its classes sees them, from the ledger and the classes. */
@Injectable()
export class WishingPeopleRepository {
  /** Everybody on the rolls of these classes (enrolled, and not dropped, completed or certified), and on their waiting lists. */
  async listEnrolled(tx: Transaction, classIds: readonly string[]): Promise<EnrolledPerson[]> {
    return tx.query<EnrolledPerson[]>(
      `select f.registration_id as "traineeId", f.class_id as "classId", r.owner_region as "ownerRegion", r.region, r.reach, false as "isWaiting" from ledger_facts f join registrations r on r.id = f.registration_id
       where f.class_id = any ($1::uuid[]) and f.kind = 'enrolled' and fact_in_force(f.id)
         and not exists (select from ledger_facts d where d.class_id = f.class_id and d.registration_id = f.registration_id and d.kind in ('dropped', 'completed', 'certified') and fact_in_force(d.id))
       union all select w.registration_id, w.class_id, r.owner_region, r.region, r.reach, true from class_waiting w join registrations r on r.id = w.registration_id where w.class_id = any ($1::uuid[]) and w.ended_how is null order by 1, 2`,
      [classIds],
    );
  }

  /** Those who attend another class of the county within the window. */
  async listOccupied(tx: Transaction, county: string, window: { readonly from: CivilDate; readonly to: CivilDate }, exceptClassIds: readonly string[]): Promise<OccupiedPerson[]> {
    return tx.query<OccupiedPerson[]>(
      `select k.registration_id as "traineeId", c.starts_on as "from", c.ends_on as "to" from course_records k join training_classes c on c.id = k.class_id
       where starts_with(k.owner_region, $1) and k.state = 'in-progress' and c.starts_on <= $3 and c.ends_on >= $2 and c.id <> all ($4::uuid[])`,
      [county, window.from, window.to, exceptClassIds],
    );
  }
}
