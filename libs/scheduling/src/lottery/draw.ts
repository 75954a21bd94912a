import type { FieldFault } from '@app/kernel';
import { compareIds } from '@app/matching';
import { refuseFaults } from '../errors.js';
import { OPEN_SEAT, applicantFaults, listHashOf, noticeFaults, noticeHashOf, openingFaults, reservedSeats, seedHashOf, type LotteryApplicant, type LotteryNotice } from './notice.js';
import { sha256 } from './sha256.js';

/** What is opened after the closing. */
export interface LotteryOpening {
  readonly notice: LotteryNotice;
  /** 64 hexadecimal digits. */
  readonly seed: string;
  /** What the public source gave; null where the notice names none. */
  readonly publicValue: string | null;
  readonly applicants: readonly LotteryApplicant[];
}

/** Somebody who has a seat, and of which kind: `open`, or the group that it was reserved for. */
export interface SeatedApplicant {
  readonly id: string;
  readonly seat: string;
}

/** Who has a seat, and who comes next. */
export interface LotteryResult {
  /** In drawn order. */
  readonly seated: readonly SeatedApplicant[];
  /** In drawn order. */
  readonly waiting: readonly string[];
  /** SHA-256 over the hashes of the notice and of the list, the seed, the public value, and who has which seat. */
  readonly resultHash: string;
}

/** An applicant's lot: SHA-256 of form, `lot`, class, seed, public value, hash of the list and id, one a line. Lower goes first. */
export function lotOf({ notice, seed, publicValue }: Pick<LotteryOpening, 'notice' | 'seed' | 'publicValue'>, listHash: string, id: string): string {
  return sha256(['shouyu-lottery-1', 'lot', notice.lottery, seed, publicValue ?? '', listHash, id].join('\n'));
}

/** What is wrong with an opening, by path; the hashes of the notice are not yet compared. */
export function lotteryFaults({ notice, seed, publicValue, applicants }: LotteryOpening): FieldFault[] {
  const under = (path: string, faults: readonly FieldFault[]): FieldFault[] => faults.map((fault) => ({ path: `${path}${fault.path}`, message: fault.message }));
  return [...under('notice.', noticeFaults(notice)), ...openingFaults(notice, seed, publicValue), ...under('applicants', applicantFaults(applicants, notice.policy))];
}

/** Everybody in drawn order: who lost more often before who lost less often, then the lower lot. */
export function drawnOrder(opening: LotteryOpening): LotteryApplicant[] {
  const listHash = listHashOf(opening.applicants);
  const drawn = opening.applicants.map((applicant) => ({ applicant, lot: lotOf(opening, listHash, applicant.id) }));
  drawn.sort((a, b) => b.applicant.losses - a.applicant.losses || compareIds(a.lot, b.lot) || compareIds(a.applicant.id, b.applicant.id));
  return drawn.map(({ applicant }) => applicant);
}

/**
 * Draws. Seats are given kind by kind in the policy's order, each kind to the first in drawn order who may have it; what a
 * group leaves over goes to the first of everybody. So a reserved seat is never lost: while a member of its group waits, as
 * many members as it has reserved seats are seated; and no seat is empty while anybody waits. Deterministic.
 * On why the order of kinds is part of the policy: Dur, Kominers, Pathak, Sönmez, Journal of Political Economy 126 (2018).
 * @throws SchedulingInputInvalid naming all that is wrong, also a seed that is not the one whose hash was published
 */
export function drawLottery(opening: LotteryOpening): LotteryResult {
  refuseFaults(lotteryFaults(opening), '抽签数据有误');
  if (seedHashOf(opening.seed) !== opening.notice.seedHash) refuseFaults([{ path: 'seed', message: '不是公告中承诺的种子' }], '抽签数据有误');
  return drawSound(opening);
}

/** The same for an opening whose form is sound. */
export function drawSound(opening: LotteryOpening): LotteryResult {
  const { notice } = opening;
  const order = drawnOrder(opening);
  const reserved = reservedSeats(notice);
  const openSeats = notice.seats - [...reserved.values()].reduce((sum, each) => sum + each, 0);
  const seatOf = new Map<string, string>();
  const give = (kind: string, seats: number, may: (applicant: LotteryApplicant) => boolean): void => {
    let left = seats;
    for (const applicant of order) {
      if (left === 0) return;
      if (seatOf.has(applicant.id) || !may(applicant)) continue;
      seatOf.set(applicant.id, kind);
      left--;
    }
  };
  for (const kind of notice.policy.order) give(kind, kind === OPEN_SEAT ? openSeats : reserved.get(kind)!, ({ groups }) => kind === OPEN_SEAT || groups.includes(kind));
  give(OPEN_SEAT, notice.seats - seatOf.size, () => true);
  const seated = order.flatMap(({ id }) => (seatOf.has(id) ? [{ id, seat: seatOf.get(id)! }] : []));
  const waiting = order.flatMap(({ id }) => (seatOf.has(id) ? [] : [id]));
  return { seated, waiting, resultHash: resultHashOf(opening, { seated, waiting }) };
}

function resultHashOf({ notice, seed, publicValue, applicants }: LotteryOpening, { seated, waiting }: Omit<LotteryResult, 'resultHash'>): string {
  return sha256(['shouyu-lottery-1', 'result', noticeHashOf(notice), listHashOf(applicants), seed, publicValue ?? '', ...seated.map(({ id, seat }) => `${seat}\t${id}`), ...waiting.map((id) => `waiting\t${id}`)].join('\n'));
}

/**
 * Who is called when a seat falls free: of those still waiting in drawn order the first of the group that the seat was
 * reserved for, else the first; null when nobody waits. `gone` = whoever was called before or no longer wants a seat.
 */
export function successorOf({ waiting }: Pick<LotteryResult, 'waiting'>, seat: string, applicants: readonly LotteryApplicant[], gone: ReadonlySet<string> = new Set()): string | null {
  const still = waiting.filter((id) => !gone.has(id));
  const members = new Set(applicants.flatMap(({ id, groups }) => (groups.includes(seat) ? [id] : [])));
  return still.find((id) => members.has(id)) ?? still[0] ?? null;
}
