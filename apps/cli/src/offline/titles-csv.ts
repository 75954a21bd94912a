import { parse } from 'csv-parse/sync';
import type { OccupationAlias, OccupationTerm } from '@app/catalogue';
import type { Read } from './offline-io.js';

const CODE = /^\d(-\d{2}){0,3}$/;

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Reads an occupation list: CSV with the columns `code`, `name`, `level` (1..4) found by its header; others are ignored. */
export function parseOccupations(text: string): Read<readonly OccupationTerm[]> {
  const rows = rowsOf(text, '--catalogue');
  if ('faults' in rows) return rows;
  const [header, ...body] = rows.value;
  const at = columns(header, ['code', 'name', 'level']);
  if (at === null) return { faults: ['--catalogue line 1: 表头应有 code、name、level 三列'] };
  const faults: string[] = [];
  const value = body.map(({ line, cells }) => {
    const [code = '', name = '', level = ''] = at.map((column) => cells[column]?.trim());
    if (!CODE.test(code)) faults.push(`--catalogue line ${line} code: 不是职业编码`);
    if (name === '') faults.push(`--catalogue line ${line} name: 不能为空`);
    if (!/^[1-4]$/.test(level)) faults.push(`--catalogue line ${line} level: 应为 1 至 4`);
    return { code, name, level: Number(level) };
  });
  return faults.length > 0 ? { faults } : { value };
}

/** Reads aliases: CSV `alias,code`, with or without that header; the code must be a known one. */
export function parseAliases(text: string, known: ReadonlySet<string>): Read<readonly OccupationAlias[]> {
  const rows = rowsOf(text, '--aliases');
  if ('faults' in rows) return rows;
  const named = columns(rows.value[0], ['alias', 'code']);
  const at = named ?? [0, 1];
  const faults: string[] = [];
  const value = rows.value.slice(named === null ? 0 : 1).map(({ line, cells }) => {
    const [alias = '', code = ''] = at.map((column) => cells[column]?.trim());
    if (alias === '') faults.push(`--aliases line ${line} alias: 不能为空`);
    if (!CODE.test(code)) faults.push(`--aliases line ${line} code: 不是职业编码`);
    else if (!known.has(code)) faults.push(`--aliases line ${line} code: 职业目录中没有 ${code}`);
    return { alias, code };
  });
  return faults.length > 0 ? { faults } : { value };
}

function columns(header: Row | undefined, names: readonly string[]): readonly number[] | null {
  const found = names.map((name) => header?.cells.findIndex((cell) => cell.trim().toLowerCase() === name) ?? -1);
  return found.includes(-1) ? null : found;
}

function rowsOf(text: string, option: string): Read<readonly Row[]> {
  try {
    const records = parse(text, { bom: true, info: true, relax_column_count: true, skip_empty_lines: true }) as unknown as { info: { lines: number }; record: string[] }[];
    return { value: records.map(({ info, record }) => ({ line: info.lines, cells: record })) };
  } catch (error) {
    return { faults: [`${option}: 不是 CSV（${error instanceof Error ? error.message : String(error)}）`] };
  }
}
