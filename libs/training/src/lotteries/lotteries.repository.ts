import { Injectable } from '@nestjs/common';
import type { LotteryApplicant, LotteryNotice, LotteryResult } from '@app/scheduling';
import type { Transaction } from '@app/platform';
import { refusing } from '../training.errors.js';
import type { LotteryEntity } from './lottery.entity.js';
import type { NumberedApplicant } from './lottery-list.js';

export type LotteryRow = Omit<LotteryEntity, 'ownerRegion'>;

/** Who was called to a seat, by number. */
export interface LotteryCall {
  readonly entry: string;
  readonly seat: string;
  readonly freedBy: string | null;
  readonly calledAt: Date;
}

/** A person of the caller's scope with their number and what the draw gave them. */
export interface LotteryEntryRow {
  readonly registrationId: string;
  readonly ownerRegion: string;
  readonly entry: string;
  readonly place: number | null;
  readonly isCalled: boolean;
}

const LOTTERY = `l.id, l.order_id as "orderId", l.county, l.seats, l.closes_at as "closesAt", l.notice, l.notice_hash as "noticeHash", l.seed_hash as "seedHash", l.sealed_seed as "sealedSeed", l.state, l.announced_by as "announcedBy", l.announced_at as "announcedAt",
  l.list_hash as "listHash", l.applicants, l.closed_by as "closedBy", l.closed_at as "closedAt", l.seed, l.public_value as "publicValue", l.result_hash as "resultHash", l.drawn_by as "drawnBy", l.drawn_at as "drawnAt",
  l.cancelled_by as "cancelledBy", l.cancelled_at as "cancelledAt", l.cancel_reason as "cancelReason"`;

@Injectable()
export class LotteriesRepository {
  /** @throws OrderNotRecruiting, LotteryMoveRefused (there is one, or the closing is past) */
  async add(tx: Transaction, { id, orderId, county, notice, noticeHash, sealedSeed, by }: { readonly id: string; readonly orderId: string; readonly county: string; readonly notice: LotteryNotice; readonly noticeHash: string; readonly sealedSeed: string; readonly by: string }): Promise<void> {
    await refusing(tx.query(
      `insert into lotteries (id, order_id, county, owner_region, seats, closes_at, notice, notice_hash, seed_hash, sealed_seed, announced_by) values ($1, $2, $3, rpad($3, 12, '0'), $4, $5::timestamptz, $6, $7, $8, $9, $10)`,
      [id, orderId, county, notice.seats, notice.closesAt, JSON.stringify(notice), noticeHash, notice.seedHash, sealedSeed, by],
    ));
  }

  async find(tx: Transaction, orderId: string, id: string): Promise<LotteryRow | null> {
    const [row] = await tx.query<LotteryRow[]>(`select ${LOTTERY} from lotteries l where l.order_id = $1 and l.id = $2`, [orderId, id]);
    return row ?? null;
  }

  async lock(tx: Transaction, orderId: string, id: string): Promise<LotteryRow | null> {
    const [row] = await tx.query<LotteryRow[]>(`select ${LOTTERY} from lotteries l where l.order_id = $1 and l.id = $2 for update`, [orderId, id]);
    return row ?? null;
  }

  /** The newest first. */
  async list(tx: Transaction, orderId: string): Promise<LotteryRow[]> {
    return tx.query<LotteryRow[]>(`select ${LOTTERY} from lotteries l where l.order_id = $1 order by l.announced_at desc, l.id`, [orderId]);
  }

  /** Those who applied before the closing and did not take it back, with their households. */
  async listApplied(tx: Transaction, orderId: string, until: Date): Promise<{ readonly registrationId: string; readonly ownerRegion: string }[]> {
    return tx.query(`select registration_id as "registrationId", owner_region as "ownerRegion" from order_applications where order_id = $1 and withdrawn_at is null and recorded_at <= $2 order by registration_id`, [orderId, until]);
  }

  /** Writes the list, then closes it: numbers for everybody to see, and apart from them who has which. @throws LotteryMoveRefused */
  async close(tx: Transaction, id: string, list: readonly NumberedApplicant[], listHash: string, by: string): Promise<void> {
    await refusing(tx.query('insert into lottery_list (lottery_id, entry, losses, groups) select $1, id, losses, groups from jsonb_to_recordset($2::jsonb) as g (id text, losses int, groups text[])', [id, JSON.stringify(list)]));
    await refusing(tx.query(`insert into lottery_entries (lottery_id, entry, registration_id, owner_region) select $1, id, "registrationId", "ownerRegion" from jsonb_to_recordset($2::jsonb) as g (id text, "registrationId" uuid, "ownerRegion" text)`, [id, JSON.stringify(list)]));
    await refusing(tx.query(`update lotteries set state = 'closed', list_hash = $2, applicants = $3, closed_by = $4, closed_at = clock_timestamp() where id = $1`, [id, listHash, list.length, by]));
  }

  /** Writes the result, then calls those who have a seat. @throws LotteryMoveRefused */
  async draw(tx: Transaction, id: string, { seed, publicValue, result, by }: { readonly seed: string; readonly publicValue: string | null; readonly result: LotteryResult; readonly by: string }): Promise<void> {
    const places = [...result.seated, ...result.waiting.map((entry) => ({ id: entry, seat: null }))].map((each, i) => ({ ...each, place: i + 1 }));
    await refusing(tx.query('insert into lottery_results (lottery_id, place, entry, seat) select $1, place, id, seat from jsonb_to_recordset($2::jsonb) as g (place int, id text, seat text)', [id, JSON.stringify(places)]));
    await refusing(tx.query(`update lotteries set state = 'drawn', seed = $2, public_value = $3, result_hash = $4, drawn_by = $5, drawn_at = clock_timestamp() where id = $1`, [id, seed, publicValue, result.resultHash, by]));
  }

  /** @throws LotteryMoveRefused */
  async cancel(tx: Transaction, id: string, reason: string, by: string): Promise<void> {
    await refusing(tx.query(`update lotteries set state = 'cancelled', cancel_reason = $2, cancelled_by = $3, cancelled_at = clock_timestamp() where id = $1`, [id, reason, by]));
  }

  /** The list as it is published, by number. */
  async listLines(tx: Transaction, id: string): Promise<LotteryApplicant[]> {
    return tx.query<LotteryApplicant[]>('select entry as id, losses, groups from lottery_list where lottery_id = $1 order by entry', [id]);
  }

  async listResult(tx: Transaction, id: string): Promise<{ readonly id: string; readonly seat: string | null }[]> {
    return tx.query('select entry as id, seat from lottery_results where lottery_id = $1 order by place', [id]);
  }

  async listCalls(tx: Transaction, id: string): Promise<LotteryCall[]> {
    return tx.query<LotteryCall[]>('select entry, seat, freed_by as "freedBy", called_at as "calledAt" from lottery_calls where lottery_id = $1 order by called_at, entry', [id]);
  }

  /** Numbers of the caller's own people, by number. */
  async listEntries(tx: Transaction, id: string): Promise<LotteryEntryRow[]> {
    return tx.query<LotteryEntryRow[]>(
      `select e.registration_id as "registrationId", e.owner_region as "ownerRegion", e.entry, r.place, exists (select from lottery_calls c where c.lottery_id = e.lottery_id and c.entry = e.entry) as "isCalled"
       from lottery_entries e left join lottery_results r on r.lottery_id = e.lottery_id and r.entry = e.entry where e.lottery_id = $1 order by e.entry`, [id]);
  }

  /** Whom the draw called and nobody has offered the seat. */
  async listCalledWithoutOffer(tx: Transaction, orderId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>(
      `select e.registration_id as id from lotteries l join lottery_calls c on c.lottery_id = l.id join lottery_entries e on e.lottery_id = c.lottery_id and e.entry = c.entry
       where l.order_id = $1 and l.state = 'drawn' and exists (select from order_applications a where a.order_id = l.order_id and a.registration_id = e.registration_id and a.withdrawn_at is null)
         and not exists (select from class_offers f where f.order_id = l.order_id and f.registration_id = e.registration_id and f.created_at >= date_trunc('milliseconds', l.drawn_at) and (f.state in ('made', 'told', 'accepted', 'refused', 'expired') or f.ended_for not in ('terms-changed', 'made-in-error', 'order-ended', 'class-aborted')))
       order by c.called_at, c.entry`, [orderId]);
    return rows.map(({ id }) => id);
  }

  /** Seats that fell free and nobody was called to. */
  async listFreed(tx: Transaction, orderId: string): Promise<{ readonly lotteryId: string; readonly entry: string; readonly seat: string }[]> {
    return tx.query('select lottery_id as "lotteryId", entry, seat from freed_lottery_seats($1)', [orderId]);
  }

  /** Numbers on the waiting list whose people want no seat any more, or sit in another class. */
  async listGone(tx: Transaction, id: string): Promise<string[]> {
    const rows = await tx.query<{ entry: string }[]>('select entry from lottery_gone($1) as entry', [id]);
    return rows.map(({ entry }) => entry);
  }

  /** @throws LotteryMoveRefused: others come first */
  async call(tx: Transaction, id: string, calls: readonly { readonly entry: string; readonly seat: string; readonly freedBy: string }[]): Promise<void> {
    await refusing(tx.query('insert into lottery_calls (lottery_id, entry, seat, freed_by) select $1, entry, seat, "freedBy" from rows from (jsonb_to_recordset($2::jsonb) as (entry text, seat text, "freedBy" text)) with ordinality as g order by ordinality', [id, JSON.stringify(calls)]));
  }
}
