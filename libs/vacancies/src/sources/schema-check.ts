import { SourceFault } from './source-fault.js';
import type { CheckedRows, RawRow, SourcePage } from './source.js';

export type FieldType = 'text' | 'text-or-null' | 'number-or-text' | 'scalar-or-null';

/** The fields that a mapping reads, with their types, and those that are known and not read. */
export interface SourceSchema {
  readonly read: Readonly<Record<string, FieldType>>;
  readonly unread: ReadonlySet<string>;
}

/** Share of a page's rows in which one field may be missing or of another type before the run stops. */
export const DRIFT_LIMIT = 0.05;

const FITS: Record<FieldType, (value: unknown) => boolean> = {
  text: (value) => typeof value === 'string',
  'text-or-null': (value) => value === null || typeof value === 'string',
  'number-or-text': (value) => typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value)),
  'scalar-or-null': (value) => value === null || typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value)),
};

/** The source changed; the page that shows it is kept, so that it can be read again when the mapping is mended. */
export class SchemaDrift extends SourceFault {
  constructor(detail: string, readonly page: SourcePage) {
    super('schema-drift', { detail });
  }
}

/**
 * Judges a page's rows by the fields that the mapping reads. One odd row is that row's fault; the same field odd in more
 * than 5 % of the rows (two at least) means that the source changed: `drift` says how, and the run must stop before it
 * stores nonsense. A field that nobody knows does no harm and is named in `newFields`.
 */
export function checkSchema(rows: readonly unknown[], { read, unread }: SourceSchema): CheckedRows {
  const rejected = new Map<number, string>();
  const misfits = new Map<string, number>();
  const newFields = new Set<string>();
  const misfit = (key: string): unknown => misfits.set(key, (misfits.get(key) ?? 0) + 1);
  for (const [at, row] of rows.entries()) {
    if (!isRow(row)) {
      misfit('');
      rejected.set(at, '不是一条记录');
      continue;
    }
    for (const key of Object.keys(row)) if (!Object.hasOwn(read, key) && !unread.has(key)) newFields.add(key.slice(0, 40));
    const bad = Object.entries(read).filter(([key, type]) => !FITS[type](row[key])).map(([key]) => key);
    bad.forEach(misfit);
    if (bad.length > 0) rejected.set(at, `字段缺失或类型不对：${bad.join('、')}`);
  }
  const drifted = [...misfits].find(([, count]) => count >= 2 && count > rows.length * DRIFT_LIMIT);
  return { rejected, drift: drifted === undefined ? null : driftOf(drifted, rows.length), newFields: [...newFields].sort() };
}

function driftOf([key, count]: readonly [string, number], rows: number): string {
  return key === '' ? `${count} 行不是记录` : `${key} 在 ${rows} 行中有 ${count} 行缺失或类型不对`;
}

export function isRow(value: unknown): value is RawRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
