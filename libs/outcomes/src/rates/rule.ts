import type { EvidenceLevel, JobType } from '../facts/fact.js';

/**
 * Who is counted. P1 on the roll on the opening day · P2 completers · P3 certified · P4 completers less exclusions ·
 * P5 completers less those in further study.
 */
export const POPULATIONS = ['P1', 'P2', 'P3', 'P4', 'P5'] as const;
export type PopulationId = (typeof POPULATIONS)[number];

/** When somebody must be employed, counted from the start of the person's clock. */
export type Horizon =
  /** F1: on any day from the start to `days` after it. */
  | { readonly kind: 'within'; readonly days: number }
  /** F2: on the day `days` after the start. */
  | { readonly kind: 'on-day'; readonly days: number }
  /** F3: on any day of the calendar quarter `quarters` after the quarter of the start. */
  | { readonly kind: 'quarter'; readonly quarters: number };

/**
 * A rate, described as configuration. Contract: the table "Named rates" and the sentence that new rates are rows.
 */
export interface PlacementRule {
  readonly id: string;
  readonly population: PopulationId;
  readonly horizon: Horizon;
  /** Kinds of outcome that count; headline: wage and self-employment. */
  readonly kinds: readonly JobType[];
  /** The lowest level of evidence that counts; headline: 2. */
  readonly evidenceAtLeast: EvidenceLevel;
  /** Narrows the population to those employed at an earlier horizon, and the numerator to the same employer. */
  readonly sameEmployerAs?: {
    readonly horizon: Horizon;
    /** `named`: the one employer named for that horizon · `any`: any employer of that horizon. */
    readonly employers: 'named' | 'any';
  };
  /** One employment covers so many consecutive days from the later of its first day and the start. Only with `within`. */
  readonly minimumDays?: number;
  /** The contract runs at least so many months; a permanent employment has no end and always does. */
  readonly minimumContractMonths?: number;
  /** The pay is at least so many yuan a month. */
  readonly minimumPay?: number;
  /** Further study effective by the horizon's last day counts as employed. */
  readonly countsFurtherStudy?: boolean;
}

/** Seats pledged by orders and filled from them (订单兑现率): counts seats, not persons. `kept-pledge`: filled with the pay and the contract that were pledged. */
export interface PledgeRule {
  readonly id: string;
  readonly measure: 'pledge' | 'kept-pledge';
}

export type RateRule = PlacementRule | PledgeRule;

const HEADLINE = { population: 'P4', kinds: ['wage', 'self-employment'], evidenceAtLeast: 2 } as const satisfies Partial<PlacementRule>;
const HALF_YEAR: Horizon = { kind: 'within', days: 180 };

/** The named rates of the contract, in its order. */
export const NAMED_RATES = [
  { ...HEADLINE, id: 'R1', horizon: HALF_YEAR },
  { ...HEADLINE, id: 'R2@90', horizon: { kind: 'on-day', days: 90 } },
  { ...HEADLINE, id: 'R2@180', horizon: { kind: 'on-day', days: 180 } },
  { ...HEADLINE, id: 'R2@365', horizon: { kind: 'on-day', days: 365 } },
  { ...HEADLINE, id: 'R3', horizon: { kind: 'on-day', days: 180 }, sameEmployerAs: { horizon: { kind: 'on-day', days: 90 }, employers: 'named' } },
  { id: 'R4', measure: 'pledge' },
  { ...HEADLINE, id: 'R5', population: 'P1', horizon: HALF_YEAR },
  { ...HEADLINE, id: 'R6Q2', horizon: { kind: 'quarter', quarters: 2 } },
  { ...HEADLINE, id: 'R6Q4', horizon: { kind: 'quarter', quarters: 4 } },
  { ...HEADLINE, id: 'R6S', horizon: { kind: 'quarter', quarters: 4 }, sameEmployerAs: { horizon: { kind: 'quarter', quarters: 2 }, employers: 'any' } },
  { ...HEADLINE, id: 'R7', population: 'P2', horizon: HALF_YEAR, countsFurtherStudy: true },
  { ...HEADLINE, id: 'R8', horizon: HALF_YEAR, minimumDays: 90 },
] as const satisfies readonly RateRule[];

/** R4p 足额兑现率, beside R4 of the contract. */
export const KEPT_PLEDGES: PledgeRule = { id: 'R4p', measure: 'kept-pledge' };

/** The id of a rate that the contract names. */
export type NamedRateId = (typeof NAMED_RATES)[number]['id'];

/** The named rate of this id, R4p among them, or null. */
export function findNamedRate(id: string): RateRule | null {
  return [...NAMED_RATES, KEPT_PLEDGES].find((rule) => rule.id === id) ?? null;
}

/** The same rate at another level of evidence, under a name of its own: `R1` at 1 becomes `R1@E1`. */
export function withEvidence(rule: PlacementRule, evidenceAtLeast: EvidenceLevel): PlacementRule {
  return { ...rule, id: `${rule.id}@E${evidenceAtLeast}`, evidenceAtLeast };
}
