import { isCivilDate, type CivilDate, type FieldFault } from '@app/kernel';

/** A waiting order: approved, without a class. */
export interface WaitingOrder {
  readonly id: string;
  /** Code of a township of {@link QueueInput.townships}; null = no penalty. */
  readonly township: string | null;
  readonly occupation: string;
  /** Seats pledged; whole, ≥ 0. */
  readonly seats: number;
  /** Not after the day of the queue. A part of a split order keeps the date of the whole. */
  readonly approvedOn: CivilDate;
  /** The employer's window for the first day of the class, both ends included. */
  readonly from: CivilDate;
  readonly to: CivilDate;
  /** Openings of the occupation in the county that stay unfillable after the optimal assignment; whole, ≥ 0. */
  readonly unfillable: number;
  /** Qualified available trainees; whole, ≥ 0. */
  readonly qualified: number;
  /** Whole yuan a month, ≥ 0; null = unknown. */
  readonly pay: number | null;
  /** Median pay of the occupation in the county, yuan a month, > 0; null = unknown. */
  readonly medianPay: number | null;
  /** Whole, ≥ 0; null = open-ended. */
  readonly contractMonths: number | null;
  /** The employer's earlier settled orders: seats pledged, and people retained at 90 days (not more than pledged). */
  readonly pledgedBefore: number;
  readonly retainedBefore: number;
}

/** A township of the county. */
export interface QueueTownship {
  readonly code: string;
  /** Available trainees. */
  readonly available: number;
  /** Seats opened in the last 90 days. */
  readonly seatsOpened90: number;
}

/** A provider's free place for a class. */
export interface ClassSlot {
  readonly id: string;
  /** null = any. */
  readonly occupation: string | null;
  /** First possible day. */
  readonly from: CivilDate;
  readonly seats: number;
}

/** The waiting orders of one county on one civil day. */
export interface QueueInput {
  readonly asOf: CivilDate;
  readonly townships: readonly QueueTownship[];
  readonly orders: readonly WaitingOrder[];
  readonly slots: readonly ClassSlot[];
}

const isCount = (value: number): boolean => Number.isInteger(value) && value >= 0;
const COUNTS = ['seats', 'unfillable', 'qualified', 'pledgedBefore', 'retainedBefore'] as const;
const DAYS = ['approvedOn', 'from', 'to'] as const;

/** What two fields of an order say against each other or against the day and the townships; fields are known to be well-formed. Null = not known, so not judged. */
export function orderContradictions(order: WaitingOrder, asOf: CivilDate | null, townships: ReadonlySet<string> | null): FieldFault[] {
  const faults: FieldFault[] = [];
  if (order.township !== null && townships !== null && !townships.has(order.township)) faults.push({ path: 'township', message: '不在乡镇列表中' });
  if (asOf !== null && order.approvedOn > asOf) faults.push({ path: 'approvedOn', message: `晚于计算日 ${asOf}` });
  if (order.to < order.from) faults.push({ path: 'to', message: '早于 from' });
  if (order.medianPay !== null && !(order.medianPay > 0)) faults.push({ path: 'medianPay', message: '须大于 0' });
  if (order.retainedBefore > order.pledgedBefore) faults.push({ path: 'retainedBefore', message: '多于 pledgedBefore' });
  return faults;
}

/** What is wrong with an order; empty when it is sound. `isDay` may remember days that it has seen. */
export function orderFaults(order: WaitingOrder, asOf: CivilDate, townships: ReadonlySet<string>, isDay: (text: string) => boolean = isCivilDate): FieldFault[] {
  const faults: FieldFault[] = [];
  if (order.id === '') faults.push({ path: 'id', message: '不能为空' });
  for (const name of COUNTS) if (!isCount(order[name])) faults.push({ path: name, message: '须为非负整数' });
  for (const name of ['pay', 'contractMonths'] as const) if (order[name] !== null && !isCount(order[name])) faults.push({ path: name, message: '须为非负整数' });
  if (order.medianPay !== null && !Number.isFinite(order.medianPay)) faults.push({ path: 'medianPay', message: '须为数' });
  for (const name of DAYS) if (!isDay(order[name])) faults.push({ path: name, message: '不是日历中的日期' });
  return faults.length > 0 ? faults : orderContradictions(order, asOf, townships);
}

/** What is wrong with an input, by path (`$.orders[3].township`); empty when it is sound. */
export function queueFaults({ asOf, townships, orders, slots }: QueueInput): FieldFault[] {
  const faults: FieldFault[] = [];
  const seen = new Map<string, boolean>();
  const isDay = (text: string): boolean => seen.get(text) ?? (seen.set(text, isCivilDate(text)), seen.get(text)!);
  const add = (path: string, found: readonly FieldFault[]): void => void found.forEach((fault) => faults.push({ path: `${path}.${fault.path}`, message: fault.message }));
  if (!isDay(asOf)) return [{ path: '$.asOf', message: '不是日历中的日期' }];
  townships.forEach((township, i) => {
    for (const name of ['available', 'seatsOpened90'] as const) if (!isCount(township[name])) add(`$.townships[${i}]`, [{ path: name, message: '须为非负整数' }]);
  });
  const codes = new Set(townships.map(({ code }) => code));
  orders.forEach((order, i) => add(`$.orders[${i}]`, orderFaults(order, asOf, codes, isDay)));
  slots.forEach((slot, i) => {
    if (!isCount(slot.seats)) add(`$.slots[${i}]`, [{ path: 'seats', message: '须为非负整数' }]);
    if (!isDay(slot.from)) add(`$.slots[${i}]`, [{ path: 'from', message: '不是日历中的日期' }]);
  });
  const lists = [['townships', townships.map(({ code }) => code), 'code'], ['orders', orders.map(({ id }) => id), 'id'], ['slots', slots.map(({ id }) => id), 'id']] as const;
  for (const [name, ids, key] of lists) {
    const met = new Set<string>();
    ids.forEach((id, i) => (met.has(id) ? add(`$.${name}[${i}]`, [{ path: key, message: '重复' }]) : met.add(id)));
  }
  return faults;
}
