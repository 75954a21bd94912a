import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import { Addressees, Notifications, payWords, renderText, SmsSenders, templateName, type MessageStanding, type NewNotification } from '@app/notifications';
import type { Transaction } from '@app/platform';
import type { ContractKind } from '../orders/order.js';
import type { OfferRow } from './class-offers.repository.js';

/** Of the message that offers a seat, and of the one to whoever waited for it. */
const OFFERED = 'class-offer/';
const SEATED = 'class-seat/';
const CONTRACT: Readonly<Record<ContractKind, (months: number | null) => string>> = { 'fixed-term': (months) => `合同${months}个月`, 'open-ended': () => '无固定期限合同', 'until-work-is-done': (months) => `合同约${months}个月` };

/** Messages about offers of seats: the post, the pay, the place and the contract before anything else. */
@Injectable()
export class OfferTexts {
  constructor(
    private readonly notifications: Notifications,
    private readonly senders: SmsSenders,
    private readonly addressees: Addressees,
  ) {}

  /** What is offered. Returns the offers whose message was made: none twice. */
  async send(tx: Transaction, offers: readonly OfferRow[]): Promise<string[]> {
    return this.#send(tx, offers, OFFERED, offerText);
  }

  /** That somebody who waited has the seat now; once. */
  async sendSeats(tx: Transaction, offers: readonly OfferRow[]): Promise<void> {
    await this.#send(tx, offers, SEATED, seatText);
  }

  async #send(tx: Transaction, offers: readonly OfferRow[], key: string, text: typeof offerText): Promise<string[]> {
    if (offers.length === 0) return [];
    const [sender, people] = [await this.senders.of(tx, offers[0]!.ownerRegion), await this.addressees.of(tx, offers.map(({ registrationId }) => registrationId))];
    const messages = offers.flatMap((offer): (NewNotification & { readonly offerId: string })[] => {
      const person = people.get(offer.registrationId);
      return person === undefined ? [] : [{ offerId: offer.id, traineeId: offer.registrationId, purpose: 'message.course', dedupeKey: key + offer.id, validUntil: startOf(offer.terms.startsOn), ...text(offer, person.who, person.name, sender.signature) }];
    });
    const made = new Set((await this.notifications.send(tx, messages)).planned.map(({ traineeId }) => traineeId));
    return messages.filter(({ traineeId }) => made.has(traineeId)).map(({ offerId }) => offerId);
  }

  /** How the messages stand, by offer. */
  async standings(tx: Transaction, offers: readonly OfferRow[]): Promise<Map<string, MessageStanding>> {
    return new Map((await this.notifications.standings(tx, offers.map(({ id }) => OFFERED + id))).map((standing) => [this.offerOf(standing.dedupeKey), standing]));
  }

  /** The offer that a message is about. */
  offerOf(dedupeKey: string): string {
    return dedupeKey.slice(dedupeKey.indexOf('/') + 1);
  }
}

type OfferText = Pick<NewNotification, 'template' | 'text' | 'variables' | 'parts'>;

function offerText({ terms }: OfferRow, who: string, name: string, signature: string): OfferText {
  const { signed, variables, parts } = renderText('class-offer', {
    who, course: terms.courseName, starts: dayWords(terms.startsOn), place: terms.siteName, hours: terms.hours === null ? '若干' : String(terms.hours), employer: terms.employerName ?? '本县用工单位', title: terms.occupationName,
    pay: payWords(terms.payYuan, terms.payYuan), contract: CONTRACT[terms.contractKind](terms.contractMonths), workplace: terms.workplaceName,
  }, { signature, names: [name] });
  return { template: templateName('class-offer'), text: signed, variables, parts };
}

function seatText({ terms }: OfferRow, who: string, name: string, signature: string): OfferText {
  const { signed, variables, parts } = renderText('class-seat', { who, course: terms.courseName, starts: dayWords(terms.startsOn), place: terms.siteName }, { signature, names: [name] });
  return { template: templateName('class-seat'), text: signed, variables, parts };
}

/** `2026-12-07` → `12月7日`. */
function dayWords(day: CivilDate): string {
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;
}

/** The class begins: from then on the message says nothing true. Midnight in China. */
function startOf(day: CivilDate): Date {
  return new Date(`${day}T00:00:00+08:00`);
}
