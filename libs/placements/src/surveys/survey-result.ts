import { estimateWithAudit, percentOf, type AuditAnswer, type AuditedStratum, type Percent, type PlacementRule } from '@app/outcomes';
import type { CivilDate } from '@app/kernel';
import { SURVEY_OUTCOMES, auditAnswerOf, type AnswerInput, type SurveyOutcome } from './survey-answer.js';
import type { AskedDays } from './survey-question.js';

/** A drawn person's answer that counts: the latest. */
export interface CountedAnswer extends AnswerInput {
  readonly stratum: string;
  readonly asked: AskedDays;
  readonly answeredOn: CivilDate;
}

/** A survey's list in numbers. */
export interface CountedFrame {
  /** Employed on evidence that the rule accepts. */
  readonly proven: number;
  readonly notEmployed: number;
  readonly strata: readonly { readonly key: string; readonly members: number; readonly drawn: number }[];
}

export interface StratumResult extends AuditedStratum {
  readonly drawn: number;
  /** By what was noted, before the rule is asked what it counts. */
  readonly outcomes: Readonly<Record<SurveyOutcome, number>>;
  /** Percent of the drawn who said something. */
  readonly responseRate: Percent | null;
}

/** The rate on evidence and the rate of everybody, side by side. Shares in percent with two decimals. */
export interface SurveyResult {
  readonly n: number;
  readonly evidence: { readonly numerator: number; readonly rate: Percent | null; readonly low: Percent | null; readonly high: Percent | null };
  readonly estimate: { readonly rate: Percent | null; readonly interval: readonly [low: Percent, high: Percent] | null; readonly message: string | null; readonly silenceSpan: Percent | null };
  readonly called: number;
  readonly silent: number;
  readonly responseRate: Percent | null;
  readonly strata: readonly StratumResult[];
}

const RESPONDED: readonly SurveyOutcome[] = ['employed', 'not-employed', 'excluded'];

/**
 * The result of a survey: what the library makes of its counts. Whoever was drawn and has no answer is silent.
 * @throws RangeError when the counts contradict each other
 */
export function resultOf(rule: PlacementRule, { proven, notEmployed, strata }: CountedFrame, answers: readonly CountedAnswer[]): SurveyResult {
  const results = strata.map((stratum) => stratumResult(rule, stratum, answers.filter((answer) => answer.stratum === stratum.key)));
  const estimate = estimateWithAudit({ proven, notEmployed, strata: results });
  const drawn = results.reduce((sum, each) => sum + each.drawn, 0);
  const responded = results.reduce((sum, { outcomes }) => sum + respondedOf(outcomes), 0);
  return {
    n: estimate.n,
    evidence: { numerator: proven, rate: percentOf(proven, estimate.n), low: percentOf(proven, estimate.n), high: percentOf(estimate.n - notEmployed, estimate.n) },
    estimate: {
      rate: percentOfShare(estimate.rate), interval: estimate.interval === null ? null : [percentOfShare(estimate.interval[0])!, percentOfShare(estimate.interval[1])!],
      message: estimate.message, silenceSpan: percentOfShare(estimate.silenceSpan),
    },
    called: estimate.called, silent: estimate.silent, responseRate: percentOf(responded, drawn), strata: results,
  };
}

function stratumResult(rule: PlacementRule, { key, members, drawn }: CountedFrame['strata'][number], answers: readonly CountedAnswer[]): StratumResult {
  const said = answers.map((answer) => auditAnswerOf(rule, answer.asked, answer, answer.answeredOn));
  const count = (wanted: AuditAnswer): number => said.filter((each) => each === wanted).length;
  const outcomes = Object.fromEntries(SURVEY_OUTCOMES.map((outcome) => [outcome, answers.filter((answer) => answer.outcome === outcome).length])) as Record<SurveyOutcome, number>;
  const [employed, notEmployed] = [count('employed'), count('not-employed')];
  return { key, members, drawn, employed, notEmployed, silent: drawn - employed - notEmployed, outcomes, responseRate: percentOf(respondedOf(outcomes), drawn) };
}

function respondedOf(outcomes: Readonly<Record<SurveyOutcome, number>>): number {
  return RESPONDED.reduce((sum, outcome) => sum + outcomes[outcome], 0);
}

/** Half-up to 0.01 point on the double, as interval bounds are. */
function percentOfShare(share: number | null): Percent | null {
  return share === null ? null : Math.floor(Math.min(1, Math.max(0, share)) * 10_000 + 0.5) / 100;
}
