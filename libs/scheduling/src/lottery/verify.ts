import type { FieldFault } from '@app/kernel';
import { drawSound, lotteryFaults, type LotteryOpening, type LotteryResult } from './draw.js';
import { listHashOf, noticeHashOf, seedHashOf } from './notice.js';

/** All that was published of a lottery, before and after. */
export interface LotteryRecord extends LotteryOpening {
  /** Published before applications closed. */
  readonly noticeHash: string;
  /** Published at the closing, before the seed was opened. */
  readonly listHash: string;
  readonly result: LotteryResult;
}

/** Whether everything fits, and what does not, by path, in Chinese. */
export interface LotteryVerdict {
  readonly isTrue: boolean;
  readonly differences: readonly FieldFault[];
}

/**
 * Draws again from what was published and compares: the notice against its hash, the seed against the hash in the notice,
 * the list against its hash, then every seat and every place of the waiting list. Any single change shows.
 */
export function verifyLottery(record: LotteryRecord): LotteryVerdict {
  const faults = lotteryFaults(record);
  if (faults.length > 0) return { isTrue: false, differences: faults };
  const differences: FieldFault[] = [];
  const { notice, seed, applicants } = record;
  if (noticeHashOf(notice) !== record.noticeHash) differences.push({ path: 'noticeHash', message: '公告内容与事先公布的公告校验值不符' });
  if (seedHashOf(seed) !== notice.seedHash) differences.push({ path: 'seed', message: '不是公告中承诺的种子' });
  if (listHashOf(applicants) !== record.listHash) differences.push({ path: 'listHash', message: '名单与截止时公布的名单校验值不符' });
  differences.push(...resultDifferences(drawSound(record), record.result));
  return { isTrue: differences.length === 0, differences };
}

function resultDifferences(drawn: LotteryResult, published: LotteryResult): FieldFault[] {
  const differences: FieldFault[] = [];
  const rows: readonly (readonly ['seated' | 'waiting', readonly string[], readonly string[]])[] = [['seated', drawn.seated.map(seatText), published.seated.map(seatText)], ['waiting', drawn.waiting, published.waiting]];
  for (const [name, own, theirs] of rows) {
    for (let i = 0; i < Math.max(own.length, theirs.length); i++) if (own[i] !== theirs[i]) differences.push({ path: `result.${name}[${i}]`, message: `应为${own[i] ?? '（无）'}，公布的是${theirs[i] ?? '（无）'}` });
  }
  if (drawn.resultHash !== published.resultHash) differences.push({ path: 'result.resultHash', message: '与重新抽签所得的结果校验值不符' });
  return differences;
}

const seatText = ({ id, seat }: LotteryResult['seated'][number]): string => `${id}（${seat}）`;
