import type { CivilDate, FieldFault } from '@app/kernel';
import { noticeFaults, OPEN_SEAT, seedHashOf, type LotteryPolicy } from '@app/scheduling';

/** Seats kept for a group of households. */
export interface SeatReserve {
  /** Code of the group as it is published, `a-z`, `0-9`, `-`. */
  readonly group: string;
  /** Share of the seats in hundredths of a percent; a part of a seat counts as a seat. */
  readonly shareBp: number;
  /** Support categories whose households belong to the group. */
  readonly categories: readonly string[];
}

/** How a county shares seats out, from a day on. */
export interface SeatPolicy {
  readonly version: string;
  readonly fromOn: CivilDate;
  readonly reserves: readonly SeatReserve[];
  /** In which order seats are given: `open` and every group once. */
  readonly order: readonly string[];
}

/** Where a county has said nothing: every seat is anybody's. */
export const OPEN_SEATS: SeatPolicy = { version: 'open', fromOn: '2000-01-01', reserves: [], order: [OPEN_SEAT] };

/** The part of a policy that a draw publishes. */
export function lotteryPolicyOf({ version, reserves, order }: SeatPolicy): LotteryPolicy {
  return { version, reserves: reserves.map(({ group, shareBp }) => ({ group, shareBp })), order };
}

/** What is wrong with a policy, by path: what a draw could not be announced by, a group of nobody, a day that has begun. */
export function seatPolicyFaults(policy: SeatPolicy, today: CivilDate): FieldFault[] {
  const notice = { lottery: 'x', seats: 10_000, policy: lotteryPolicyOf(policy), closesAt: '2026-01-01T00:00:00Z', seedHash: seedHashOf('x'), publicSource: null };
  return [
    ...noticeFaults(notice).map(({ path, message }) => ({ path: path.replace(/^policy\./, ''), message: `席位分配办法：${message}` })),
    ...policy.reserves.flatMap(({ categories }, i) => (categories.length === 0 ? [{ path: `reserves[${i}].categories`, message: '席位分配办法：预留类别须写明哪些家庭属于它' }] : [])),
    ...(policy.fromOn > today ? [] : [{ path: 'fromOn', message: '席位分配办法：须自明天或以后起执行，已执行的不能更改' }]),
  ];
}
