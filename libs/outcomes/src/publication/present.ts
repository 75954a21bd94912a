import { EXCLUSION_REASONS, type ExclusionReason } from '../facts/fact.js';
import type { CellTally, CohortDimension, PlacementTable, PledgeTable, RateTable } from '../rates/rates.js';
import { percentOf, wilsonInterval, type Percent } from './intervals.js';
import { SMALLEST_PUBLISHED, hiddenCells, isTooSmall } from './suppression.js';

/** Officers within their scope see `raw` figures; everybody else sees them `published`. */
export type PresentationForm = 'published' | 'raw';

/** One figure as it is shown: the total (`by` empty) or one cell. Percentages have two decimals. */
export interface PresentedRate {
  readonly rule: string;
  readonly by: Partial<Record<CohortDimension, string>>;
  readonly n: number;
  readonly numerator: number | null;
  readonly rate: Percent | null;
  /** Nobody of the unknown is employed (equals the rate), and all of them are. */
  readonly low: Percent | null;
  readonly high: Percent | null;
  readonly wilson: readonly [low: Percent, high: Percent] | null;
  readonly suppressed: boolean;
  /** Why figures are missing, in Chinese. */
  readonly message: string | null;
  readonly immature: number;
  readonly excluded: Partial<Record<ExclusionReason, number>> | null;
  readonly evidence: { readonly E0: number; readonly E1: number; readonly E2: number; readonly E3: number } | null;
  readonly personCourses: { readonly n: number; readonly numerator: number | null; readonly rate: Percent | null } | null;
}

const TOO_SMALL = `人数不足 ${SMALLEST_PUBLISHED} 人，为保护个人信息不公布`;
const COMPLEMENTARY = '为防止由合计反推其他单元，不公布';

/** A table as rows to show: the total first, then its cells by key. */
export function presentTable(table: RateTable, form: PresentationForm): PresentedRate[] {
  if ('pledges' in table) return [presentPledges(table)];
  const hidden = form === 'published' ? hiddenCells(table.cells) : new Set<CellTally>();
  const isTotalHidden = form === 'published' && isTooSmall(table.total.n);
  return [presentCell(table, table.total, form, isTotalHidden), ...table.cells.map((cell) => presentCell(table, cell, form, hidden.has(cell)))];
}

function presentCell(table: PlacementTable, cell: CellTally, form: PresentationForm, isHidden: boolean): PresentedRate {
  const { n, numerator, unknown, immature } = cell;
  const head = { rule: table.rule.id, by: table.dimension === null || cell.key === null ? {} : { [table.dimension]: cell.key }, n };
  const personCourses = presentPersonCourses(cell.personCourses, form === 'published' && (isHidden || isTooSmall(cell.personCourses.n)));
  if (isHidden) {
    const message = isTooSmall(n) ? TOO_SMALL : COMPLEMENTARY;
    return { ...head, numerator: null, rate: null, low: null, high: null, wilson: null, suppressed: true, message, immature, excluded: null, evidence: null, personCourses };
  }
  const [E0, E1, E2, E3] = cell.evidence;
  return {
    ...head,
    numerator,
    rate: percentOf(numerator, n),
    low: percentOf(numerator, n),
    high: percentOf(numerator + unknown, n),
    wilson: wilsonInterval(numerator, n),
    suppressed: false,
    message: null,
    immature,
    excluded: inOrderOfReasons(cell.excluded),
    evidence: { E0, E1, E2, E3 },
    personCourses,
  };
}

function presentPersonCourses({ n, numerator }: CellTally['personCourses'], isHidden: boolean): PresentedRate['personCourses'] {
  return isHidden || n === 0 ? { n, numerator: null, rate: null } : { n, numerator, rate: percentOf(numerator, n) };
}

function inOrderOfReasons(excluded: CellTally['excluded']): Partial<Record<ExclusionReason, number>> {
  return Object.fromEntries(EXCLUSION_REASONS.flatMap((reason) => (excluded[reason] === undefined ? [] : [[reason, excluded[reason]]])));
}

function presentPledges({ rule, pledges }: PledgeTable): PresentedRate {
  return {
    rule: rule.id,
    by: {},
    n: pledges.seats,
    numerator: pledges.filled,
    rate: percentOf(pledges.filled, pledges.seats),
    low: null,
    high: null,
    wilson: null,
    suppressed: false,
    message: null,
    immature: 0,
    excluded: {},
    evidence: null,
    personCourses: null,
  };
}
