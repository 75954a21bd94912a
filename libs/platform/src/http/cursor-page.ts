import { isCivilDate, isUuid } from '@app/kernel';
import { CursorInvalid } from './request-errors.js';

/** One page; `nextCursor` is null on the last. */
export interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

/** A sort key's field: what a cursor may carry in its place. */
export type CursorField = 'text' | 'number' | 'date' | 'instant' | 'uuid';
type CursorValue = string | number;

/** The opaque form of a sort key. */
export function encodeCursor(key: readonly (CursorValue | Date)[]): string {
  return Buffer.from(JSON.stringify(key), 'utf8').toString('base64url');
}

/**
 * The sort key that a cursor stands for, or null without a cursor.
 * @param shape what each field of the key must be
 * @throws CursorInvalid when it is not a cursor of this list
 */
export function decodeCursor(cursor: string | undefined, shape: readonly CursorField[]): CursorValue[] | null {
  if (cursor === undefined) return null;
  let key: unknown;
  try {
    key = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw new CursorInvalid();
  }
  if (!Array.isArray(key) || key.length !== shape.length || !shape.every((field, i) => fits(key[i], field))) throw new CursorInvalid();
  return key as CursorValue[];
}

/** A page of rows that were asked for with `limit + 1`: the one too many says that there is a next page. */
export function pageOf<Row, Item>(rows: readonly Row[], limit: number, keyOf: (row: Row) => readonly (CursorValue | Date)[], itemOf: (row: Row) => Item): Page<Item> {
  const kept = rows.slice(0, limit);
  const last = rows.length > limit ? kept.at(-1) : undefined;
  return { items: kept.map(itemOf), nextCursor: last === undefined ? null : encodeCursor(keyOf(last)) };
}

function fits(value: unknown, field: CursorField): boolean {
  switch (field) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'text':
      return typeof value === 'string' && !value.includes('\u0000');
    case 'date':
      return isCivilDate(value);
    case 'instant':
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value));
    case 'uuid':
      return isUuid(value);
  }
}
