import { SourceFault } from './source-fault.js';
import type { RawRow, RejectedRow } from './source.js';

export type FieldType = 'text' | 'text-or-null' | 'number-or-text' | 'scalar-or-null';

/** Share of a page's rows in which one field may be missing or of another type before the run stops. */
export const DRIFT_LIMIT = 0.05;

const FITS: Record<FieldType, (value: unknown) => boolean> = {
  text: (value) => typeof value === 'string',
  'text-or-null': (value) => value === null || typeof value === 'string',
  'number-or-text': (value) => typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value)),
  'scalar-or-null': (value) => value === null || typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value)),
};

/**
 * Sorts a page's rows into usable and rejected by the fields that the mapping reads. One odd row is that row's fault;
 * the same field odd in more than 5 % of the rows (two at least) means that the source changed: the run must stop
 * before it stores nonsense. Unknown extra fields are not read and do no harm.
 * @throws SourceFault `schema-drift`
 */
export function checkSchema(rows: readonly unknown[], schema: Readonly<Record<string, FieldType>>): { rows: RawRow[]; rejected: RejectedRow[] } {
  const usable: RawRow[] = [];
  const rejected: RejectedRow[] = [];
  const misfits = new Map<string, number>();
  for (const row of rows) {
    if (!isRow(row)) {
      misfits.set('', (misfits.get('') ?? 0) + 1);
      rejected.push({ raw: row, reason: '不是一条记录' });
      continue;
    }
    const bad = Object.entries(schema).filter(([key, type]) => !FITS[type](row[key])).map(([key]) => key);
    for (const key of bad) misfits.set(key, (misfits.get(key) ?? 0) + 1);
    if (bad.length === 0) usable.push(row);
    else rejected.push({ raw: row, reason: `字段缺失或类型不对：${bad.join('、')}` });
  }
  for (const [key, count] of misfits) {
    if (count >= 2 && count > rows.length * DRIFT_LIMIT) throw new SourceFault('schema-drift', { detail: key === '' ? `${count} 行不是记录` : `${key} 在 ${rows.length} 行中有 ${count} 行缺失或类型不对` });
  }
  return { rows: usable, rejected };
}

function isRow(value: unknown): value is RawRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
