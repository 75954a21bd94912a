import { readAmounts } from './pay-amounts.js';

/** How an employer states pay. `negotiable` = 面议; `unknown` = blank or not understood. */
export const PAY_BASES = ['month', 'year', 'day', 'hour', 'piece', 'negotiable', 'unknown'] as const;
export type PayBasis = (typeof PAY_BASES)[number];

/** A pay text as read: `from` and `to` in whole yuan a month (null = open or unknown), `months` = salaries a year. */
export interface ParsedPay {
  readonly text: string;
  readonly from: number | null;
  readonly to: number | null;
  readonly months: number | null;
  readonly basis: PayBasis;
}

const WORKING_DAYS = 26n;
const HOURS_A_DAY = 8n;
const USUAL_MONTHS = 12;

/** What one yuan of each basis is worth a month, as a fraction. */
const MONTHLY: Record<'month' | 'year' | 'day' | 'hour', readonly [numerator: bigint, denominator: bigint]> = {
  month: [1n, 1n], year: [1n, 12n], day: [WORKING_DAYS, 1n], hour: [WORKING_DAYS * HOURS_A_DAY, 1n],
};

const PIECE_UNIT = '个(?!小时|月|钟头|工)|件|斤|公斤|千克|kg|吨|t(?![a-z])|克|亩|单|票|只|条|箱|筐|套|包|袋|块|张|片|双|打|株|棵|头|车|趟|次|桌|份|课时|课|节|平|㎡|m2|立方|方|米|台';
const PIECE = new RegExp(`计件|按件|(元|块)(钱)?(/|每|一)(${PIECE_UNIT})|(每|一)(${PIECE_UNIT})\\d`);
/** The period an amount is for; 日结 and 月结 say when it is paid out, and are read only where nothing else is said. */
const PERIODS = [
  ['hour', /(\/|每|一)个?(小时|钟头|时|h(?![a-z]))|时薪|小时工资/],
  ['day', /(\/|每|一)(人\/?)?(天|日(?!结)|d(?![a-z])|day)|\/个?工(日|天|$)|日薪|天薪/],
  ['month', /(\/|每|一)个?月(?!休|结)|月薪|月工资|月收入|\/(m|month)(?![a-z\d])/],
  ['year', /(\/|每|一)(年|y(?![a-z])|year)|年薪|年收入/],
] as const;
const OTHER_PERIOD = /(\/|每|一)(周|星期|礼拜|季|学期|场|班)|周薪|季薪/;
const NEGOTIABLE = /面议|面谈|面商|面定|详谈|电议|另议|协商|可谈|商议/;
const MONTHS = /[·•・*x×,、;\s(]*([1-9]\d?)薪\)?/;
/** Words that carry digits without being pay: dropped before the amounts are read. */
const NOT_PAY = /\d+险(\d+金)?|\d+金|\d{1,2}小时(制|\/天|\/日)|(月休|休)\d+天?/g;

/**
 * Reads a pay text: `1-1.5万`, `8千-1.5万·13薪`, `150元/天`, `3千及以下`, `面议` … into whole yuan a month, half-up,
 * by decimal arithmetic (26 days a month, 8 hours a day, a year's pay over 12). A text that cannot be read with
 * certainty is `unknown`, never guessed. Source: the contract of the offline command `pay`.
 */
export function parsePay(text: string): ParsedPay {
  const flat = text.normalize('NFKC').toLowerCase().replace(/\s+/g, '').replace(/,(?=\d{3}(?!\d))/g, '');
  if (flat === '') return { text, from: null, to: null, months: null, basis: 'unknown' };
  const stated = MONTHS.exec(flat);
  const months = stated ? Number(stated[1]) : USUAL_MONTHS;
  const body = flat.replace(MONTHS, '').replace(NOT_PAY, '');
  if (PIECE.test(body)) return { text, from: null, to: null, months, basis: 'piece' };
  const basis = basisOf(body);
  const amounts = basis === null ? null : readAmounts(body, basis === 'month');
  if (basis !== null && amounts !== null) {
    const [numerator, denominator] = MONTHLY[basis];
    const monthly = (microYuan: bigint | null) => (microYuan === null ? null : halfUp(microYuan * numerator, denominator * 1_000_000n));
    return { text, from: monthly(amounts.from), to: monthly(amounts.to), months, basis };
  }
  return { text, from: null, to: null, months: null, basis: NEGOTIABLE.test(body) && !/\d/.test(body) ? 'negotiable' : 'unknown' };
}

/** Null where two periods are named, or one that has no fixed length in days of work. */
function basisOf(body: string): (typeof PERIODS)[number][0] | null {
  if (OTHER_PERIOD.test(body)) return null;
  const found = PERIODS.filter(([, pattern]) => pattern.test(body)).map(([basis]) => basis);
  if (found.length > 1) return null;
  return found[0] ?? (/[日天]结/.test(body) ? 'day' : 'month');
}

/** Rounds a non-negative fraction to the nearest whole number, halves upwards. */
function halfUp(numerator: bigint, denominator: bigint): number {
  return Number((numerator * 2n + denominator) / (denominator * 2n));
}
