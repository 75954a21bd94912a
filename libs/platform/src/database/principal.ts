import { padRegion, regionPrefix } from '@app/kernel';

/** Who acts: an officer in a session, an employer by API key, or the service itself for one county. */
export interface Principal {
  readonly kind: 'officer' | 'employer' | 'system';
  /** Id of the officer or the API key; the job's or schedule's name for the system. */
  readonly id: string;
  readonly role: string;
  /** The region whose rows may be seen (any length of code); rows below it are in scope. */
  readonly region: string;
  readonly organizationId: string | null;
  /** Sees and writes test rows only. */
  readonly isTest?: boolean;
}

/** The service itself at work for one region (a job, a schedule, a seed). */
export function systemPrincipal(name: string, region: string): Principal {
  return { kind: 'system', id: name, role: 'system', region, organizationId: null };
}

/** First and last 12-digit code of a region: row-level security compares the owner region with this range. */
export function regionRange(region: string): { from: string; to: string } {
  const prefix = regionPrefix(region);
  return { from: padRegion(prefix), to: prefix.padEnd(12, '9') };
}
