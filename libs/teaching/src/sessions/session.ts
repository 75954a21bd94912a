/** When in a day; a session fills its period for the class, its place and its instructor. */
export const SESSION_PERIODS = ['morning', 'afternoon', 'evening'] as const;
export type SessionPeriod = (typeof SESSION_PERIODS)[number];

export const SESSION_PARTS = ['theory', 'practice'] as const;
export type SessionPart = (typeof SESSION_PARTS)[number];
