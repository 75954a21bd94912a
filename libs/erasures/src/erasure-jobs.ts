/** Jobs of this library: name → payload. */
export type ErasureJobs = {
  /** Erasures of the county that were decided are carried out, as far as nothing stands against them. */
  'erasures.carry-out': Readonly<Record<string, never>>;
};
