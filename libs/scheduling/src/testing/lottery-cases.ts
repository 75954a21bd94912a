import type { LotteryOpening } from '../lottery/draw.js';
import { announceLottery, type LotteryApplicant, type LotteryNotice } from '../lottery/notice.js';
import { sha256 } from '../lottery/sha256.js';

/** The seed of this number. */
export const seedOf = (number: number): string => sha256(`seed ${number}`);

export function applicant(given: Partial<LotteryApplicant> & { readonly id: string }): LotteryApplicant {
  return { losses: 0, groups: [], ...given };
}

/** An opened lottery with the facts that matter in their place. */
export function opening(applicants: readonly LotteryApplicant[], { seats = 3, reserves = [], order = ['open', ...reserves.map(({ group }) => group)], seed = seedOf(1), publicSource = null }: { readonly seats?: number; readonly reserves?: LotteryNotice['policy']['reserves']; readonly order?: readonly string[]; readonly seed?: string; readonly publicSource?: string | null } = {}): LotteryOpening {
  const { notice } = announceLottery({ lottery: 'class-7', seats, policy: { version: 'lottery-1', reserves, order }, closesAt: '2026-12-01T18:00:00+08:00', publicSource }, seed);
  return { notice, seed, publicValue: publicSource === null ? null : '03 07 12 18 22 31 09', applicants };
}
