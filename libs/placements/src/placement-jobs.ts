/** Jobs of this library: name → payload. */
export type PlacementJobs = {
  /** The follow-up calendar of the county, written again. */
  'follow-ups.refresh': Readonly<Record<string, never>>;
  /** Somebody has joined a class, or it was opened or aborted: whoever tells its people has a look. */
  'class.changed': { readonly classId: string };
  /** Blobs of the county that no evidence file names are taken away. */
  'evidence-files.clean-up': Readonly<Record<string, never>>;
  /** Evidence files of the county whose time is over, or whose deletion was decided, are taken away. */
  'evidence-files.forget': Readonly<Record<string, never>>;
};
