import type { FieldFault } from '@app/kernel';
import { checkFields, copyOf, isRecord, listOf, objectOf, oneOf, text, wholeFrom, type Check, type Fields, type Report } from '../config/checks.js';

/** Money in whole fen (1/100 yuan). */
export type Fen = number;

/** Who of a class is paid for. */
export const ENTITLEMENTS = ['completed', 'certified'] as const;
export type Entitlement = (typeof ENTITLEMENTS)[number];

/** From a settlement rate (R5 of the class) of so many percent on, so much of the base is paid. */
export interface SubsidyTier {
  /** 0 to 100, at most two decimals; compared on the exact fraction. */
  readonly fromPercent: number;
  readonly payPercent: number;
}

/** What one fund pays for a class, as data. */
export interface SubsidyRule {
  readonly id: string;
  readonly fund: string;
  /** Programmes whose classes it pays for. */
  readonly programmes: readonly string[];
  readonly entitled: Entitlement;
  /** For each person, or for each hour that a person attended up to `mostHours`. */
  readonly base: { readonly per: 'head'; readonly fen: Fen } | { readonly per: 'hour'; readonly fen: Fen; readonly mostHours: number };
  /** Rising from 0 in both; none: everything is paid whatever the rate. */
  readonly tiers: readonly SubsidyTier[];
  /** The fund pays no person more in one calendar year (of the classes' last days). */
  readonly mostAPersonAndYear?: Fen;
  /** Where other funds have paid the person in that year too: this fund adds nothing above so much of all together. */
  readonly mostAPersonAndYearOfAllFunds?: Fen;
  /** Payments in their order, percent of the whole, together 100; the last has what rounding leaves. */
  readonly parts: readonly { readonly name: string; readonly percent: number }[];
}

export type SubsidyReading = { readonly rules: readonly SubsidyRule[] } | { readonly faults: readonly FieldFault[] };

/** Ten million yuan a head and more is a slip of the pen. */
const MOST_FEN = 1_000_000_000;
const MOST_HOURS = 10_000;

const percent: Check = (value, path, report) => {
  if (typeof value !== 'number' || !(value <= 100) || !/^\d+(\.\d{1,2})?$/.test(String(value))) report(path, '应为 0 至 100，至多两位小数');
};
const base: Check = (value, path, report) => {
  if (!isRecord(value)) return report(path, '应为 JSON 对象');
  const head = { per: oneOf(['head', 'hour']), fen: wholeFrom(0, MOST_FEN) };
  checkFields(value, value['per'] === 'hour' ? { ...head, mostHours: wholeFrom(1, MOST_HOURS) } : head, {}, path, report);
};
const REQUIRED: Readonly<Record<string, Check>> = {
  id: text, fund: text, programmes: listOf(text, 1), entitled: oneOf(ENTITLEMENTS), base, tiers: listOf(objectOf({ fromPercent: percent, payPercent: wholeFrom(0, 100) }), 0),
  parts: listOf(objectOf({ name: text, percent: wholeFrom(0, 100) }), 1),
};
const OPTIONAL: Readonly<Record<string, Check>> = { mostAPersonAndYear: wholeFrom(0, MOST_FEN), mostAPersonAndYearOfAllFunds: wholeFrom(0, MOST_FEN) };

/** Reads a county's subsidy rules, in the order in which funds have the first claim to a person-course. */
export function readSubsidyRules(value: unknown): SubsidyReading {
  if (!Array.isArray(value)) return { faults: [{ path: '$', message: '应为补贴规则的数组' }] };
  const faults: FieldFault[] = [];
  const report: Report = (path, message) => faults.push({ path, message });
  const rules: SubsidyRule[] = [];
  value.forEach((each: unknown, at) => {
    const before = faults.length;
    objectOf(REQUIRED, OPTIONAL)(each, `$[${at}]`, report);
    if (faults.length > before) return;
    const rule = copyOf(each as Fields) as unknown as SubsidyRule;
    checkWhole(rule, `$[${at}]`, report);
    if (rules.some(({ id }) => id === rule.id)) report(`$[${at}].id`, `与前面的规则同名：${rule.id}`);
    rules.push(rule);
  });
  return faults.length > 0 ? { faults } : { rules };
}

/** What no field shows by itself. */
function checkWhole({ tiers, parts }: SubsidyRule, path: string, report: Report): void {
  tiers.forEach(({ fromPercent, payPercent }, at) => {
    const previous = tiers[at - 1];
    if (at === 0 && fromPercent !== 0) report(`${path}.tiers[0].fromPercent`, '第一档应从 0 开始');
    if (previous !== undefined && fromPercent <= previous.fromPercent) report(`${path}.tiers[${at}].fromPercent`, '应高于前一档');
    // Whoever places more people must never be paid less for it.
    if (previous !== undefined && payPercent < previous.payPercent) report(`${path}.tiers[${at}].payPercent`, '不应低于前一档');
  });
  if (parts.reduce((sum, part) => sum + part.percent, 0) !== 100) report(`${path}.parts`, '各期比例合计应为 100');
}
