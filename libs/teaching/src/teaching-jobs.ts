/** Jobs that this library asks for. Payloads carry ids only. */
export type TeachingJobs = {
  /** Works out a calendar that was asked for. */
  'class-calendar.make': { readonly calendarId: string };
  /** A look at whether a class's people are due a notice; answered by `ClassNotices.tell`. */
  'class-notice.tell': { readonly classId: string };
  /** The same of every class of the county that is taught soon; answered by `ClassNoticeDesk.lookAtDue`. */
  'class-notices.look': Readonly<Record<string, never>>;
};
