import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import type { CallReason } from '../channels/next-channel.js';
import type { CallClosing, CallRefusal, CallResult, CallVerdict } from './call-rules.js';

/** Somebody to be put on the list of a wave. */
export interface WantedCall {
  readonly registration_id: string;
  readonly wave_id: string;
  readonly reason: CallReason;
}

export interface PlannedCall {
  readonly traineeId: string;
  readonly waveId: string;
  readonly verdict: CallVerdict;
}

/** A call that is to be made, with whom and what about. */
export interface OpenCall {
  readonly id: string;
  readonly traineeId: string;
  readonly waveId: string;
  readonly vacancyId: string;
  readonly ownerRegion: string;
  readonly name: string;
  /** As it is on record now; null: there is none. */
  readonly phoneMasked: string | null;
  readonly reason: CallReason;
  readonly title: string;
  readonly employerName: string;
  readonly region: string | null;
  readonly regionLabel: string | null;
  readonly payFrom: number | null;
  readonly payTo: number | null;
  readonly plannedAt: Date;
  readonly validUntil: Date;
  readonly tries: number;
  readonly lastTriedAt: Date | null;
}

/** A call of a wave with what became of it, for offices. */
export interface CallOfWave {
  readonly id: string;
  readonly traineeId: string;
  readonly ownerRegion: string;
  readonly reason: CallReason;
  readonly plannedAt: Date;
  readonly validUntil: Date;
  readonly tries: number;
  readonly lastTriedAt: Date | null;
  readonly closedFor: CallClosing | null;
  readonly lastResult: CallResult | null;
  readonly refusal: CallRefusal | null;
}

/** A result with what it is about: what the answer stands on. */
export interface ResultOfCall {
  readonly taskId: string;
  readonly ownerRegion: string;
  readonly traineeId: string;
  readonly vacancyId: string;
  readonly result: CallResult;
  readonly reason: CallRefusal | null;
}

const OPEN = `t.id, t.registration_id as "traineeId", t.wave_id as "waveId", t.vacancy_id as "vacancyId", t.owner_region as "ownerRegion", r.name, r.phone_masked as "phoneMasked", t.reason,
  v.title, e.name as "employerName", v.region, v.region_label as "regionLabel", v.pay_from as "payFrom", v.pay_to as "payTo", t.planned_at as "plannedAt", t.valid_until as "validUntil", t.tries, t.last_tried_at as "lastTriedAt"`;

/** Rows of call lists. They are made and moved by the database's functions only. */
@Injectable()
export class CallsRepository {
  /** Puts people on the lists of their waves, each with every check; who is out of scope is missing. */
  async plan(tx: Transaction, wanted: readonly WantedCall[], validUntil: Date, at: Date): Promise<PlannedCall[]> {
    return tx.query<PlannedCall[]>('select registration_id as "traineeId", wave_id as "waveId", verdict from plan_calls($1::jsonb, $2, $3)', [JSON.stringify(wanted), validUntil, at]);
  }

  /** What is to be called now, by village, who waits longest first. */
  async listOpen(tx: Transaction, at: Date, after: readonly (string | number)[] | null, limit: number): Promise<OpenCall[]> {
    return tx.query<OpenCall[]>(
      `select ${OPEN} from call_tasks t join registrations r on r.id = t.registration_id join vacancies v on v.id = t.vacancy_id join employers e on e.id = v.employer_id
       where t.closed_at is null and not t.held and t.valid_until > $1 and v.offered
         and ($2::text is null or (t.owner_region, date_trunc('milliseconds', t.planned_at), t.id) > ($2, $3::timestamptz, $4::uuid))
       order by t.owner_region, date_trunc('milliseconds', t.planned_at), t.id limit $5`,
      [at, ...(after ?? [null, null, null]), limit],
    );
  }

  async listOfWave(tx: Transaction, waveId: string, after: readonly (string | number)[] | null, limit: number): Promise<CallOfWave[]> {
    return tx.query<CallOfWave[]>(
      `select t.id, t.registration_id as "traineeId", t.owner_region as "ownerRegion", t.reason, t.planned_at as "plannedAt", t.valid_until as "validUntil", t.tries, t.last_tried_at as "lastTriedAt", t.closed_for as "closedFor", l.result as "lastResult", l.reason as refusal
       from call_tasks t left join lateral (select r.result, r.reason from call_results r where r.task_id = t.id order by r.number desc limit 1) l on true
       where t.wave_id = $1 and ($2::text is null or (t.owner_region, t.id) > ($2, $3::uuid)) order by t.owner_region, t.id limit $4`,
      [waveId, ...(after ?? [null, null]), limit],
    );
  }

  /** Null: there is no such call in scope. */
  async record(tx: Transaction, id: string, result: CallResult, reason: CallRefusal | null, at: Date): Promise<{ readonly verdict: 'recorded' | 'again' | 'closed'; readonly resultId: string | null } | null> {
    const [row] = await tx.query<{ verdict: 'recorded' | 'again' | 'closed'; resultId: string | null }[]>('select verdict, result_id as "resultId" from record_call($1, $2, $3, $4)', [id, result, reason, at]);
    return row ?? null;
  }

  async findResult(tx: Transaction, resultId: string): Promise<ResultOfCall | null> {
    const [row] = await tx.query<ResultOfCall[]>(
      `select t.id as "taskId", t.owner_region as "ownerRegion", t.registration_id as "traineeId", t.vacancy_id as "vacancyId", r.result, r.reason from call_results r join call_tasks t on t.id = r.task_id where r.id = $1`, [resultId]);
    return row ?? null;
  }

  /** Of waves that still run: whom the message certainly did not reach, and who is on no list; by message, from one on. @param waveId null: of all waves confirmed since then */
  async listUnreached(tx: Transaction, { waveId, since, after, limit }: { readonly waveId: string | null; readonly since: Date; readonly after: string | null; readonly limit: number }): Promise<(WantedCall & { readonly message: string })[]> {
    return tx.query(
      `select n.id as message, n.registration_id, n.wave_id, case when n.reason = 'opted-out' then 'opted-out' when n.reason = 'number-blocked' then 'number-blocked' else 'sms-failed' end as reason
       from notification_waves w join notifications n on n.wave_id = w.id
       where (w.id = $1 or ($1::uuid is null and w.confirmed_at >= $2)) and w.stopped_at is null and (n.state in ('failed', 'rejected') or (n.state = 'cancelled' and n.reason in ('telephone-changed', 'number-blocked', 'opted-out')))
         and ($3::uuid is null or n.id > $3) and not exists (select from call_tasks t where t.registration_id = n.registration_id and t.vacancy_id = n.vacancy_id) order by n.id limit $4`,
      [waveId, since, after, limit],
    );
  }

  /** Ends what nobody called in time, and what is about posts that are no longer offered. */
  async close(tx: Transaction, at: Date): Promise<number> {
    const [row] = await tx.query<{ closed: number }[]>('select close_calls($1) as closed', [at]);
    return row!.closed;
  }
}
