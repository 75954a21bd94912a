import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import type { NotificationState } from '../pipeline/notification-life.js';
import type { NotificationWaveEntity } from './notification-wave.entity.js';
import type { WaveStop } from './wave-rules.js';

/** How the calls of a wave stand. */
export interface WaveCalls {
  /** Still to be made. */
  readonly open: number;
  /** With an answer, by whatever way. */
  readonly answered: number;
  /** Ended without one: not made in time, stopped, the week's cap. */
  readonly ended: number;
}

/** A wave with its messages counted by state, and its calls. */
export interface NotificationWave extends NotificationWaveEntity {
  readonly counts: Readonly<Partial<Record<NotificationState, number>>>;
  readonly calls: WaveCalls;
}

const SHOWN = `w.id, w.owner_region as "ownerRegion", w.vacancy_id as "vacancyId", w.policy_notice_id as "policyNoticeId", w.number, w.size, w.confirmed_by as "confirmedBy", w.confirmed_at as "confirmedAt", w.released_by as "releasedBy", w.released_at as "releasedAt",
  w.stopped_by as "stoppedBy", w.stopped_at as "stoppedAt", w.stop_reason as "stopReason",
  coalesce((select jsonb_object_agg(c.state, c.messages) from (select n.state, count(*) as messages from notifications n where n.wave_id = w.id group by 1) as c), '{}') as counts,
  (select jsonb_build_object('open', count(*) filter (where t.closed_at is null), 'answered', count(*) filter (where t.closed_for = 'answered'), 'ended', count(*) filter (where t.closed_for <> 'answered')) from call_tasks t where t.wave_id = w.id) as calls`;

@Injectable()
export class WavesRepository {
  /** Whether a vacancy may be written about now: offered, and its employer verified. */
  async mayBeSent(tx: Transaction, vacancyId: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>('select 1 from vacancies v join employers e on e.id = canonical_employer(v.employer_id) where v.id = $1 and v.offered and e.verified_at is not null', [vacancyId]);
    return rows.length > 0;
  }

  /** The next wave of its vacancy or policy notice; null: another was first. */
  async insert(tx: Transaction, wave: { readonly ownerRegion: string; readonly vacancyId: string | null; readonly policyNoticeId: string | null; readonly size: number; readonly confirmedBy: string; readonly releasedBy: string | null; readonly at: Date }): Promise<string | null> {
    const [row] = await tx.query<{ id: string }[]>(
      `insert into notification_waves (owner_region, vacancy_id, policy_notice_id, number, size, confirmed_by, confirmed_at, released_by, released_at)
       select $1, $2, $7, coalesce(max(number), 0) + 1, $3, $4, $6, $5::text, case when $5::text is not null then $6::timestamptz end from notification_waves where vacancy_id = $2 or policy_notice_id = $7
       on conflict do nothing returning id`,
      [wave.ownerRegion, wave.vacancyId, wave.size, wave.confirmedBy, wave.releasedBy, wave.at, wave.policyNoticeId],
    );
    return row?.id ?? null;
  }

  async find(tx: Transaction, id: string): Promise<NotificationWave | null> {
    const [row] = await tx.query<NotificationWave[]>(`select ${SHOWN} from notification_waves w where w.id = $1`, [id]);
    return row ?? null;
  }

  async lock(tx: Transaction, id: string): Promise<NotificationWave | null> {
    await tx.query('select 1 from notification_waves where id = $1 for update', [id]);
    return this.find(tx, id);
  }

  /** Newest first. */
  async list(tx: Transaction, { vacancyId, policyNoticeId }: { readonly vacancyId?: string | undefined; readonly policyNoticeId?: string | undefined }, after: readonly (string | number)[] | null, limit: number): Promise<NotificationWave[]> {
    return tx.query<NotificationWave[]>(
      `select ${SHOWN} from notification_waves w where ($1::uuid is null or vacancy_id = $1) and ($5::uuid is null or policy_notice_id = $5) and ($2::timestamptz is null or (date_trunc('milliseconds', confirmed_at), id) < ($2::timestamptz, $3::uuid))
       order by date_trunc('milliseconds', confirmed_at) desc, id desc limit $4`,
      [vacancyId ?? null, ...(after ?? [null, null]), limit, policyNoticeId ?? null],
    );
  }

  async release(tx: Transaction, id: string, by: string, at: Date): Promise<void> {
    await tx.query('update notification_waves set released_by = $2, released_at = $3 where id = $1', [id, by, at]);
  }

  /** The messages of a wave that wait for its release. */
  async listPlanned(tx: Transaction, id: string): Promise<{ readonly id: string; readonly traineeId: string; readonly ownerRegion: string }[]> {
    return tx.query(`select id, registration_id as "traineeId", owner_region as "ownerRegion" from notifications where wave_id = $1 and state = 'planned' order by wave_position`, [id]);
  }

  /** Nothing of it goes any more; returns how many messages that spares. */
  async stop(tx: Transaction, id: string, by: string, reason: WaveStop, at: Date): Promise<number> {
    await tx.query('update notification_waves set stopped_by = $2, stopped_at = $3, stop_reason = $4 where id = $1 and stopped_at is null', [id, by, at, reason]);
    const [row] = await tx.query<{ spared: number }[]>(`select cancel_wave($1, 'wave-stopped', $2) as spared`, [id, at]);
    return row!.spared;
  }
}
