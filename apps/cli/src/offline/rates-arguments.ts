import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isCivilDate } from '@app/kernel';
import { Calendar, DIMENSIONS, NAMED_RATES, parseInstant, readRateRules, type Dimension, type Instant, type Period, type RateRule } from '@app/outcomes';

/** What `shouyu rates` was asked for. */
export interface RatesArguments {
  /** Path of the facts; `-` is standard input. */
  readonly facts: string;
  readonly asOf: string;
  readonly knownBy: Instant | null;
  readonly rules: readonly RateRule[];
  readonly period: Period | null;
  readonly by: Dimension | null;
}

const OPTIONS = {
  facts: { type: 'string' },
  'as-of': { type: 'string' },
  'known-by': { type: 'string' },
  rules: { type: 'string' },
  definitions: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  by: { type: 'string' },
} as const;
type OptionValues = Partial<Record<keyof typeof OPTIONS, string>>;
type ReportFault = (fault: string) => void;

/** Reads the command line: the arguments, or one line a fault. */
export function readRatesArguments(argv: readonly string[]): RatesArguments | { readonly faults: readonly string[] } {
  const faults: string[] = [];
  const report: ReportFault = (fault) => faults.push(fault);
  const values = parseOptions(argv, report);
  const parsed: RatesArguments = {
    facts: values.facts ?? '',
    asOf: values['as-of'] ?? '',
    knownBy: readKnownBy(values['known-by'], report),
    rules: readRules(values.rules, [...NAMED_RATES, ...readDefinitions(values.definitions, report)], report),
    period: readPeriod(values, report),
    by: readDimension(values.by, report),
  };
  if (faults.length === 0 && parsed.facts === '') report('--facts: 缺少');
  if (faults.length === 0 && !isCivilDate(parsed.asOf)) report('--as-of: 应为日历中的日期 YYYY-MM-DD');
  return faults.length > 0 ? { faults } : parsed;
}

function parseOptions(argv: readonly string[], report: ReportFault): OptionValues {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, strict: true }).values;
  } catch (error) {
    report(`命令行: ${error instanceof Error ? error.message : String(error)}`);
    return {};
  }
}

function readKnownBy(text: string | undefined, report: ReportFault): Instant | null {
  if (text === undefined) return null;
  const instant = parseInstant(text, new Calendar());
  if (instant === null) report('--known-by: 应为带时区偏移的 ISO 8601 时刻');
  return instant;
}

function readRules(text: string | undefined, known: readonly RateRule[], report: ReportFault): readonly RateRule[] {
  if (text === undefined) return known;
  return text.split(',').flatMap((id) => {
    const rule = known.find((each) => each.id === id);
    if (rule === undefined) report(`--rules: 未知的指标 ${id}，应为 ${known.map((each) => each.id).join(' ')}`);
    return rule === undefined ? [] : [rule];
  });
}

/** A county's rates of its own: a JSON array of rules. */
function readDefinitions(file: string | undefined, report: ReportFault): readonly RateRule[] {
  if (file === undefined) return [];
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    report(`--definitions: ${error instanceof SyntaxError ? '不是 JSON' : `无法读取（${error instanceof Error ? error.message : String(error)}）`}`);
    return [];
  }
  const reading = readRateRules(value);
  if ('rules' in reading) return reading.rules;
  for (const { path, message } of reading.faults) report(`--definitions ${path}: ${message}`);
  return [];
}

function readPeriod({ from, to }: OptionValues, report: ReportFault): Period | null {
  if (from === undefined && to === undefined) return null;
  if (from === undefined || to === undefined) {
    report('--from: 与 --to 须同时给出');
    return null;
  }
  for (const [name, month] of Object.entries({ from, to })) {
    if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) report(`--${name}: 应为月份 YYYY-MM`);
  }
  if (from > to) report('--from: 晚于 --to');
  return { from, to };
}

function readDimension(text: string | undefined, report: ReportFault): Dimension | null {
  const dimension = DIMENSIONS.find((known) => known === text) ?? null;
  if (text !== undefined && dimension === null) report(`--by: 应为 ${DIMENSIONS.join('、')} 之一`);
  return dimension;
}
