import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import { NotificationBooks } from '../notification-books.js';
import { Notifications } from '../pipeline/notifications.service.js';
import { SmsSenders } from '../senders/sms-senders.service.js';
import { Addressees } from '../texts/addressees.service.js';
import { renderText } from '../texts/render-text.js';
import { templateName } from '../texts/templates.js';
import type { AnswerableMessage, Asked } from './answers.repository.js';

/** What is told after an answer is still worth telling for so long. */
const AFTER_ANSWER_HOURS = 48;

/** Messages of the service's own: what somebody's act brings about, in the name of the county. */
@Injectable()
export class ServiceMessages {
  constructor(
    private readonly books: NotificationBooks,
    private readonly notifications: Notifications,
    private readonly senders: SmsSenders,
    private readonly addressees: Addressees,
  ) {}

  /** One question why not, to whom said no by SMS. */
  async askWhyNot(tx: Transaction, { id, traineeId, ownerRegion }: Asked): Promise<void> {
    const [sender, person] = [await this.senders.of(tx, ownerRegion), (await this.addressees.of(tx, [traineeId])).get(traineeId)];
    if (person === undefined) return;
    const { signed, parts, variables } = renderText('why-not', { who: person.who }, { signature: sender.signature, names: [person.name] });
    await this.notifications.send(tx, [{ traineeId, purpose: 'why-not', dedupeKey: `why-not/${id}`, template: templateName('why-not'), text: signed, variables, parts, validUntil: this.#inHours(AFTER_ANSWER_HOURS) }]);
  }

  /** That messages of a kind have stopped, once. */
  async confirmOptOut(tx: Transaction, { id, traineeId, ownerRegion }: AnswerableMessage, what: string): Promise<void> {
    const sender = await this.senders.of(tx, ownerRegion);
    const { signed, parts, variables } = renderText('opt-out-confirmed', { what, office: sender.office }, { signature: sender.signature });
    await this.notifications.send(tx, [{ traineeId, purpose: 'opt-out-confirmation', dedupeKey: `opt-out/${id}`, template: templateName('opt-out-confirmed'), text: signed, variables, parts, validUntil: this.#inHours(AFTER_ANSWER_HOURS) }]);
  }

  /** A code to the telephone on record; worth nothing after `until`. @param number tells it from the codes before */
  async sendCode(tx: Transaction, { traineeId, ownerRegion }: Pick<AnswerableMessage, 'traineeId' | 'ownerRegion'>, { code, number, until }: { readonly code: string; readonly number: string; readonly until: Date }): Promise<void> {
    const sender = await this.senders.of(tx, ownerRegion);
    const { signed, parts, variables } = renderText('code', { code }, { signature: sender.signature });
    await this.notifications.send(tx, [{ traineeId, purpose: 'code', dedupeKey: `code/${number}`, template: templateName('code'), text: signed, variables, parts, validUntil: until }]);
  }

  #inHours(hours: number): Date {
    return new Date(this.books.now().getTime() + hours * 3_600_000);
  }
}
