import { Injectable } from '@nestjs/common';
import { addDays, type CivilDate } from '@app/kernel';
import { Addressees, Notifications, renderText, SmsSenders, templateName, type NewNotification } from '@app/notifications';
import type { Transaction } from '@app/platform';
import type { FollowUp } from './follow-ups.repository.js';

/** A question is worth sending so long; after that an officer calls. */
const QUESTION_DAYS = 3;

/** The messages of such questions. */
@Injectable()
export class FollowUpMessages {
  constructor(
    private readonly notifications: Notifications,
    private readonly senders: SmsSenders,
    private readonly addressees: Addressees,
  ) {}

  /** Returns how many were made: none twice. */
  async send(tx: Transaction, due: readonly FollowUp[], today: CivilDate): Promise<number> {
    if (due.length === 0) return 0;
    const [sender, people] = [await this.senders.of(tx, due[0]!.ownerRegion), await this.addressees.of(tx, due.map(({ traineeId }) => traineeId))];
    const validUntil = new Date(`${addDays(today, QUESTION_DAYS)}T12:00:00Z`);
    const made = await this.notifications.send(tx, due.flatMap(({ traineeId, employmentId, milestone, employerName }): NewNotification[] => {
      const person = people.get(traineeId);
      if (person === undefined) return [];
      const { signed, variables, parts } = renderText('follow-up', { who: person.who, employer: employerName ?? '原单位' }, { signature: sender.signature, names: [person.name] });
      return [{ traineeId, purpose: 'message.survey', dedupeKey: `follow-up/${employmentId}/${milestone}`, template: templateName('follow-up'), text: signed, variables, parts, validUntil }];
    }));
    return made.planned.length;
  }
}
