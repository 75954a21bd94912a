/** The facts in force contradict each other (two starts of one employment, an end before its start): there is no figure of them, however often one tries. */
export class LedgerFaulty extends RangeError {
  constructor(faults: number) {
    super(`the ledger has ${faults} faults`);
  }
}
