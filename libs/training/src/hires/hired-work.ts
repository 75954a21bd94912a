import type { CivilDate, FieldFault } from '@app/kernel';
import type { JobType } from '@app/outcomes';

/** The work that somebody is hired for from an order, as it is: what was pledged is never taken for it. */
export interface HiredWork {
  /** The first day of work. */
  readonly startsOn: CivilDate;
  readonly type: JobType;
  readonly permanent: boolean;
  /** Of an order without an employer, whose work it is; an order's own employer needs no naming. */
  readonly employerId: string | null;
  /** Whole yuan a month; null: not known. */
  readonly pay: number | null;
  readonly contractMonths: number | null;
  readonly workplace: string | null;
}

/**
 * What is wrong with a hire; empty = nothing.
 * @param orderEmployerId null: the order answers a shortage and has no employer
 */
export function hireFaults({ startsOn, employerId }: Pick<HiredWork, 'startsOn' | 'employerId'>, orderEmployerId: string | null, today: CivilDate): FieldFault[] {
  const faults: FieldFault[] = [];
  if (startsOn > today) faults.push({ path: 'startsOn', message: '不能晚于今天：上岗以后才登记录用' });
  if (orderEmployerId !== null && employerId !== null && employerId !== orderEmployerId) faults.push({ path: 'employerId', message: '须为订单的用人单位（留空即可）' });
  if (orderEmployerId === null && employerId === null) faults.push({ path: 'employerId', message: '订单没有用人单位，请写明录用的单位' });
  return faults;
}
