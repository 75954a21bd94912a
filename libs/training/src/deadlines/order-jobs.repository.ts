import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';

/** A dead letter. */
export interface FailedJob {
  readonly id: number;
  readonly name: string;
  readonly attempts: number;
  /** Name of the error. */
  readonly error: string | null;
  readonly createdAt: Date;
  readonly failedAt: Date;
}

const JOB = 'id, name, attempts, error, created_at as "createdAt", failed_at as "failedAt"';
/** Jobs of the caller's region that failed for good and were not taken up again. */
const FAILED = `name = any ($1) and failed_at is not null and done_at is null and in_scope(rpad(region, 12, '0'))`;

@Injectable()
export class OrderJobsRepository {
  async listFailed(tx: Transaction, names: readonly string[], before: number | null, limit: number): Promise<FailedJob[]> {
    return tx.query<FailedJob[]>(`select ${JOB} from outbox where ${FAILED} and ($2::bigint is null or id < $2) order by id desc limit $3`, [names, before, limit]);
  }

  async lockFailed(tx: Transaction, names: readonly string[], id: number): Promise<FailedJob | null> {
    const [row] = await tx.query<FailedJob[]>(`select ${JOB} from outbox where ${FAILED} and id = $2 for update`, [names, id]);
    return row ?? null;
  }

  /** Ends the failed row and adds the same work as a new one; returns its id. */
  async again(tx: Transaction, id: number): Promise<number> {
    await tx.query('update outbox set done_at = now() where id = $1', [id]);
    const [row] = await tx.query<{ id: number }[]>('insert into outbox (queue, name, payload, region) select queue, name, payload, region from outbox where id = $1 returning id', [id]);
    await tx.query('notify outbox');
    return row!.id;
  }
}
