import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import type { AskedQuestion } from '../replies/pick-question.js';
import type { Answer, AnswerChannel, SmsAnswerEntity } from './sms-answer.entity.js';

/** What somebody was asked, by a message or by a call. */
export interface Asked {
  /** Of the message or of the call. */
  readonly id: string;
  readonly askedBy: 'message' | 'call';
  readonly ownerRegion: string;
  readonly traineeId: string;
  readonly vacancyId: string | null;
  readonly template: string;
}

/** A message that somebody can answer. */
export interface AnswerableMessage extends Asked {
  /** Blind index of the telephone that it went to. */
  readonly phoneIndex: string;
  readonly purpose: string;
}

/** An answer with the key of the message that was answered: the feature that had it sent knows by it what it was about. Of a call: the call's own. */
export type KeyedAnswer = SmsAnswerEntity & { readonly dedupeKey: string };

/** A message to a telephone as the reader of replies needs it. */
export type SentMessage = AnswerableMessage & Pick<AskedQuestion, 'askedAt' | 'isAnswered'> & {
  /** Sealed; empty: forgotten. */
  readonly text: string;
};

const MESSAGE = `n.id, 'message' as "askedBy", n.owner_region as "ownerRegion", n.registration_id as "traineeId", n.phone_index as "phoneIndex", asked_about(n) as "vacancyId", n.template, n.purpose`;
/** What may have reached a telephone: all that a provider was given and did not refuse. */
const LEFT = `n.state in ('submitting', 'accepted', 'delivered', 'failed', 'unknown')`;

const SHOWN = `a.id, a.owner_region as "ownerRegion", a.notification_id as "notificationId", a.call_task_id as "callTaskId", a.registration_id as "registrationId", a.vacancy_id as "vacancyId", a.template, a.answer, a.channel, a.reply_id as "replyId", a.recorded_by as "recordedBy", a.at`;
const SELECT = `select ${SHOWN} from sms_answers a`;

@Injectable()
export class AnswersRepository {
  /** What went to a telephone in the last 90 days, newest first; at most 50. */
  async listSent(tx: Transaction, phoneIndex: string, before: Date): Promise<SentMessage[]> {
    return tx.query<SentMessage[]>(
      `select ${MESSAGE}, n.text, (extract(epoch from n.claimed_at) * 1000)::float8 as "askedAt", exists (select from sms_answers a where a.notification_id = n.id) as "isAnswered"
       from notifications n where n.phone_index = $1 and ${LEFT} and n.claimed_at between $2::timestamptz - interval '90 days' and $2 order by n.claimed_at desc, n.id desc limit 50`,
      [phoneIndex, before],
    );
  }

  /** The message about a vacancy that went to somebody; null: none has left. */
  async findMatchNotice(tx: Transaction, traineeId: string, vacancyId: string): Promise<AnswerableMessage | null> {
    const [row] = await tx.query<AnswerableMessage[]>(`select ${MESSAGE} from notifications n where n.registration_id = $1 and n.vacancy_id = $2 and n.purpose = 'message.match' and ${LEFT} order by n.claimed_at desc, n.id desc limit 1`, [traineeId, vacancyId]);
    return row ?? null;
  }

  /** Null: the message or the call was answered before. */
  async insert(tx: Transaction, { id, askedBy, ownerRegion, traineeId, vacancyId, template }: Asked, given: { readonly answer: Answer; readonly channel: AnswerChannel; readonly replyId: string | null; readonly by: string; readonly at: Date }): Promise<string | null> {
    const [row] = await tx.query<{ id: string }[]>(
      `insert into sms_answers (owner_region, notification_id, call_task_id, registration_id, vacancy_id, template, answer, channel, reply_id, recorded_by, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       on conflict do nothing returning id`,
      [ownerRegion, askedBy === 'message' ? id : null, askedBy === 'call' ? id : null, traineeId, vacancyId, template, given.answer, given.channel, given.replyId, given.by, given.at],
    );
    return row?.id ?? null;
  }

  async find(tx: Transaction, id: string): Promise<KeyedAnswer | null> {
    const [row] = await tx.query<KeyedAnswer[]>(`select ${SHOWN}, coalesce(n.dedupe_key, 'call/' || a.call_task_id) as "dedupeKey" from sms_answers a left join notifications n on n.id = a.notification_id where a.id = $1`, [id]);
    return row ?? null;
  }

  async findOf(tx: Transaction, notificationId: string): Promise<SmsAnswerEntity | null> {
    const [row] = await tx.query<SmsAnswerEntity[]>(`${SELECT} where a.notification_id = $1`, [notificationId]);
    return row ?? null;
  }

  /** Of a vacancy and the caller's people, newest first. */
  async listOfVacancy(tx: Transaction, vacancyId: string, after: readonly (string | number)[] | null, limit: number): Promise<SmsAnswerEntity[]> {
    return tx.query<SmsAnswerEntity[]>(
      `${SELECT} where a.vacancy_id = $1 and ($2::timestamptz is null or (date_trunc('milliseconds', a.at), a.id) < ($2::timestamptz, $3::uuid)) order by date_trunc('milliseconds', a.at) desc, a.id desc limit $4`,
      [vacancyId, ...(after ?? [null, null]), limit],
    );
  }
}
