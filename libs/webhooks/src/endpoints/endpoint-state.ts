export const ENDPOINT_STATES = ['active', 'disabled'] as const;
export type EndpointState = (typeof ENDPOINT_STATES)[number];

/** Why nothing is sent there any more: it answered 410, or only failed for five days. */
export const DISABLED_REASONS = ['gone', 'failing'] as const;
export type DisabledReason = (typeof DISABLED_REASONS)[number];

/** Endpoints of one employer, at the most; those of its test keys are counted apart. */
export const ENDPOINTS_MAX = 5;
/** After a rotation both secrets sign for so long. */
export const ROTATION_HOURS = 24;
