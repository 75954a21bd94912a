interface OfUpload {
  readonly uploadId: string;
}

/** Jobs of uploaded workbooks; answered by `UploadRunner`. Payloads carry ids only. */
export type IntakeJobs = {
  /** The dry run. */
  'workbooks.plan': OfUpload;
  /** What was confirmed is written, batch by batch. */
  'workbooks.import': OfUpload;
  'workbooks.undo': OfUpload;
  /** A county's files past their time. */
  'workbooks.clean-up': Readonly<Record<string, never>>;
};
