import { NAMED_RATES, type PlacementRule, type RateRule } from '@app/outcomes';

/** The named rates that are kept ready, by the moment at which their clock is set: completion, or the roll of the opening day. */
export const COMPLETION_RULES: readonly PlacementRule[] = placementRules().filter((rule) => rule.population !== 'P1');
export const ROLL_RULES: readonly PlacementRule[] = placementRules().filter((rule) => rule.population === 'P1');

/** Stored with every county: whoever was judged by other rules is judged anew. The number changes when the judging itself does. */
export const RULES_TEXT = JSON.stringify({ judging: 1, completion: COMPLETION_RULES, roll: ROLL_RULES });

/** Whether a rule is one of those kept ready, and not a variation of it. */
export function isProjected(rule: RateRule): rule is PlacementRule {
  return 'population' in rule && [...COMPLETION_RULES, ...ROLL_RULES].includes(rule);
}

function placementRules(): PlacementRule[] {
  // P3 would have an order of classes of its own; none of the named rates asks for it.
  return NAMED_RATES.flatMap((rule): PlacementRule[] => ('measure' in rule ? [] : [rule]));
}
