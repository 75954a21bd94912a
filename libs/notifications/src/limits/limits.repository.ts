import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import type { NumberBlockEntity, SmsBudgetEntity } from './limits.entity.js';

/** A number that nothing is sent to, as officers see it. */
export interface NumberBlock extends Omit<NumberBlockEntity, 'phoneIndex'> {
  readonly phoneMasked: string | null;
}

const BLOCK = `b.id, b.owner_region as "ownerRegion", b.reason, b.notification_id as "notificationId", b.blocked_by as "blockedBy", b.at, b.lifted_by as "liftedBy", b.lifted_at as "liftedAt",
  (select r.phone_masked from registrations r where r.phone_index = b.phone_index limit 1) as "phoneMasked"`;

@Injectable()
export class LimitsRepository {
  /** False: it has opted out before. */
  async optOut(tx: Transaction, row: { readonly phoneIndex: string; readonly purpose: string; readonly ownerRegion: string; readonly traineeId: string | null; readonly replyId: string | null; readonly by: string; readonly at: Date }): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      'insert into message_opt_outs (phone_index, purpose, owner_region, registration_id, reply_id, recorded_by, at) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning at',
      [row.phoneIndex, row.purpose, row.ownerRegion, row.traineeId, row.replyId, row.by, row.at],
    );
    return rows.length > 0;
  }

  /** False: it is blocked already. */
  async block(tx: Transaction, row: { readonly phoneIndex: string; readonly ownerRegion: string; readonly reason: NumberBlockEntity['reason']; readonly notificationId: string | null; readonly by: string; readonly at: Date }): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      'insert into number_blocks (phone_index, owner_region, reason, notification_id, blocked_by, at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning id',
      [row.phoneIndex, row.ownerRegion, row.reason, row.notificationId, row.by, row.at],
    );
    return rows.length > 0;
  }

  /** Null: there is none in force in scope. */
  async lift(tx: Transaction, id: string, by: string, at: Date): Promise<NumberBlock | null> {
    const [rows] = await tx.query<[NumberBlock[], number]>(`update number_blocks b set lifted_by = $2, lifted_at = $3 where id = $1 and lifted_at is null returning ${BLOCK}`, [id, by, at]);
    return rows[0] ?? null;
  }

  /** Those in force, newest first. */
  async listBlocks(tx: Transaction, after: readonly (string | number)[] | null, limit: number): Promise<NumberBlock[]> {
    return tx.query<NumberBlock[]>(
      `select ${BLOCK} from number_blocks b where lifted_at is null and ($1::timestamptz is null or (date_trunc('milliseconds', at), id) < ($1::timestamptz, $2::uuid)) order by date_trunc('milliseconds', at) desc, id desc limit $3`,
      [...(after ?? [null, null]), limit],
    );
  }

  async setBudget(tx: Transaction, row: Pick<SmsBudgetEntity, 'county' | 'partsPerDay' | 'setBy' | 'setAt'>): Promise<void> {
    await tx.query(
      `insert into sms_budgets (county, owner_region, parts_per_day, set_by, set_at) values ($1, rpad($1, 12, '0'), $2, $3, $4) on conflict (county) do update set parts_per_day = excluded.parts_per_day, set_by = excluded.set_by, set_at = excluded.set_at`,
      [row.county, row.partsPerDay, row.setBy, row.setAt],
    );
  }

  /** What is allowed and what is spent of a civil day. */
  async budget(tx: Transaction, county: string, day: string): Promise<{ readonly partsPerDay: number | null; readonly spent: number }> {
    const [row] = await tx.query<{ partsPerDay: number | null; spent: number }[]>(
      'select (select parts_per_day from sms_budgets where county = $1) as "partsPerDay", coalesce((select spent from sms_budget_days where county = $1 and day = $2), 0) as spent', [county, day],
    );
    return row!;
  }
}
