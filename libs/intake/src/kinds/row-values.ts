import type { RosterRow } from '@app/workbooks';

/** A text value of a row, or null. */
export function textAt(row: RosterRow, field: string): string | null {
  const value = row.values[field];
  return typeof value === 'string' ? value : null;
}

export function numberAt(row: RosterRow, field: string): number | null {
  const value = row.values[field];
  return typeof value === 'number' ? value : null;
}

export function listAt(row: RosterRow, field: string): readonly string[] | null {
  const value = row.values[field];
  return Array.isArray(value) ? (value as readonly string[]) : null;
}
