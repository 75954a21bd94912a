import type { FieldFault } from '@app/kernel';
import { MISSING, amount, checkFields, copyOf, flag, isRecord, oneOf, wholeFrom, type Check, type Fields, type Report } from '../config/checks.js';
import { JOB_TYPES } from '../facts/fact.js';
import { POPULATIONS, findNamedRate, type RateRule } from './rule.js';

/** A rule from configuration, or what is wrong with it, by path. */
export type RuleReading = { readonly rule: RateRule } | { readonly faults: readonly FieldFault[] };

/** Ten years: beyond it a horizon is a slip of the pen. */
const MOST_DAYS = 3_660;
const MOST_QUARTERS = 40;
const MOST_MONTHS = 1_200;
const ID = /^[\p{L}\p{N}@._-]{1,64}$/u;
const id: Check = (value, path, report) => {
  if (typeof value !== 'string' || !ID.test(value)) report(path, '应为 1 至 64 个字母、汉字、数字或 @ . _ -');
  else if (findNamedRate(value) !== null) report(path, `${value} 是既定口径的代号，另立的口径须有自己的名字`);
};
const kinds: Check = (value, path, report) => {
  if (!Array.isArray(value) || value.length === 0) return report(path, `应为非空数组，取自 ${JOB_TYPES.join('、')}`);
  value.forEach((kind, at) => {
    oneOf(JOB_TYPES)(kind, `${path}[${at}]`, report);
    if (value.indexOf(kind) < at) report(`${path}[${at}]`, '重复');
  });
};
const horizon: Check = (value, path, report) => {
  if (!isRecord(value)) return report(path, '应为 JSON 对象');
  const length = HORIZON_LENGTHS.get(value['kind'] as string);
  if (length === undefined) return report(`${path}.kind`, value['kind'] === undefined ? MISSING : `应为 ${[...HORIZON_LENGTHS.keys()].join('、')} 之一`);
  checkFields(value, { kind: () => undefined, ...length }, {}, path, report);
};
const sameEmployerAs: Check = (value, path, report) => {
  if (!isRecord(value)) return report(path, '应为 JSON 对象');
  checkFields(value, { horizon, employers: oneOf(['named', 'any']) }, {}, path, report);
};

const HORIZON_LENGTHS = new Map<string, Readonly<Record<string, Check>>>([
  ['within', { days: wholeFrom(0, MOST_DAYS) }],
  ['on-day', { days: wholeFrom(0, MOST_DAYS) }],
  ['quarter', { quarters: wholeFrom(0, MOST_QUARTERS) }],
]);
const REQUIRED: Readonly<Record<string, Check>> = { id, population: oneOf(POPULATIONS), horizon, kinds, evidenceAtLeast: wholeFrom(0, 3) };
const OPTIONAL: Readonly<Record<string, Check>> = {
  sameEmployerAs, minimumDays: wholeFrom(1, MOST_DAYS), minimumContractMonths: wholeFrom(0, MOST_MONTHS), minimumPay: amount, countsFurtherStudy: flag,
};

/**
 * Reads one rate from configuration. A field that is not known is a fault: a condition misspelt must not be a condition
 * left out, and a rate of one's own must not go by the name of the contract's.
 * @param value a parsed JSON value
 * @param path what faults begin with, for example `$[2]`
 */
export function readRateRule(value: unknown, path = '$'): RuleReading {
  const faults: FieldFault[] = [];
  const report: Report = (at, message) => faults.push({ path: at, message });
  if (!isRecord(value)) return { faults: [{ path, message: '应为 JSON 对象' }] };
  if ('measure' in value) checkFields(value, { id, measure: oneOf(['pledge']) }, {}, path, report);
  else {
    checkFields(value, REQUIRED, OPTIONAL, path, report);
    if (faults.length === 0 && value['minimumDays'] !== undefined && (value['horizon'] as Fields)['kind'] !== 'within') {
      report(`${path}.minimumDays`, '只能与时点 within 同用');
    }
  }
  return faults.length > 0 ? { faults } : { rule: copyOf(value) as unknown as RateRule };
}

/** Reads a county's list of rates of its own, each under one name. */
export function readRateRules(value: unknown): { readonly rules: readonly RateRule[] } | { readonly faults: readonly FieldFault[] } {
  if (!Array.isArray(value)) return { faults: [{ path: '$', message: '应为口径的数组' }] };
  const rules: RateRule[] = [];
  const faults: FieldFault[] = [];
  value.forEach((each: unknown, at) => {
    const reading = readRateRule(each, `$[${at}]`);
    if ('faults' in reading) return faults.push(...reading.faults);
    if (rules.some((rule) => rule.id === reading.rule.id)) faults.push({ path: `$[${at}].id`, message: `与前面的口径同名：${reading.rule.id}` });
    return rules.push(reading.rule);
  });
  return faults.length > 0 ? { faults } : { rules };
}
