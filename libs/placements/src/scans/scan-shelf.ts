/** Where scans of one kind lie: the folder of the store, the table whose rows name them, the noun of their refusals. */
export interface ScanShelf {
  readonly folder: 'evidence' | 'agreements';
  readonly table: 'evidence_files' | 'agreement_files';
  readonly noun: 'EVIDENCE_FILE' | 'AGREEMENT_FILE';
}
