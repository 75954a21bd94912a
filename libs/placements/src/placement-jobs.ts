/** Jobs of this library: name → payload. */
export type PlacementJobs = {
  /** The follow-up calendar of the county, written again. */
  'follow-ups.refresh': Readonly<Record<string, never>>;
};
