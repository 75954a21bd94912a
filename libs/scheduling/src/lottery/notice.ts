import type { FieldFault } from '@app/kernel';
import { compareIds } from '@app/matching';
import { refuseFaults } from '../errors.js';
import { sha256 } from './sha256.js';

/** How seats are shared out; published with the notice. A change is a new version. */
export interface LotteryPolicy {
  readonly version: string;
  /** Seats kept for groups: a code of the group (`a-z`, `0-9`, `-`) and its share of the seats, in hundredths of a percent (2000 = 20 %); a part of a seat counts as a seat. */
  readonly reserves: readonly { readonly group: string; readonly shareBp: number }[];
  /** In which order seats are given: `open` and every group once. It matters: whoever would have had an open seat uses up a reserved one when those are given first. */
  readonly order: readonly string[];
}

/** What is published before applications close. */
export interface LotteryNotice {
  /** Id of the class. */
  readonly lottery: string;
  /** Whole, ≥ 1. */
  readonly seats: number;
  readonly policy: LotteryPolicy;
  /** When applications close: ISO 8601 with an offset. */
  readonly closesAt: string;
  /** {@link seedHashOf} the sealed seed. */
  readonly seedHash: string;
  /** Where a public value comes from that nobody can know before the closing (a draw of the state lottery of a named day); null = none. With one, not even who knows the seed can foresee the draw. */
  readonly publicSource: string | null;
}

/** Somebody who applied. The list is a set: its order is irrelevant. */
export interface LotteryApplicant {
  /** A number of the application, never a name or an ID number. */
  readonly id: string;
  /** Draws of this kind that the person lost before; whole, ≥ 0. Who lost more often stands before who lost less often. */
  readonly losses: number;
  /** Codes of groups that seats are reserved for; codes without a reserve are faults. */
  readonly groups: readonly string[];
}

/** The seat that anybody may have. */
export const OPEN_SEAT = 'open';
const FORM = 'shouyu-lottery-1';
const HEX_32_BYTES = /^[0-9a-f]{64}$/;
const GROUP = /^[a-z][a-z0-9-]*$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
// eslint-disable-next-line no-control-regex -- what would break a line of the text that is hashed
const CONTROL = /[\u0000-\u001f\u007f\u2028\u2029]/;
const isLine = (text: string): boolean => text !== '' && !CONTROL.test(text);
/** A lone surrogate has no UTF-8 bytes of its own: two texts would have one hash. */
const isWellFormed = (text: string): boolean => !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
const isText = (text: string): boolean => isLine(text) && isWellFormed(text);
/** Texts that are hashed stand one a line. */
const lines = (...texts: readonly (string | number)[]): string => texts.join('\n');

/** SHA-256 of `shouyu-lottery-1`, `seed` and the seed, one a line. */
export function seedHashOf(seed: string): string {
  return sha256(lines(FORM, 'seed', seed));
}

/** SHA-256 of everything a notice says, one a line. */
export function noticeHashOf({ lottery, seats, policy, closesAt, seedHash, publicSource }: LotteryNotice): string {
  const reserves = policy.reserves.map(({ group, shareBp }) => `${group} ${shareBp}`);
  return sha256(lines(FORM, 'notice', lottery, seats, policy.version, reserves.join(','), policy.order.join(','), closesAt, seedHash, publicSource ?? ''));
}

/** SHA-256 of the list, a line an applicant (`id`, `losses`, groups in code point order, tab between), in code point order of the ids. Published at the closing, before the seed is opened. */
export function listHashOf(applicants: readonly LotteryApplicant[]): string {
  const rows = [...applicants].sort((a, b) => compareIds(a.id, b.id)).map(({ id, losses, groups }) => [id, losses, [...groups].sort(compareIds).join(',')].join('\t'));
  return sha256(lines(FORM, 'list', ...rows));
}

/** Seats reserved for each group: its share, a part of a seat counted as a seat. */
export function reservedSeats({ seats, policy }: Pick<LotteryNotice, 'seats' | 'policy'>): ReadonlyMap<string, number> {
  return new Map(policy.reserves.map(({ group, shareBp }) => [group, Math.ceil((seats * shareBp) / 10_000)]));
}

/** What is wrong with a notice, by path; empty when it is sound. */
export function noticeFaults(notice: LotteryNotice): FieldFault[] {
  const { lottery, seats, policy, closesAt, seedHash, publicSource } = notice;
  const faults: FieldFault[] = [];
  const check = (isRight: boolean, path: string, message: string): void => void (isRight || faults.push({ path, message }));
  check(isText(lottery), 'lottery', '须为一行非空文本');
  check(Number.isSafeInteger(seats) && seats >= 1 && seats <= 1_000_000, 'seats', '须为 1 到 1000000 的整数');
  check(isText(policy.version), 'policy.version', '须为一行非空文本');
  policy.reserves.forEach(({ group, shareBp }, i) => {
    check(GROUP.test(group) && group !== OPEN_SEAT && policy.reserves.findIndex((each) => each.group === group) === i, `policy.reserves[${i}].group`, '须为不重复的小写代码');
    check(Number.isInteger(shareBp) && shareBp >= 0 && shareBp <= 10_000, `policy.reserves[${i}].shareBp`, '须为 0 到 10000 的整数（万分之几）');
  });
  const kinds = [OPEN_SEAT, ...policy.reserves.map(({ group }) => group)].sort(compareIds);
  check(lines(...[...policy.order].sort(compareIds)) === lines(...kinds), 'policy.order', '须含 open 和每个预留类别各一次');
  check(INSTANT.test(closesAt) && !Number.isNaN(Date.parse(closesAt)), 'closesAt', '须为带时区的时刻');
  check(HEX_32_BYTES.test(seedHash), 'seedHash', '须为 64 位十六进制数');
  check(publicSource === null || isText(publicSource), 'publicSource', '须为一行非空文本或 null');
  if (faults.length === 0) check([...reservedSeats(notice).values()].reduce((sum, each) => sum + each, 0) <= seats, 'policy.reserves', '预留席位多于席位总数');
  return faults;
}

/** What is wrong with a list for a notice, by path; empty when it is sound. */
export function applicantFaults(applicants: readonly LotteryApplicant[], policy: LotteryPolicy): FieldFault[] {
  const faults: FieldFault[] = [];
  const known = new Set(policy.reserves.map(({ group }) => group));
  const met = new Set<string>();
  applicants.forEach(({ id, losses, groups }, i) => {
    if (!isText(id)) faults.push({ path: `[${i}].id`, message: '须为一行非空文本' });
    else if (met.has(id)) faults.push({ path: `[${i}].id`, message: '重复' });
    met.add(id);
    if (!(Number.isSafeInteger(losses) && losses >= 0)) faults.push({ path: `[${i}].losses`, message: '须为非负整数' });
    groups.forEach((group, g) => {
      if (!known.has(group) || groups.indexOf(group) < g) faults.push({ path: `[${i}].groups[${g}]`, message: '不是公告中的预留类别，或重复' });
    });
  });
  return faults;
}

/** What is wrong with what is opened after the closing. A seed is 32 bytes of chance, in hexadecimal: a guessable one could be found from its hash. */
export function openingFaults(notice: Pick<LotteryNotice, 'publicSource'>, seed: string, publicValue: string | null): FieldFault[] {
  const faults: FieldFault[] = [];
  if (!HEX_32_BYTES.test(seed)) faults.push({ path: 'seed', message: '须为 64 位十六进制数（32 字节随机数）' });
  if (notice.publicSource === null ? publicValue !== null : publicValue === null || !isText(publicValue)) faults.push({ path: 'publicValue', message: notice.publicSource === null ? '公告未约定公开随机数' : '须为公告所约定的公开随机数' });
  return faults;
}

/**
 * A notice with its seed sealed, and the hash to publish before applications close.
 * @throws SchedulingInputInvalid naming all that is wrong
 */
export function announceLottery(given: Omit<LotteryNotice, 'seedHash'>, seed: string): { readonly notice: LotteryNotice; readonly noticeHash: string } {
  const notice: LotteryNotice = { ...given, seedHash: seedHashOf(seed) };
  refuseFaults([...noticeFaults(notice), ...openingFaults({ publicSource: null }, seed, null)], '抽签公告有误');
  return { notice, noticeHash: noticeHashOf(notice) };
}
