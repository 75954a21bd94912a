import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { civilDateOf } from '@app/kernel';
import { systemPrincipal, type Principal, type Transaction } from '@app/platform';
import type { Answer } from '../answers/sms-answer.entity.js';
import { ServiceMessages } from '../answers/service-messages.service.js';
import { SmsAnswers } from '../answers/sms-answers.service.js';
import { NotificationBooks } from '../notification-books.js';
import { ReplyStops } from '../replies/reply-stops.js';
import { LinksRepository, type OpenedLink } from './links.repository.js';

/** A token has so many random bytes: 192 bits, 32 characters of an address. */
const TOKEN_BYTES = 24;
const TOKEN = /^[\w-]{32}$/u;
/** Source: domain page, SMS. */
const LINK_DAYS = 14;
const CODE_MINUTES = 10;

/** Pages that messages lead to. The token is the key to its page: it is kept as a hash, and found by nothing else. */
@Injectable()
export class JobLinks {
  constructor(
    private readonly books: NotificationBooks,
    private readonly links: LinksRepository,
    private readonly answers: SmsAnswers,
    private readonly stops: ReplyStops,
    private readonly telling: ServiceMessages,
  ) {}

  /** Tokens for these people about a vacancy, in the caller's transaction; who has one already gets none: only its hash is known. */
  async make(tx: Transaction, vacancyId: string, people: readonly { readonly traineeId: string; readonly ownerRegion: string }[]): Promise<Map<string, string>> {
    const now = this.books.now();
    const made = people.map((person) => ({ ...person, vacancyId, token: randomBytes(TOKEN_BYTES).toString('base64url') }));
    const added = await this.links.insert(tx, made.map(({ token, ...link }) => ({ ...link, tokenHash: hashOf(token) })), now, new Date(now.getTime() + LINK_DAYS * 86_400_000));
    return new Map(made.flatMap(({ traineeId, token }) => (added.has(traineeId) ? [[traineeId, token] as const] : [])));
  }

  /** Whom a token is for; null: it is none, or has ended, and the try is on record. @param source the address that asks */
  async open(token: string, source: string): Promise<OpenedLink | null> {
    const now = this.books.now();
    return this.books.database.unscoped(async (tx) => {
      const link = TOKEN.test(token) ? await this.links.open(tx, hashOf(token), now) : null;
      if (link === null) await this.links.noteMiss(tx, source, civilDateOf(now));
      return link;
    });
  }

  /** What was answered to the notice by now; null: nothing. */
  async answerOf(link: OpenedLink): Promise<Answer | null> {
    return this.#act(link, async (tx) => {
      const message = await this.answers.noticeOf(tx, link.traineeId, link.vacancyId);
      return message === null ? null : this.answers.answerTo(tx, message);
    });
  }

  /** Answers the notice that the link came with. False: it was answered before, or never left. */
  async answer(link: OpenedLink, answer: Answer): Promise<boolean> {
    return this.#act(link, async (tx, principal) => {
      const message = await this.answers.noticeOf(tx, link.traineeId, link.vacancyId);
      return message !== null && this.answers.take(tx, principal, message, { answer, channel: 'link', replyId: null });
    });
  }

  /** No more notices of posts to this telephone. */
  async stop(link: OpenedLink): Promise<void> {
    await this.#act(link, async (tx, principal) => {
      const message = await this.answers.noticeOf(tx, link.traineeId, link.vacancyId);
      if (message !== null) await this.stops.optOut(tx, principal, message, null);
    });
  }

  /** An officer is to call. */
  async askForContact(link: OpenedLink): Promise<void> {
    await this.#act(link, async (tx) => {
      if (await this.links.requestContact(tx, link, this.books.now())) await this.books.audit.record(tx, { action: 'contact.request', subjectKind: 'trainee', subjectId: link.traineeId, region: link.ownerRegion, details: { vacancyId: link.vacancyId } });
    });
  }

  /** Sends a code to the telephone on record. */
  async sendCode(link: OpenedLink): Promise<void> {
    await this.#act(link, async (tx) => {
      const [now, code] = [this.books.now(), String(randomInt(1_000_000)).padStart(6, '0')];
      const until = new Date(now.getTime() + CODE_MINUTES * 60_000);
      await this.links.addCode(tx, link, this.#codeHash(link, code), now, until);
      await this.telling.sendCode(tx, link, { code, number: randomUUID(), until });
    });
  }

  /** A code right once lets its work go on in the same transaction. */
  async withCode<T>(link: OpenedLink, code: string, work: (tx: Transaction, principal: Principal) => Promise<T>): Promise<{ readonly verdict: 'right'; readonly result: T } | { readonly verdict: 'wrong' | 'spent' | 'none' }> {
    return this.#act(link, async (tx, principal) => {
      const verdict = await this.links.tryCode(tx, link, this.#codeHash(link, code), this.books.now());
      return verdict === 'right' ? { verdict, result: await work(tx, principal) } : { verdict };
    });
  }

  #codeHash({ traineeId, vacancyId }: OpenedLink, code: string): string {
    return this.books.cipher.blindIndex('link-code', `${traineeId} ${vacancyId} ${code}`);
  }

  /** As the service, in the county of the person: whoever holds the token acts for that person and that post alone. */
  async #act<T>({ ownerRegion }: OpenedLink, work: (tx: Transaction, principal: Principal) => Promise<T>): Promise<T> {
    const principal = systemPrincipal('link', ownerRegion.slice(0, 6));
    return this.books.database.inScope(principal, (tx) => work(tx, principal));
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
