import { Injectable } from '@nestjs/common';
import { Addressees, Notifications, renderText, SmsSenders, templateName, type MessageStanding, type NewNotification, type RenderedText, type SmsSender } from '@app/notifications';
import type { Transaction } from '@app/platform';
import { changeWords, endOf, noticeKey, readNoticeKey, toCome, whenWords, type NoticedSession, type NoticeKind } from './class-notice.js';
import type { ClassNotice, NoticedClass } from './class-notices.repository.js';

/** That a class is not held is worth telling for so long. */
const ABORTED_HOURS = 72;

/** What is told, and to whom. */
export interface NoticeToSend {
  readonly of: NoticedClass;
  readonly kind: NoticeKind;
  /** The version that is told. */
  readonly number: number;
  /** What those who were told before know. */
  readonly known: readonly NoticedSession[];
  readonly traineeIds: readonly string[];
  readonly at: Date;
}

/** Messages about classes to those who sit in them. */
@Injectable()
export class ClassNoticeMessages {
  constructor(
    private readonly notifications: Notifications,
    private readonly senders: SmsSenders,
    private readonly addressees: Addressees,
  ) {}

  /**
   * A message each, once a version. A former one that has not been handed over yet is taken back. Whom no former one
   * reached is told where and when to come, not what has changed.
   * @returns how many messages were made
   */
  async send(tx: Transaction, notice: NoticeToSend, former: readonly ClassNotice[]): Promise<number> {
    const { of, traineeIds, number, at } = notice;
    const keys = formerKeys(of.id, traineeIds, former.filter((each) => each.number < number));
    await this.notifications.supersede(tx, keys, at);
    const told = new Set((await this.notifications.standings(tx, keys)).filter(hasLeft).map(({ dedupeKey }) => readNoticeKey(dedupeKey).traineeId));
    const [sender, people] = [await this.senders.of(tx, of.county), await this.addressees.of(tx, traineeIds)];
    const messages = traineeIds.flatMap((traineeId): NewNotification[] => {
      const person = people.get(traineeId);
      const text = person === undefined ? null : textOf(notice, told.has(traineeId), { ...person, sender });
      if (text === null) return [];
      const { signed, variables, parts, template } = text;
      return [{ traineeId, purpose: 'message.course', dedupeKey: noticeKey(of.id, traineeId, number), template: templateName(template), text: signed, variables, parts, validUntil: validUntilOf(notice) }];
    });
    return (await this.notifications.send(tx, messages)).planned.length;
  }

  /** Those of a class's people whom a notice of it is not for, sent or not. */
  async without(tx: Transaction, notice: ClassNotice, traineeIds: readonly string[]): Promise<string[]> {
    const known = new Set((await this.standings(tx, notice.classId, traineeIds, [notice])).map(({ dedupeKey }) => readNoticeKey(dedupeKey).traineeId));
    return traineeIds.filter((id) => !known.has(id));
  }

  /** How the messages of these notices to these people stand. */
  standings(tx: Transaction, classId: string, traineeIds: readonly string[], notices: readonly ClassNotice[]): Promise<MessageStanding[]> {
    return this.notifications.standings(tx, formerKeys(classId, traineeIds, notices));
  }
}

function formerKeys(classId: string, traineeIds: readonly string[], notices: readonly ClassNotice[]): string[] {
  return notices.flatMap(({ number }) => traineeIds.map((id) => noticeKey(classId, id, number)));
}

/** It may have reached its person. */
export function hasLeft({ state }: MessageStanding): boolean {
  return state === 'submitting' || state === 'accepted' || state === 'delivered' || state === 'unknown';
}

/** Null: there is nothing to tell this person. */
function textOf({ of, kind, known, at }: NoticeToSend, wasTold: boolean, { who, name, sender }: { readonly who: string; readonly name: string; readonly sender: SmsSender }): RenderedText | null {
  const context = { signature: sender.signature, names: [name] };
  if (kind === 'aborted') return renderText('class-aborted', { who, course: of.courseName, office: sender.office }, context);
  const current = toCome(of.sessions, at);
  const [change, next] = [wasTold ? changeWords(toCome(known, at), current) : null, current[0]];
  if (change !== null) return renderText('class-change', { who, course: of.courseName, change }, context);
  return next === undefined ? null : renderText('class-start', { who, course: of.courseName, starts: whenWords(next), place: next.place, what: of.state === 'teaching' ? '上课' : '开课' }, context);
}

/** Until the last of the sessions is over that it could be about. */
function validUntilOf({ of, kind, known, at }: NoticeToSend): Date {
  const [first] = toCome(of.sessions, at);
  const about = kind === 'change' ? [...toCome(known, at).slice(0, 1), ...(first === undefined ? [] : [first])] : [first].filter((each) => each !== undefined);
  const ends = kind === 'aborted' ? [] : about.map((session) => endOf(session).getTime());
  return new Date(ends.length === 0 ? at.getTime() + ABORTED_HOURS * 3_600_000 : Math.max(...ends));
}
