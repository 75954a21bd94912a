type NoPayload = Readonly<Record<string, never>>;

/** Jobs that this library asks for or answers. Payloads carry ids only. */
export type VacancyJobs = {
  /** New, changed, closed or reopened vacancies; answered by whoever keeps the matches. */
  'vacancies.changed': { readonly vacancyIds: readonly string[] };
  /** One import run; answered by `ImportRunner.run`. */
  'vacancies.import': { readonly runId: string };
  /** The run has ended and left vacancies behind; answered by whoever keeps the matches (what would match). */
  'vacancies.import-ended': { readonly runId: string };
  /** An officer of another county merged or split employers; answered by `EmployerSpellings.followIn`. */
  'employers.renamed': { readonly employerIds: readonly string[] };
  /** A county's daily runs, and runs whose worker died; answered by `ImportRuns.startDueRuns`. */
  'vacancies.import-due': NoPayload;
  /** A county's vacancies past their last day; answered by `VacancyDesk.expireDue`. */
  'vacancies.expire-due': NoPayload;
  /** A county's waiting titles and its wordings, read again by what is known now; answered by `WordsRereader.rereadCounty`. */
  'vacancies.reread-words': NoPayload;
};
