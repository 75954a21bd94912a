import { Injectable } from '@nestjs/common';
import type { Reader, Transaction } from '@app/platform';
import type { SmsReceipt } from '../providers/sms-provider.js';
import type { NotificationAttemptEntity, NotificationEntity } from './notification.entity.js';
import type { NotificationPurpose, NotificationState } from './notification-life.js';

/** A message as officers see it: masked, its text still sealed. */
export type Notification = Omit<NotificationEntity, 'personId' | 'phoneIndex' | 'variables'>;
export type NotificationAttempt = Pick<NotificationAttemptEntity, 'number' | 'provider' | 'at' | 'outcome' | 'code' | 'latencyMs'>;

export interface NotificationFilter {
  readonly state?: NotificationState | undefined;
  readonly purpose?: NotificationPurpose | undefined;
  readonly waveId?: string | undefined;
  readonly traineeId?: string | undefined;
}

/** How far a message is. */
export type MessageStanding = Pick<NotificationEntity, 'dedupeKey' | 'state' | 'reason' | 'dueAt' | 'acceptedAt' | 'claimedAt'>;

/** A message to be planned; text and variables sealed under its id. */
export interface NewNotificationRow {
  readonly id: string;
  readonly registration_id: string;
  readonly purpose: NotificationPurpose;
  readonly dedupe_key: string;
  readonly out_id: string;
  readonly template: string;
  readonly text: string;
  readonly variables: string;
  readonly parts: number;
  readonly vacancy_id: string | null;
  readonly wave_id: string | null;
  readonly wave_position: number | null;
  readonly valid_until: string;
  readonly due_at: string;
}

/** What the claim says of a message. Only a claimed one carries anything to send. */
export type Claim =
  | { readonly id: string; readonly verdict: 'cancelled' }
  | { readonly id: string; readonly verdict: 'held'; readonly dueAt: Date }
  | ({ readonly id: string; readonly verdict: 'claimed' } & ClaimedMessage);

export interface ClaimedMessage {
  readonly provider: string;
  readonly attempt: number;
  readonly outId: string;
  readonly template: string;
  readonly text: string;
  readonly variables: string;
  readonly registrationId: string;
  readonly phone: string;
}

/** What a hand-over came to, and what follows. */
export interface SubmissionRow {
  readonly id: string;
  readonly attempt: number;
  readonly outcome: 'accepted' | 'refused' | 'unknown';
  readonly code: string | null;
  readonly provider_id: string | null;
  readonly latency_ms: number;
  readonly away: boolean;
  readonly next: 'queued' | 'rejected' | null;
  readonly due_at: string | null;
}

/** A receipt, and who gave it. */
export interface GivenReceipt extends SmsReceipt {
  readonly provider: string;
}

/** A message of which nobody knows. */
export interface DoubtfulMessage {
  readonly id: string;
  readonly ownerRegion: string;
  readonly provider: string;
  readonly providerId: string | null;
  readonly outId: string;
  readonly claimedAt: Date;
  readonly registrationId: string;
  /** Sealed; null: the registration has another telephone by now. */
  readonly phone: string | null;
}

const SHOWN = `n.id, n.owner_region as "ownerRegion", n.registration_id as "registrationId", n.phone_masked as "phoneMasked", n.purpose, n.dedupe_key as "dedupeKey", n.out_id as "outId", n.template, n.text, n.parts,
  n.vacancy_id as "vacancyId", n.wave_id as "waveId", n.wave_position as "wavePosition", n.planned_at as "plannedAt", n.valid_until as "validUntil", n.due_at as "dueAt", n.state, n.held_for as "heldFor", n.reason, n.attempts,
  n.provider, n.provider_id as "providerId", n.provider_code as "providerCode", n.claimed_at as "claimedAt", n.accepted_at as "acceptedAt", n.ended_at as "endedAt", n.decided_by as "decidedBy", n.decided_at as "decidedAt", n.forgotten_at as "forgottenAt"`;

/** Rows of messages. They move by the database's functions only: the application has no right to their state. */
@Injectable()
export class NotificationsRepository {
  /** Adds messages to people in scope who have a mobile; those whose key is known already, and those whom none reaches, are missing from the answer. */
  async insert(tx: Transaction, rows: readonly NewNotificationRow[], at: Date): Promise<{ readonly id: string; readonly registrationId: string; readonly ownerRegion: string }[]> {
    return tx.query(
      `insert into notifications (id, owner_region, registration_id, person_id, phone_index, phone_masked, purpose, dedupe_key, out_id, template, text, variables, parts, vacancy_id, wave_id, wave_position, planned_at, valid_until, due_at)
       select g.id, r.owner_region, r.id, r.person_id, r.phone_index, r.phone_masked, g.purpose, g.dedupe_key, g.out_id, g.template, g.text, g.variables, g.parts, g.vacancy_id, g.wave_id, g.wave_position, $2, g.valid_until, g.due_at
       from jsonb_to_recordset($1::jsonb) as g (id uuid, registration_id uuid, purpose text, dedupe_key text, out_id text, template text, text text, variables text, parts int, vacancy_id uuid, wave_id uuid, wave_position int, valid_until timestamptz, due_at timestamptz)
         join registrations r on r.id = g.registration_id
       where r.phone_masked like '1%' order by g.dedupe_key
       on conflict on constraint one_notification_per_dedupe_key do nothing returning id, registration_id as "registrationId", owner_region as "ownerRegion"`,
      [JSON.stringify(rows), at],
    );
  }

  /** Planned ones may go from now on; returns which did. */
  async queue(tx: Transaction, ids: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>('select queue_notifications as id from queue_notifications($1::uuid[])', [ids]);
    return rows.map((row) => row.id);
  }

  /** Every check, and the move to `submitting` of what passes them all. */
  async claim(tx: Transaction, ids: readonly string[], at: Date, providers: readonly string[]): Promise<Claim[]> {
    return tx.query<Claim[]>(
      `select id, verdict, due_at as "dueAt", provider, attempt, out_id as "outId", template, sealed_text as text, sealed_variables as variables, registration_id as "registrationId", sealed_phone as phone from claim_notifications($1::uuid[], $2, $3::text[])`,
      [ids, at, providers],
    );
  }

  async record(tx: Transaction, outcomes: readonly SubmissionRow[], at: Date): Promise<void> {
    await tx.query('select record_submissions($1::jsonb, $2)', [JSON.stringify(outcomes), at]);
  }

  /** Until when messages are valid. */
  async validities(tx: Transaction, ids: readonly string[]): Promise<Map<string, Date>> {
    const rows = await tx.query<{ id: string; validUntil: Date }[]>('select id, valid_until as "validUntil" from notifications where id = any ($1::uuid[])', [ids]);
    return new Map(rows.map((row) => [row.id, row.validUntil]));
  }

  /** Handed over before then and never answered for: nobody knows. */
  async lapse(tx: Transaction, ids: readonly string[], before: Date): Promise<void> {
    await tx.query('select lapse_submissions($1::uuid[], $2)', [ids, before]);
  }

  /** Of the region in scope: messages that were due, or handed over, before then and still wait. */
  async listLeftBehind(tx: Transaction, before: Date): Promise<{ readonly queued: string[]; readonly submitting: string[] }> {
    const [row] = await tx.query<{ queued: string[]; submitting: string[] }[]>(
      `select coalesce(array_agg(id order by due_at) filter (where state = 'queued'), '{}') as queued, coalesce(array_agg(id) filter (where state = 'submitting'), '{}') as submitting
       from notifications where (state = 'queued' and due_at < $1) or (state = 'submitting' and claimed_at < $1)`,
      [before],
    );
    return row!;
  }

  async listDoubtful(tx: Transaction, ids: readonly string[]): Promise<DoubtfulMessage[]> {
    return tx.query<DoubtfulMessage[]>(
      `select n.id, n.owner_region as "ownerRegion", n.provider, n.provider_id as "providerId", n.out_id as "outId", n.claimed_at as "claimedAt", n.registration_id as "registrationId", r.phone
       from notifications n left join registrations r on r.id = n.registration_id and r.phone_index = n.phone_index where n.id = any ($1::uuid[]) and n.state = 'unknown'`,
      [ids],
    );
  }

  /** Takes what a provider reports, whoever asks; returns how many belong to a message of ours. */
  async takeReceipts(reader: Reader, source: 'callback' | 'query', receipts: readonly GivenReceipt[], at: Date): Promise<number> {
    const rows = receipts.map(({ provider, reference, status, code, hard, reportedAt }) => ({ provider, source, reference, status, code, hard, reported_at: reportedAt?.toISOString() ?? null }));
    const [row] = await reader.query<{ known: number }[]>('select take_receipts($1::jsonb, $2) as known', [JSON.stringify(rows), at]);
    return row!.known;
  }

  /** False: it is not in doubt, or not there. */
  async decide(tx: Transaction, id: string, wasSent: boolean, at: Date): Promise<boolean> {
    const [row] = await tx.query<{ decided: boolean }[]>('select decide_notification($1, $2, $3) as decided', [id, wasSent, at]);
    return row!.decided;
  }

  async find(tx: Transaction, id: string): Promise<Notification | null> {
    const [row] = await tx.query<Notification[]>(`select ${SHOWN} from notifications n where n.id = $1`, [id]);
    return row ?? null;
  }

  /** What of these has not been handed over does not go any more. */
  async supersede(tx: Transaction, dedupeKeys: readonly string[], at: Date): Promise<void> {
    await tx.query('select supersede_notifications($1::text[], $2)', [dedupeKeys, at]);
  }

  /** How messages stand, by their dedupe keys. */
  async standings(tx: Transaction, dedupeKeys: readonly string[]): Promise<MessageStanding[]> {
    return tx.query<MessageStanding[]>(`select n.dedupe_key as "dedupeKey", n.state, n.reason, n.due_at as "dueAt", n.accepted_at as "acceptedAt", n.claimed_at as "claimedAt" from notifications n where n.dedupe_key = any ($1)`, [dedupeKeys]);
  }

  /** Newest first. */
  async list(tx: Transaction, { state, purpose, waveId, traineeId }: NotificationFilter, after: readonly (string | number)[] | null, limit: number): Promise<Notification[]> {
    return tx.query<Notification[]>(
      `select ${SHOWN} from notifications n where ($1::text is null or state = $1) and ($2::text is null or purpose = $2) and ($3::uuid is null or wave_id = $3) and ($4::uuid is null or registration_id = $4)
         and ($5::timestamptz is null or (date_trunc('milliseconds', planned_at), id) < ($5::timestamptz, $6::uuid))
       order by date_trunc('milliseconds', planned_at) desc, id desc limit $7`,
      [state ?? null, purpose ?? null, waveId ?? null, traineeId ?? null, ...(after ?? [null, null]), limit],
    );
  }

  async listAttempts(tx: Transaction, id: string): Promise<NotificationAttempt[]> {
    return tx.query<NotificationAttempt[]>('select number, provider, at, outcome, code, latency_ms as "latencyMs" from notification_attempts where notification_id = $1 order by number', [id]);
  }
}
