/** What a call comes to. `not-reached`: nobody took it, or nobody was at home. `reached`: the person wants to think it over. */
export const CALL_RESULTS = ['not-reached', 'reached', 'interested', 'refused', 'no-more-calls'] as const;
export type CallResult = (typeof CALL_RESULTS)[number];

/** Why a post is refused: the letters A to D of the replies by SMS. */
export const CALL_REFUSALS = ['far', 'pay', 'trade', 'other'] as const;
export type CallRefusal = (typeof CALL_REFUSALS)[number];

/** Why somebody is not called (any more) about a post. */
export const CALL_CLOSINGS = ['answered', 'calls-stopped', 'week-cap', 'wave-stopped', 'vacancy-closed', 'lapsed'] as const;
export type CallClosing = (typeof CALL_CLOSINGS)[number];

/** What the database says of somebody who was to be put on a list. */
export const CALL_VERDICTS = ['planned', 'listed', 'told-by-message', 'calls-stopped', 'no-consent', 'vacancy-refused', 'day-cap', 'week-cap', 'wave-stopped', 'vacancy-closed', 'employer-unverified'] as const;
export type CallVerdict = (typeof CALL_VERDICTS)[number];

/** How a person who wanted no calls asked to be called again: nobody else asks in their place. */
export const CALLS_ASKED = ['in-person', 'by-telephone', 'by-message', 'in-writing'] as const;
export type CallsAsked = (typeof CALLS_ASKED)[number];

/** A list is for so many days: village officers work part-time, and openings close. */
export const CALL_DAYS = 3;
