import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import { isRefusalOf } from '../ledger/ledger.repository.js';
import { ClassUnknown, CourseIsRetired } from '../placements.errors.js';
import type { TrainingClassEntity } from './training-class.entity.js';

/** A class as it is stored. */
export type TrainingClass = Omit<TrainingClassEntity, 'createdBy' | 'createdAt'>;

const COLUMNS = `id, county, owner_region as "ownerRegion", name, course_id as "courseId", programme, provider_id as "providerId", region, starts_on as "startsOn", ends_on as "endsOn", seats,
  on_the_job as "onTheJob", outreach`;

@Injectable()
export class ClassesRepository {
  /** @throws CourseIsRetired */
  async insert(tx: Transaction, row: TrainingClass, createdBy: string): Promise<void> {
    const written = tx.query(
      `insert into training_classes (id, county, owner_region, name, course_id, programme, provider_id, region, starts_on, ends_on, seats, on_the_job, outreach, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [row.id, row.county, row.ownerRegion, row.name, row.courseId, row.programme, row.providerId, row.region, row.startsOn, row.endsOn, row.seats, row.onTheJob, row.outreach, createdBy],
    );
    await written.catch((error: unknown) => {
      throw isRefusalOf(error, 'retired_course_is_not_opened') ? new CourseIsRetired() : error;
    });
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

  /** Newest first; `after` is the (starts_on, id) of the page before. */
  async list(tx: Transaction, after: readonly (string | number)[] | null, limit: number): Promise<TrainingClass[]> {
    return tx.query<TrainingClass[]>(
      `select ${COLUMNS} from training_classes where $1::date is null or (starts_on, id) < ($1::date, $2::uuid) order by starts_on desc, id desc limit $3`,
      [...(after ?? [null, null]), limit],
    );
  }
}
