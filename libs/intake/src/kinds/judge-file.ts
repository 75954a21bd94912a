import type { Transaction } from '@app/platform';
import type { RosterRow } from '@app/workbooks';
import type { RowDeed, RowFault, RowJudgement } from './workbook-kind.js';

/** Rows whose deeds are undone at once, so that a dry run of a large file keeps no locks. */
const DRY_RUN_BATCH = 500;

/** What a row is about, and what is said of two rows that are about the same and differ. */
export interface RowKey {
  readonly key: string;
  /** What the row says of it; left out: everything that stands in the row but its number. */
  readonly says?: string;
  conflict(otherRow: number): RowFault;
}

/**
 * A dry run is the run itself, taken back to a savepoint: there is one way to judge a row. Rows that repeat an earlier one
 * are `duplicate`; rows that contradict another are all `faulty`, since nobody knows which is right.
 */
export async function judgeFile(tx: Transaction, rows: readonly RosterRow[], keyOf: (row: RosterRow) => RowKey | null, apply: (rows: readonly RosterRow[]) => Promise<readonly RowDeed[]>): Promise<RowJudgement[]> {
  const clashes = clashesOf(rows, keyOf);
  const sound = rows.filter((row) => !clashes.has(row));
  const deeds = new Map<RosterRow, RowDeed>();
  for (let at = 0; at < sound.length; at += DRY_RUN_BATCH) {
    const batch = sound.slice(at, at + DRY_RUN_BATCH);
    await tx.query('savepoint dry_run');
    const done = await apply(batch);
    await tx.query('rollback to savepoint dry_run');
    await tx.query('release savepoint dry_run');
    batch.forEach((row, i) => deeds.set(row, done[i]!));
  }
  return rows.map((row) => {
    const deed = deeds.get(row);
    if (deed === undefined) return clashes.get(row)!;
    return { outcome: deed.outcome, faults: deed.faults, subjectId: deed.outcome === 'new' ? null : deed.subjectId };
  });
}

function clashesOf(rows: readonly RosterRow[], keyOf: (row: RosterRow) => RowKey | null): Map<RosterRow, RowJudgement> {
  const groups = new Map<string, { row: RosterRow; key: RowKey }[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key !== null) groups.set(key.key, [...(groups.get(key.key) ?? []), { row, key }]);
  }
  const clashes = new Map<RosterRow, RowJudgement>();
  for (const group of groups.values()) {
    const says = ({ row: { values }, key }: (typeof group)[number]): string => key.says ?? JSON.stringify(Object.entries(values).filter(([field]) => field !== 'serial').sort(([a], [b]) => (a < b ? -1 : 1)));
    const [first, ...others] = group;
    const isOne = others.every((other) => says(other) === says(first!));
    for (const { row, key } of isOne ? others : group) {
      const other = group.find((each) => each.row !== row)?.row.number ?? row.number;
      if (isOne) clashes.set(row, { outcome: 'duplicate', faults: [], subjectId: null });
      else clashes.set(row, { outcome: 'faulty', faults: [key.conflict(other)], subjectId: null });
    }
  }
  return clashes;
}
