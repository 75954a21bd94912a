import { Injectable } from '@nestjs/common';
import { decodeCursor, pageOf, type Page, type Principal, type Transaction } from '@app/platform';
import { RefusalsService } from '@app/trainees';
import { countyOf, NotificationBooks } from '../notification-books.js';
import type { NotificationJobs } from '../notification-jobs.js';
import { questionOf } from '../texts/templates.js';
import { ServiceMessages } from './service-messages.service.js';
import { AnswersRepository, type AnswerableMessage, type Asked, type KeyedAnswer } from './answers.repository.js';
import type { Answer, AnswerChannel, SmsAnswerEntity } from './sms-answer.entity.js';

/** An answer that came in. */
export interface GivenAnswer {
  readonly answer: Answer;
  readonly channel: AnswerChannel;
  readonly replyId: string | null;
}

/** What people answer to messages and calls, and what follows of it here: a refusal of the post, and one question why. */
@Injectable()
export class SmsAnswers {
  constructor(
    private readonly books: NotificationBooks,
    private readonly answers: AnswersRepository,
    private readonly refusals: RefusalsService,
    private readonly telling: ServiceMessages,
  ) {}

  /**
   * Takes an answer in the caller's transaction; other features hear of it by the job `sms-answer.given`.
   * @returns false: the message or the call was answered before, and stays so
   */
  async take(tx: Transaction, principal: Principal, asked: Asked, given: GivenAnswer): Promise<boolean> {
    const at = this.books.now();
    const answerId = await this.answers.insert(tx, asked, { ...given, by: principal.id, at });
    if (answerId === null) return false;
    await this.#follow(tx, principal, asked, given);
    await this.books.audit.record(tx, { action: 'message.answer', subjectKind: asked.askedBy === 'call' ? 'call' : 'notification', subjectId: asked.id, region: asked.ownerRegion, details: { answer: given.answer, channel: given.channel } });
    await this.books.outbox.add<NotificationJobs, 'sms-answer.given'>(tx, 'sms-answer.given', { answerId }, { queue: 'sms', region: countyOf(asked.ownerRegion) });
    return true;
  }

  /** The notice of a post that went to somebody; null: none has left. In the caller's transaction. */
  noticeOf(tx: Transaction, traineeId: string, vacancyId: string): Promise<AnswerableMessage | null> {
    return this.answers.findMatchNotice(tx, traineeId, vacancyId);
  }

  /** What was answered to a message; null: nothing. In the caller's transaction. */
  async answerTo(tx: Transaction, { id }: AnswerableMessage): Promise<Answer | null> {
    return (await this.answers.findOf(tx, id))?.answer ?? null;
  }

  /** For the job: what was answered; null: it is not in scope. */
  async find(principal: Principal, answerId: string): Promise<KeyedAnswer | null> {
    return this.books.database.inScope(principal, (tx) => this.answers.find(tx, answerId));
  }

  /** Of a vacancy, of the caller's people, newest first. @throws CursorInvalid */
  async listOfVacancy(principal: Principal, vacancyId: string, query: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<SmsAnswerEntity>> {
    const after = decodeCursor(query.cursor, ['instant', 'uuid']);
    const rows = await this.books.database.inScope(principal, (tx) => this.answers.listOfVacancy(tx, vacancyId, after, query.limit + 1));
    return pageOf(rows, query.limit, (row) => [row.at, row.id], (row) => row);
  }

  /** No to a post is a refusal of it; the first reason given is the refusal's. */
  async #follow(tx: Transaction, principal: Principal, asked: Asked, { answer, channel }: GivenAnswer): Promise<void> {
    const question = questionOf(asked.template);
    if (answer === 'yes' || asked.vacancyId === null || (question !== 'match' && question !== 'why-not')) return;
    await this.refusals.record(principal, asked.traineeId, { target: { vacancyId: asked.vacancyId }, reason: answer === 'no' ? null : answer, untilOn: null });
    if (answer === 'no' && channel === 'sms') await this.telling.askWhyNot(tx, asked);
  }
}
