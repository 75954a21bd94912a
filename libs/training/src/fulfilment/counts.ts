/** What an order, or several together, came to. Persons, but for the seats. */
export interface FulfilmentCounts {
  /** Seats. */
  readonly pledged: number;
  readonly enrolled: number;
  readonly certified: number;
  readonly hired: number;
  /** Hired, and the 90th (180th) day after the first day of work has come. */
  readonly due90: number;
  readonly retained90: number;
  readonly due180: number;
  readonly retained180: number;
}

/** A share of the pledged seats. R4: filled by a hire; R4p: with pay and contract as pledged. */
export interface PledgeFigures {
  readonly seats: number;
  /** R4: persons hired, at most the seats of each order. */
  readonly filled: number;
  /** R4p: of them those hired at 95 % of the pledged pay or more, for at least the pledged contract, at most the seats. */
  readonly kept: number;
  /** Persons hired for less, and those of whom it is not known; not cut to the seats. */
  readonly short: number;
  readonly unknown: number;
}

const COUNTS = ['pledged', 'enrolled', 'certified', 'hired', 'due90', 'retained90', 'due180', 'retained180'] as const satisfies readonly (keyof FulfilmentCounts)[];
const FIGURES = ['seats', 'filled', 'kept', 'short', 'unknown'] as const satisfies readonly (keyof PledgeFigures)[];

export function sumCounts(all: readonly FulfilmentCounts[]): FulfilmentCounts {
  return Object.fromEntries(COUNTS.map((name) => [name, all.reduce((sum, each) => sum + each[name], 0)])) as unknown as FulfilmentCounts;
}

export function sumFigures(all: readonly PledgeFigures[]): PledgeFigures {
  return Object.fromEntries(FIGURES.map((name) => [name, all.reduce((sum, each) => sum + each[name], 0)])) as unknown as PledgeFigures;
}

/** 口径 of every figure. */
export const FULFILMENT_DEFINITIONS = {
  orders: '生效订单：已批准的订单（批准日为生效日），不含开班前取消的、未批准的；开班以后取消的照算。部分拆分的按拆出的各份算。',
  pledged: '承诺：用人单位承诺的岗位数。',
  enrolled: '报名：承接班次的在册人数（按台账，含中途退学）。',
  certified: '取证：承接班次取得证书的人数（按台账）。',
  hired: '录用：按订单登记录用、未撤销的人数，每人有一条就业记录。',
  retained90: '留任 90 天：录用的那份工作自上岗日起满 90 天仍在岗的人数；未满 90 天的不算，另列已到期人数。',
  retained180: '留任 180 天：同上，满 180 天。',
  r4: '订单兑现率 R4：录用人数（每个订单最多算满）÷ 承诺岗位数，按生效订单；只问有没有录用。数的是岗位，不遮。',
  r4p: '足额兑现率 R4p：录用时月薪不低于承诺的 95%、合同不短于承诺的人数（每个订单最多算满）÷ 承诺岗位数。薪酬或合同不知道的不算兑现，另列。',
  employerScore: '单位履约分：（90 天留任人数 + 2）÷（承诺岗位 + 4），只数已结清的订单；新单位为 0.5。排队用的就是它。',
  providerScore: '机构成效分：取证 ÷ 报名、录用 ÷ 取证、90 天留任 ÷ 已满 90 天的录用，三项各按（x + 2）÷（n + 4）折算，取平均；只数已结业或结清的订单，新机构为 0.5。只供经办人选开班名额时参考，不改变排队次序。',
} as const;
