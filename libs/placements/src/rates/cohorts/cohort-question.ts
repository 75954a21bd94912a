import type { CivilDate, FieldFault } from '@app/kernel';
import { COHORT_DIMENSIONS, readRateRule, type CohortDimension, type Instant, type Period, type PlacementRule, type RateRule } from '@app/outcomes';
import { PlacementInvalid, PlacementQueryInvalid } from '../../placements.errors.js';
import { readQuestion } from '../rate-query.js';

/** What a cohort report is asked for, as it comes in. */
export interface CohortInput {
  /** A named rate; left out without a definition: R1. */
  readonly rule?: string | undefined;
  /** A rate of one's own, as configuration. */
  readonly definition?: unknown;
  readonly minEvidence?: string | undefined;
  readonly by?: string | undefined;
  readonly region?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly asOf?: string | undefined;
  readonly knownBy?: string | undefined;
  readonly forPublication?: boolean | undefined;
}

/** The same, understood; the region is read by who knows regions. */
export interface CohortAsked {
  readonly rule: PlacementRule;
  readonly by: CohortDimension | null;
  readonly period: Period | null;
  readonly asOf: CivilDate;
  /** Null: everything recorded so far. */
  readonly knownBy: Instant | null;
}

const MICROS_PER_MS = 1_000;
const DIMENSION_LIST = COHORT_DIMENSIONS.join('、');

/**
 * Reads what is asked; nothing is guessed, and no day or instant may lie ahead.
 * @param head the last instant of the ledger: never ahead, whatever this clock says
 * @throws PlacementQueryInvalid naming the field; PlacementInvalid naming every fault of a definition by its path
 */
export function readCohortQuestion(input: CohortInput, now: Date, head: Instant | null): CohortAsked {
  const { rule, period, asOf, knownBy } = readQuestion({ ...input, rule: input.rule ?? 'R1', by: undefined }, now);
  if (knownBy !== null && knownBy > Math.max(now.getTime() * MICROS_PER_MS, head ?? 0)) throw new PlacementQueryInvalid('knownBy', '不能晚于现在');
  return { rule: personRule(readDefined(input) ?? rule, input.definition === undefined ? 'rule' : 'definition.measure'), by: readDimension(input.by), period, asOf, knownBy };
}

function readDefined({ rule, definition, minEvidence }: CohortInput): RateRule | null {
  if (definition === undefined) return null;
  if (rule !== undefined) throw new PlacementQueryInvalid('definition', '不能与 rule 同时给出');
  if (minEvidence !== undefined) throw new PlacementQueryInvalid('minEvidence', '自定义口径请在 definition.evidenceAtLeast 中写明');
  const reading = readRateRule(definition, 'definition');
  if ('faults' in reading) throw new PlacementInvalid(reading.faults satisfies readonly FieldFault[]);
  return reading.rule;
}

function personRule(rule: RateRule, path: string): PlacementRule {
  if ('measure' in rule) throw new PlacementQueryInvalid(path, '此指标按承诺人数计，没有按人统计的报表');
  return rule;
}

function readDimension(text: string | undefined): CohortDimension | null {
  if (text === undefined) return null;
  const dimension = COHORT_DIMENSIONS.find((each) => each === text);
  if (dimension === undefined) throw new PlacementQueryInvalid('by', `应为下列之一：${DIMENSION_LIST}`);
  return dimension;
}
