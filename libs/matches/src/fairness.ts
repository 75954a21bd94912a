/** A group of people by one attribute: how many are looking for work, and how many of them stand in a list. */
export interface SelectionCount {
  readonly attribute: FairnessAttribute;
  readonly group: string;
  readonly people: number;
  readonly selected: number;
}

/** What is looked at. None of it is an input of a score: it is counted beside the engine, from what came out. */
export const FAIRNESS_ATTRIBUTES = ['sex', 'age-band', 'township'] as const;
export type FairnessAttribute = (typeof FAIRNESS_ATTRIBUTES)[number];

export interface SelectionRate extends SelectionCount {
  /** selected ÷ people, 0..1. */
  readonly rate: number;
  /** The rate beside that of the attribute's best-off comparable group, 0..1; null where either is too small to say. */
  readonly impactRatio: number | null;
  /** Below four fifths of the best-off group: somebody should look why. */
  readonly needsALook: boolean;
}

/** A group of fewer people is shown, and compared with none: one person more would change its rate by more than 5 points. */
export const SMALLEST_COMPARED = 20;
const FOUR_FIFTHS = 0.8;

/** Selection rates with their impact ratios, in the order given. */
export function selectionRates(counts: readonly SelectionCount[]): SelectionRate[] {
  const best = new Map<FairnessAttribute, number>();
  for (const { attribute, people, selected } of counts) if (people >= SMALLEST_COMPARED) best.set(attribute, Math.max(best.get(attribute) ?? 0, selected / people));
  return counts.map((count) => {
    const rate = count.people === 0 ? 0 : count.selected / count.people;
    const most = best.get(count.attribute) ?? 0;
    const impactRatio = count.people < SMALLEST_COMPARED || most === 0 ? null : rate / most;
    return { ...count, rate, impactRatio, needsALook: impactRatio !== null && impactRatio < FOUR_FIFTHS };
  });
}
