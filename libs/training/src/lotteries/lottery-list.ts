import { createHmac } from 'node:crypto';
import type { LotteryApplicant } from '@app/scheduling';

/** Somebody who applied, with what the list says of them. */
export interface NumberedApplicant extends LotteryApplicant {
  readonly registrationId: string;
  readonly ownerRegion: string;
}

interface Applied {
  readonly registrationId: string;
  readonly ownerRegion: string;
}

/**
 * The list of a lottery: everybody gets a number by chance, so that the published line tells neither who it is nor who
 * applied first.
 * @param key 32 bytes of chance that are thrown away
 * @param groupsOf reserves that somebody belongs to
 */
export function numbered(applicants: readonly Applied[], key: Buffer, lossesOf: (id: string) => number, groupsOf: (id: string) => readonly string[]): NumberedApplicant[] {
  const shuffled = applicants.map((each) => ({ each, by: createHmac('sha256', key).update(each.registrationId).digest('hex') })).sort((a, b) => (a.by < b.by ? -1 : 1));
  const digits = Math.max(4, String(shuffled.length).length);
  return shuffled.map(({ each: { registrationId, ownerRegion } }, i) => ({ id: String(i + 1).padStart(digits, '0'), registrationId, ownerRegion, losses: lossesOf(registrationId), groups: groupsOf(registrationId) }));
}
