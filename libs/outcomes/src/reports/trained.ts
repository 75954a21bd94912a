import type { ClassTable } from '../facts/histories.js';
import { compareCodePoints } from '../facts/code-points.js';
import type { LedgerSlice } from '../facts/ledger.js';
import { isWithin, type Period } from '../populations/cohort.js';

/** People who completed a class, counted once, and their completions (人次). */
export interface TrainedCount {
  readonly persons: number;
  readonly personCourses: number;
  /** Of the completions, those with a certificate. */
  readonly certified: number;
}

export interface TrainedCell extends TrainedCount {
  readonly programme: string;
  readonly table: ClassTable;
}

/** Who was trained. The persons of the cells add up to more than the total where somebody took part in two programmes. */
export interface Trained {
  readonly total: TrainedCount;
  /** Only classes that placement rates count, only on-the-job classes, only outreach. */
  readonly tables: Readonly<Record<ClassTable, TrainedCount>>;
  /** By programme, then table. */
  readonly cells: readonly TrainedCell[];
}

interface Counting {
  readonly people: Set<string>;
  personCourses: number;
  certified: number;
}

/**
 * Counts trained people by programme: everybody once in each cell, in each table and in the total.
 * @param period months of completion; null: all
 * @throws RangeError when the slice has faults
 */
export function countTrained(slice: LedgerSlice, period: Period | null = null): Trained {
  if (slice.faults.length > 0) throw new RangeError(`the ledger has ${slice.faults.length} faults`);
  const [total, tables] = [begin(), { placement: begin(), 'on-the-job': begin(), outreach: begin() }];
  const cells = new Map<string, { readonly programme: string; readonly table: ClassTable; readonly counting: Counting }>();
  for (const person of slice.persons.values()) {
    for (const { class: { programme, table }, completedOn, isCertified } of person.attendances) {
      if (completedOn === null || (period !== null && !isWithin(completedOn, period))) continue;
      const key = JSON.stringify([programme, table]);
      const cell = cells.get(key) ?? { programme, table, counting: begin() };
      cells.set(key, cell);
      for (const counting of [total, tables[table], cell.counting]) {
        counting.people.add(person.id);
        counting.personCourses += 1;
        if (isCertified) counting.certified += 1;
      }
    }
  }
  return {
    total: ended(total),
    tables: { placement: ended(tables.placement), 'on-the-job': ended(tables['on-the-job']), outreach: ended(tables.outreach) },
    cells: [...cells.values()]
      .map(({ programme, table, counting }) => ({ programme, table, ...ended(counting) }))
      .sort((a, b) => compareCodePoints(a.programme, b.programme) || compareCodePoints(a.table, b.table)),
  };
}

function begin(): Counting {
  return { people: new Set(), personCourses: 0, certified: 0 };
}

function ended({ people, personCourses, certified }: Counting): TrainedCount {
  return { persons: people.size, personCourses, certified };
}
