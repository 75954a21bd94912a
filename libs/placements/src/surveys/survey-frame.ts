import { createHash } from 'node:crypto';
import { compareCodePoints, planAudit, type AuditStratum } from '@app/outcomes';

/** A person of the list: whom an id stands for is told by row scope. */
export interface FrameMember {
  readonly registrationId: string;
  readonly stratum: string;
}

/** A person who is called, and in which place of the stratum. */
export interface DrawnMember extends FrameMember {
  /** From 1, by the lot. */
  readonly place: number;
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** What is published of a seed before it is drawn by: `printf '%s' SEED | sha256sum`. */
export function seedHash(seed: string): string {
  return sha256(seed);
}

/** The list's hash: SHA-256 over `stratum id` and a line feed for each person, sorted. */
export function frameHash(members: readonly FrameMember[]): string {
  const lines = members.map(({ stratum, registrationId }) => `${stratum} ${registrationId}\n`);
  return sha256(lines.sort(compareCodePoints).join(''));
}

/** The list as strata, in the order of their keys. */
export function strataOf(members: readonly FrameMember[]): AuditStratum[] {
  const strata = new Map<string, string[]>();
  for (const { stratum, registrationId } of members) {
    const known = strata.get(stratum);
    if (known === undefined) strata.set(stratum, [registrationId]);
    else known.push(registrationId);
  }
  return [...strata].map(([key, people]) => ({ key, members: people })).sort((a, b) => compareCodePoints(a.key, b.key));
}

/** Whom the seed draws: the same for the same list, size and seed, for ever. */
export function drawSurvey(members: readonly FrameMember[], size: number, seed: string): DrawnMember[] {
  return planAudit(strataOf(members), size, seed).strata.flatMap(({ key, drawn }) => drawn.map((registrationId, i) => ({ registrationId, stratum: key, place: i + 1 })));
}
