const MIB = 1_048_576;

/** What a file may cost. Contract on uploads (security page): sizes are read from the directory first and enforced while inflating. */
export const LIMITS = {
  fileBytes: 10 * MIB,
  archiveEntries: 2_000,
  inflatedBytes: 200 * MIB,
  /** Inflated to packed, of entries above a mebibyte. */
  ratio: 200,
  rows: 100_000,
  columns: 500,
  cells: 1_000_000,
  /** Of the child process that reads. */
  heapMiB: 384,
  timeMs: 60_000,
  /** Files read at one time in one process. */
  together: 2,
} as const;
