import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import { ClassUnknown, CourseIsRetired, PlacementInvalid } from '../placements.errors.js';
import { classRefusal } from './classes.errors.js';
import type { ClassState } from './life/class-moves.js';
import type { TrainingClassEntity } from './training-class.entity.js';

/** A class as it is stored. */
export type TrainingClass = Omit<TrainingClassEntity, 'createdBy' | 'createdAt'>;

const COLUMNS = `id, county, owner_region as "ownerRegion", name, course_id as "courseId", programme, provider_id as "providerId", region, starts_on as "startsOn", ends_on as "endsOn", seats,
  on_the_job as "onTheJob", outreach, order_id as "orderId", delivery, site_kind as "siteKind", min_seats as "minSeats", theory_hours as "theoryHours", practice_hours as "practiceHours", lodging, state, moves,
  pass_theory as "passTheory", pass_practice as "passPractice", attendance_percent as "attendancePercent"`;

/** @throws the domain error of the rule of classes by which the database refused; PlacementInvalid for an order that no class can be opened for */
export async function refusedByClass<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const constraint = typeof error === 'object' && error !== null && 'driverError' in error ? (error.driverError as { constraint?: string }).constraint : undefined;
    if (constraint === 'class_is_opened_for_an_approved_order') throw new PlacementInvalid([{ path: 'orderId', message: '本县没有这个培训订单，或它尚未批准、已取消、已开班结业' }]);
    if (constraint === 'retired_course_is_not_opened') throw new CourseIsRetired();
    throw classRefusal(constraint) ?? error;
  }
}

@Injectable()
export class ClassesRepository {
  /** @throws CourseIsRetired, PlacementInvalid for an order that no class can be opened for */
  async insert(tx: Transaction, row: TrainingClass, createdBy: string): Promise<void> {
    await refusedByClass(tx.query(
      `insert into training_classes (id, county, owner_region, name, course_id, programme, provider_id, region, starts_on, ends_on, seats, on_the_job, outreach, created_by, order_id, delivery, site_kind, min_seats, theory_hours, practice_hours, lodging, state, pass_theory, pass_practice, attendance_percent)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)`,
      [row.id, row.county, row.ownerRegion, row.name, row.courseId, row.programme, row.providerId, row.region, row.startsOn, row.endsOn, row.seats, row.onTheJob, row.outreach, createdBy,
        row.orderId, row.delivery, row.siteKind, row.minSeats, row.theoryHours, row.practiceHours, row.lodging, row.state, row.passTheory, row.passPractice, row.attendancePercent],
    ));
  }

  /** @throws ClassUnknown */
  async get(tx: Transaction, id: string): Promise<TrainingClass> {
    const [row] = await tx.query<TrainingClass[]>(`select ${COLUMNS} from training_classes where id = $1`, [id]);
    if (!row) throw new ClassUnknown();
    return row;
  }

  /** The classes of the county with one of these names (NFKC, without blanks) or ids. */
  async listByNames(tx: Transaction, names: readonly string[]): Promise<TrainingClass[]> {
    return tx.query<TrainingClass[]>(`select ${COLUMNS} from training_classes where id::text = any ($1) or regexp_replace(normalize(name, nfkc), '[\\s·•]', '', 'g') = any ($1)`, [names]);
  }

  /** One change of a class's roll at a time: seats are counted under this lock. */
  async lock(tx: Transaction, id: string): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('classes.roll ' || $1, 0))`, [id]);
  }

  /** Newest first, of one state (null: of all); `after` is the (starts_on, id) of the page before. */
  async list(tx: Transaction, state: ClassState | null, after: readonly (string | number)[] | null, limit: number): Promise<TrainingClass[]> {
    return tx.query<TrainingClass[]>(
      `select ${COLUMNS} from training_classes where ($1::text is null or state = $1) and ($2::date is null or (starts_on, id) < ($2::date, $3::uuid)) order by starts_on desc, id desc limit $4`,
      [state, ...(after ?? [null, null]), limit],
    );
  }

  /** Hours that these people attended by the class's sessions, rounded down; who has none is not named. */
  async attendedHours(tx: Transaction, id: string, registrationIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await tx.query<{ registrationId: string; hours: number }[]>(
      `select registration_id as "registrationId", floor(coalesce(sum(hours), 0))::int as hours from attendance_marks where class_id = $1 and registration_id = any ($2::uuid[]) and by_sessions group by 1`, [id, registrationIds]);
    return new Map(rows.map(({ registrationId, hours }) => [registrationId, hours]));
  }
}
