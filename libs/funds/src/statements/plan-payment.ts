import type { FieldFault } from '@app/kernel';
import type { Fen } from '@app/outcomes';

/** One person's part of a statement, as far as it is due. */
export interface DueLine {
  readonly lineId: string;
  readonly traineeId: string;
  readonly fen: Fen;
  /** How often it was paid so far, taken back or not. */
  readonly attempts: number;
  /** The voucher of the payment that stands; null: it is not paid. */
  readonly paidBy: string | null;
}

export interface PaymentLine {
  readonly lineId: string;
  readonly attempt: number;
  readonly fen: Fen;
}

/** `already`: the same voucher has paid them. */
export type PaymentPlan = { readonly pay: readonly PaymentLine[]; readonly already: number } | { readonly faults: readonly FieldFault[] };

/**
 * Whom a voucher pays: the people asked for, or everybody who is not paid yet. Sent again, the same voucher pays nobody
 * twice; somebody asked for by name whom another voucher has paid is a fault.
 */
export function planPayment(due: readonly DueLine[], voucher: string, chosen?: readonly string[]): PaymentPlan {
  const reading = choose(due, chosen);
  if ('faults' in reading) return reading;
  const faults = chosen === undefined ? [] : reading.lines.flatMap(({ paidBy }, i) => (paidBy !== null && paidBy !== voucher ? [{ path: `traineeIds[${i}]`, message: '已由另一张凭证登记过' }] : []));
  if (faults.length > 0) return { faults };
  const pay = reading.lines.filter(({ paidBy }) => paidBy === null).map(({ lineId, attempts, fen }) => ({ lineId, attempt: attempts + 1, fen }));
  const already = reading.lines.filter(({ paidBy }) => paidBy === voucher).length;
  return pay.length + already === 0 ? { faults: [] } : { pay, already };
}

/** Whose payments are taken back: the people asked for, or everybody whom the part was paid to. */
export function planReversal(due: readonly DueLine[], chosen?: readonly string[]): { readonly reverse: readonly PaymentLine[] } | { readonly faults: readonly FieldFault[] } {
  const reading = choose(due, chosen);
  if ('faults' in reading) return reading;
  const faults = chosen === undefined ? [] : reading.lines.flatMap(({ paidBy }, i) => (paidBy === null ? [{ path: `traineeIds[${i}]`, message: '没有登记过' }] : []));
  const reverse = reading.lines.filter(({ paidBy }) => paidBy !== null).map(({ lineId, attempts, fen }) => ({ lineId, attempt: attempts, fen }));
  return faults.length > 0 || reverse.length === 0 ? { faults } : { reverse };
}

function choose(due: readonly DueLine[], chosen: readonly string[] | undefined): { readonly lines: readonly DueLine[] } | { readonly faults: readonly FieldFault[] } {
  if (chosen === undefined) return { lines: due };
  const lineOf = new Map(due.map((line) => [line.traineeId, line]));
  const faults = chosen.flatMap((id, i) => {
    if (!lineOf.has(id)) return [{ path: `traineeIds[${i}]`, message: '不在这张结算单上，或没有应付（应退）的钱' }];
    return chosen.indexOf(id) < i ? [{ path: `traineeIds[${i}]`, message: '同一人重复' }] : [];
  });
  return faults.length > 0 ? { faults } : { lines: chosen.map((id) => lineOf.get(id)!) };
}
