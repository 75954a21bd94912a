/** Jobs that this library asks for; the handler is supplied by whoever keeps the matches. One row a batch, ids only. */
export type TraineeJobs = { 'trainees.changed': { readonly traineeIds: readonly string[] } };
