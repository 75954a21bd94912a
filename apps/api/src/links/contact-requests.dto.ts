import type { ContactRequestEntity } from '@app/notifications';

/** Somebody who wants to talk to a person about a post */
export class ContactRequestResponse {
  id!: string;
  traineeId!: string;
  vacancyId!: string;
  at!: string;

  static of(this: void, { id, registrationId, vacancyId, at }: ContactRequestEntity): ContactRequestResponse {
    return { id, traineeId: registrationId, vacancyId, at: at.toISOString() };
  }
}

export class ContactRequestPage {
  items!: ContactRequestResponse[];
  nextCursor!: string | null;
}
