import { quarterAfter, type Day, type DaySpan } from '../facts/calendar.js';
import type { Horizon, PlacementRule } from './rule.js';

/** The days of a horizon for a clock that starts on `start`. */
export function horizonSpan(horizon: Horizon, start: Day): DaySpan {
  switch (horizon.kind) {
    case 'within':
      return { first: start, last: start + horizon.days };
    case 'on-day':
      return { first: start + horizon.days, last: start + horizon.days };
    case 'quarter':
      return quarterAfter(start, horizon.quarters);
  }
}

/**
 * The last day that matters to a rule: exclusions and reports of being out of work count up to it, and a person is
 * mature 30 days after it. An employment that must last `minimumDays` may begin on the horizon's very last day.
 */
export function lastDayOf(rule: PlacementRule, span: DaySpan): Day {
  return rule.minimumDays === undefined ? span.last : span.last + rule.minimumDays - 1;
}
