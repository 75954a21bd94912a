import { isCivilDate } from '@app/kernel';
import { orderContradictions, type ClassSlot, type QueueInput, type QueueTownship, type WaitingOrder } from '@app/scheduling';
import { broken, checkOf, count, date, hasKeys, id, isList, isObject, objectOf, orNull, type Check, type FaultList } from './match-checks.js';
import { UniqueIds } from './match-shapes.js';

const positive = checkOf((value) => typeof value === 'number' && Number.isFinite(value) && value > 0, 'a number above 0');
const TOWNSHIP = objectOf<QueueTownship>({ code: id, available: count, seatsOpened90: count });
const SLOT = objectOf<ClassSlot>({ id, occupation: orNull(id), from: date, seats: count });
const LISTS = ['townships', 'orders', 'slots'] as const;

/** Checks a parsed input; null when there are faults. Codes are compared as they stand: a township is right when it is listed. */
export function readQueueInput(input: unknown, faults: FaultList): QueueInput | null {
  if (!isObject(input, '$', faults)) return null;
  hasKeys(input, ['asOf', ...LISTS], [], '$', faults);
  const { asOf, townships, orders, slots } = input;
  if (asOf !== undefined) date(asOf, '$.asOf', faults);
  checkList(townships, TOWNSHIP, '$.townships', faults, 'code');
  checkList(orders, orderCheck(isCivilDate(asOf) ? asOf : null, codesOf(townships)), '$.orders', faults);
  checkList(slots, SLOT, '$.slots', faults);
  return faults.count > 0 ? null : (input as unknown as QueueInput);
}

function orderCheck(asOf: string | null, townships: ReadonlySet<string> | null): Check {
  return objectOf<WaitingOrder>(
    {
      id, township: orNull(id), occupation: id, seats: count, approvedOn: date, from: date, to: date, unfillable: count, qualified: count,
      pay: orNull(count), medianPay: orNull(positive), contractMonths: orNull(count), pledgedBefore: count, retainedBefore: count,
    },
    (order, path, faults) => orderContradictions(order, asOf, townships).map((fault) => broken(faults, `${path}.${fault.path}`, fault.message)).length === 0,
  );
}

function checkList(list: unknown, check: Check, path: string, faults: FaultList, key: 'id' | 'code' = 'id'): void {
  if (list === undefined || !isList(list, path, faults)) return;
  const unique = new UniqueIds(key);
  for (const [i, item] of list.entries()) {
    if (faults.isFull) return;
    check(item, `${path}[${i}]`, faults);
    unique.check(item, `${path}[${i}]`, faults);
  }
}

/** The codes that an order may name; null where the list cannot be read, so that its faults are not told twice. */
function codesOf(townships: unknown): ReadonlySet<string> | null {
  if (!Array.isArray(townships)) return null;
  return new Set(townships.flatMap((township: unknown) => (typeof township === 'object' && township !== null && 'code' in township && typeof township.code === 'string' ? [township.code] : [])));
}
