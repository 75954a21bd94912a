import { civilDateOf, isCivilDate, type CivilDate } from '@app/kernel';
import { Calendar, DIMENSIONS, KEPT_PLEDGES, NAMED_RATES, findNamedRate, parseInstant, withEvidence, type Dimension, type EvidenceLevel, type Instant, type Period, type RateRule } from '@app/outcomes';
import { PlacementQueryInvalid } from '../placements.errors.js';

/** A query as it comes in, all of it text. */
export interface RateQueryInput {
  readonly rule: string;
  readonly region?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly asOf?: string | undefined;
  readonly knownBy?: string | undefined;
  readonly by?: string | undefined;
  readonly minEvidence?: string | undefined;
}

/** The same, understood. `knownBy` null: everything recorded so far. */
export interface RateQuestion {
  readonly rule: RateRule;
  readonly period: Period | null;
  readonly asOf: CivilDate;
  readonly knownBy: Instant | null;
  readonly by: Dimension | null;
}

const MONTH = /^(?!0000)\d{4}-(0[1-9]|1[0-2])$/;

/** Reads a query; nothing is guessed. @throws PlacementQueryInvalid naming the parameter */
export function readQuestion(input: RateQueryInput, now: Date): RateQuestion {
  const asOf = readAsOf(input.asOf, now);
  return { rule: readRule(input), period: readPeriod(input), asOf, knownBy: readKnownBy(input.knownBy), by: readDimension(input.by) };
}

/** The day that a figure is taken at; left out: today. @throws PlacementQueryInvalid */
export function readAsOf(text: string | undefined, now: Date): CivilDate {
  const today = civilDateOf(now);
  const asOf = text ?? today;
  if (!isCivilDate(asOf)) throw new PlacementQueryInvalid('asOf', '须为日期，形如 2026-03-01');
  if (asOf > today) throw new PlacementQueryInvalid('asOf', '不能晚于今天');
  return asOf;
}

function readRule({ rule: id, minEvidence }: RateQueryInput): RateRule {
  const rule = findNamedRate(id);
  if (rule === null) throw new PlacementQueryInvalid('rule', `没有这个指标，应为下列之一：${[...NAMED_RATES, KEPT_PLEDGES].map((each) => each.id).join('、')}`);
  if (minEvidence === undefined) return rule;
  if (!/^[0-3]$/.test(minEvidence)) throw new PlacementQueryInvalid('minEvidence', '须为 0 至 3');
  if ('measure' in rule) throw new PlacementQueryInvalid('minEvidence', '此指标不分佐证等级');
  const level = Number(minEvidence) as EvidenceLevel;
  return level === rule.evidenceAtLeast ? rule : withEvidence(rule, level);
}

function readPeriod({ from, to }: RateQueryInput): Period | null {
  if (from === undefined && to === undefined) return null;
  if (from === undefined || !MONTH.test(from)) throw new PlacementQueryInvalid('from', '须为月份，形如 2026-03，并与 to 同时给出');
  if (to === undefined || !MONTH.test(to)) throw new PlacementQueryInvalid('to', '须为月份，形如 2026-03，并与 from 同时给出');
  if (from > to) throw new PlacementQueryInvalid('to', '早于 from');
  return { from, to };
}

/** The instant by which facts were recorded; null: left out. @throws PlacementQueryInvalid */
export function readKnownBy(text: string | undefined): Instant | null {
  if (text === undefined) return null;
  // In an address an unescaped + arrives as a blank.
  const instant = parseInstant(text.replace(' ', '+'), new Calendar());
  if (instant === null) throw new PlacementQueryInvalid('knownBy', '须为带时区的时刻，形如 2026-03-01T08:00:00+08:00');
  return instant;
}

function readDimension(text: string | undefined): Dimension | null {
  if (text === undefined) return null;
  const dimension = DIMENSIONS.find((each) => each === text);
  if (dimension === undefined) throw new PlacementQueryInvalid('by', `应为下列之一：${DIMENSIONS.join('、')}`);
  return dimension;
}

/** An instant in ISO 8601, to the microsecond. */
export function isoOf(instant: Instant): string {
  const ms = Math.floor(instant / 1000);
  return new Date(ms).toISOString().replace('Z', `${String(instant - ms * 1000).padStart(3, '0')}Z`);
}
