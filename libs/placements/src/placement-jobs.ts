/** Jobs of this library: name → payload. */
export type PlacementJobs = {
  /** The follow-up calendar of the county, written again. */
  'follow-ups.refresh': Readonly<Record<string, never>>;
  /** Blobs of the county that no evidence file names are taken away. */
  'evidence-files.clean-up': Readonly<Record<string, never>>;
};
