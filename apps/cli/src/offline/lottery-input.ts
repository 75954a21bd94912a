import type { LotteryApplicant, LotteryNotice, LotteryOpening, LotteryPolicy, LotteryRecord, LotteryResult, SeatedApplicant } from '@app/scheduling';
import { count, id, listOf, objectOf, orNull, text, type Check } from './match-checks.js';

const POLICY = objectOf<LotteryPolicy>({ version: id, reserves: listOf(objectOf<LotteryPolicy['reserves'][number]>({ group: id, shareBp: count })), order: listOf(id) });
const TERMS: Record<keyof Omit<LotteryNotice, 'seedHash'>, Check> = { lottery: id, seats: count, policy: POLICY, closesAt: id, publicSource: orNull(id) };
const APPLICANTS = listOf(objectOf<LotteryApplicant>({ id, losses: count, groups: listOf(id) }));
const OPENING: Record<keyof LotteryOpening, Check> = { notice: objectOf<LotteryNotice>({ ...TERMS, seedHash: id }), seed: id, publicValue: orNull(id), applicants: APPLICANTS };
const RESULT = objectOf<LotteryResult>({ seated: listOf(objectOf<SeatedApplicant>({ id: text, seat: text })), waiting: listOf(text), resultHash: text });

/** What `lottery announce` takes. */
export interface LotteryTerms extends Omit<LotteryNotice, 'seedHash'> {
  readonly seed: string;
}

/** What `lottery close` takes. */
export interface LotteryList {
  readonly notice: LotteryNotice;
  readonly applicants: readonly LotteryApplicant[];
}

/** The form of each step's input; what it means is judged by the library. */
export const LOTTERY_INPUTS = {
  announce: objectOf<LotteryTerms>({ ...TERMS, seed: id }),
  close: objectOf<LotteryList>({ notice: OPENING.notice, applicants: APPLICANTS }),
  draw: objectOf<LotteryOpening>(OPENING),
  verify: objectOf<LotteryRecord>({ ...OPENING, noticeHash: text, listHash: text, result: RESULT }),
} as const satisfies Record<string, Check>;

export type LotteryStep = keyof typeof LOTTERY_INPUTS;
