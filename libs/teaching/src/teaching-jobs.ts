/** Jobs that this library asks for. Payloads carry ids only. */
export type TeachingJobs = {
  /** Works out a calendar that was asked for. */
  'class-calendar.make': { readonly calendarId: string };
};
