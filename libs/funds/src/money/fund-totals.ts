import type { Department } from '@app/accounts';
import type { Fen } from '@app/outcomes';

/** The money of a fund, or of several together. */
export interface FundSums {
  readonly appropriatedFen: Fen;
  readonly committedFen: Fen;
  readonly paidFen: Fen;
}

/** What a sum is a sum of. */
export interface FundCell extends FundSums {
  readonly source: string;
  readonly department: Department;
  readonly year: number;
  readonly funds: number;
}

export interface FundTotals {
  readonly cells: readonly (FundCell & { readonly leftFen: Fen })[];
  readonly total: FundSums & { readonly leftFen: Fen; readonly funds: number };
}

/** What is neither promised nor paid, in fen. */
export function leftOf({ appropriatedFen, committedFen, paidFen }: FundSums): Fen {
  return appropriatedFen - committedFen - paidFen;
}

/** Adds the cells up. The total is the sum of what is shown, so that the table reconciles with itself. */
export function totalsOf(cells: readonly FundCell[]): FundTotals {
  const total = cells.reduce(
    (sum, cell) => ({ funds: sum.funds + cell.funds, appropriatedFen: sum.appropriatedFen + cell.appropriatedFen, committedFen: sum.committedFen + cell.committedFen, paidFen: sum.paidFen + cell.paidFen }),
    { funds: 0, appropriatedFen: 0, committedFen: 0, paidFen: 0 },
  );
  return { cells: cells.map((cell) => ({ ...cell, leftFen: leftOf(cell) })), total: { ...total, leftFen: leftOf(total) } };
}

/** 口径 of each figure, for people. */
export const FUND_DEFINITIONS = {
  appropriated: '下达：已登记的下达金额，减去核减。按资金来源、部门、年度分列，单位为分。',
  committed: '已承诺未付：已由第二名经办人确认的结算单应付而未付的金额；付款后转入“已付”，冲销付款后转回，撤销结算单后退出。',
  paid: '已付：已登记付款、未被冲销的金额，减去按补充结算单退回的金额；退回的转入“结余”。',
  left: '结余：下达，减去已承诺未付，减去已付。',
} as const satisfies Record<'appropriated' | 'committed' | 'paid' | 'left', string>;
