import type { NotificationPurpose } from '../pipeline/notification-life.js';

/** What a wave is about: a vacancy, or a policy notice. */
export type WaveSubject = { readonly vacancyId: string } | { readonly policyNoticeId: string };

/** How the messages of a wave are planned. */
export interface WaveKind {
  readonly vacancyId: string | null;
  readonly policyNoticeId: string | null;
  readonly purpose: NotificationPurpose;
  /** Says which message somebody's is: the same person is told once, whichever wave it is. */
  readonly keyOf: (traineeId: string) => string;
}

export function waveKindOf(subject: WaveSubject): WaveKind {
  if ('vacancyId' in subject) return { vacancyId: subject.vacancyId, policyNoticeId: null, purpose: 'message.match', keyOf: (traineeId) => `match/${subject.vacancyId}/${traineeId}` };
  return { vacancyId: null, policyNoticeId: subject.policyNoticeId, purpose: 'message.policy', keyOf: (traineeId) => `policy/${subject.policyNoticeId}/${traineeId}` };
}
