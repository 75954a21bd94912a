import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';

@Injectable()
export class HeldRunRepository {
  /** Held runs of the caller's scope by source; they wait since they ended. */
  async countBySource(tx: Transaction): Promise<{ source: string; count: number; oldestAt: Date }[]> {
    return tx.query(`select source, count(*)::int as count, min(coalesce(ended_at, requested_at)) as "oldestAt" from import_runs where state = 'held' group by source order by source`);
  }

  /** The runs, the oldest first, locked. */
  async lock(tx: Transaction, ids: readonly string[]): Promise<{ id: string; state: string }[]> {
    return tx.query('select id, state from import_runs where id = any ($1::uuid[]) order by requested_at, id for update', [ids]);
  }

  /** Forgets what they withheld. Stopped, not incomplete: a later run must not go on from their pages. */
  async discard(tx: Transaction, ids: readonly string[]): Promise<void> {
    await tx.query(`update import_runs set state = 'stopped', held_closings = '{}', held_missing = '{}', updated_at = now(), version = version + 1 where id = any ($1::uuid[])`, [ids]);
  }
}
