import { isCivilDate, type CivilDate, type Education } from '@app/kernel';
import type { RawRow } from './source.js';

/** Why a field cannot be used; caught by the mapping and turned into a rejection of the row. */
export class RowFault extends Error {}

/** The field as plain text: blank for null, without control characters (PostgreSQL refuses NUL), not trimmed inside. */
export function textOf(raw: RawRow, key: string): string {
  const value = raw[key];
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string' && typeof value !== 'number') throw new RowFault(`字段 ${key} 的类型不对`);
  // eslint-disable-next-line no-control-regex -- control characters are what is removed
  return String(value).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '').trim();
}

/** As {@link textOf}, null when blank. */
export function optionalText(raw: RawRow, key: string): string | null {
  const text = textOf(raw, key);
  return text === '' ? null : text;
}

/** @throws RowFault when the field is blank */
export function requiredText(raw: RawRow, key: string, name: string): string {
  const text = textOf(raw, key);
  if (text === '') throw new RowFault(`缺少${name}`);
  return text;
}

/** A whole number ≥ 0, null for blank. @throws RowFault for anything else */
export function optionalCount(raw: RawRow, key: string, name: string): number | null {
  const text = textOf(raw, key).normalize('NFKC');
  if (text === '') return null;
  if (!/^\d{1,9}(\.0+)?$/.test(text)) throw new RowFault(`${name}不是非负整数`);
  return Math.trunc(Number(text));
}

/** The day of `YYYY-MM-DD`, `YYYY/M/D` or the same with a time; null for blank. @throws RowFault for anything else */
export function optionalDay(raw: RawRow, key: string, name: string): CivilDate | null {
  const text = textOf(raw, key).normalize('NFKC');
  if (text === '') return null;
  const match = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$/.exec(text);
  const day = match === null ? null : `${match[1]}-${match[2]!.padStart(2, '0')}-${match[3]!.padStart(2, '0')}`;
  if (!isCivilDate(day)) throw new RowFault(`${name}不是日期`);
  return day;
}

const BY_FIRST_DIGIT: Readonly<Record<string, Education>> = { '2': 'bachelor', '3': 'college', '4': 'vocational', '6': 'senior-high', '7': 'junior-high', '8': 'primary' };

/**
 * An education code of either list in use (11 doctor · 14 master · 21 bachelor … and 10/20/30 …): 11 = doctor, 10 and
 * 12–14 = master, else the first digit reconciles both; 90, 0 and blank ask for none. @throws RowFault for another code
 */
export function educationOfCode(code: string): Education {
  if (code === '' || code === '0' || code === '90') return 'none';
  if (code === '11') return 'doctor';
  if (/^1[0234]$/.test(code)) return 'master';
  const education = /^\d\d$/.test(code) ? BY_FIRST_DIGIT[code[0]!] : undefined;
  if (education === undefined) throw new RowFault(`学历代码“${shown(code)}”未知`);
  return education;
}

const BY_LABEL: readonly (readonly [Education, readonly string[]])[] = [
  ['none', ['', '不限', '学历不限', '不限学历', '无', '无要求', '无学历要求', '其他', '其它', '未知']],
  ['primary', ['小学']],
  ['junior-high', ['初中', '初级中学', '初中毕业']],
  ['senior-high', ['高中', '普通高中', '高级中学']],
  ['vocational', ['中专', '中等专科', '中技', '技校', '技工学校', '职高', '职业高中', '中专/技校', '中专/中技', '中职', '中等职业教育', '高中/中专', '高中/中技/中专']],
  ['college', ['大专', '专科', '大学专科', '专科教育', '高职', '大学专科教育']],
  ['bachelor', ['本科', '大学本科', '大学本科教育', '大学']],
  ['master', ['硕士', '硕士研究生', '研究生', '研究生教育']],
  ['doctor', ['博士', '博士研究生']],
];
const LABELS: ReadonlyMap<string, Education> = new Map(BY_LABEL.flatMap(([education, labels]) => labels.map((label) => [label, education] as const)));

/** An education label, with or without 及以上. @throws RowFault for a label that is not known */
export function educationOfLabel(label: string): Education {
  const plain = label.normalize('NFKC').replace(/\s+/g, '').replace(/(\(含\))?(及以上|以上|及其以上|毕业|学历)+$/, '');
  const education = LABELS.get(plain);
  if (education === undefined) throw new RowFault(`学历“${shown(label)}”未知`);
  return education;
}

const NO_LODGING = /(不|无|未|没有?)(包|提供|含|管)?(吃和|食)?(住|宿|住宿|食宿|宿舍)/g;
const LODGING = /[包管](吃|食|餐)?[、和\s]*[包管]?(住|宿)|(提供|免费|有)(免费)?(员工)?(食宿|住宿|宿舍)/;

/** Whether title or description says in words that lodging is given (包吃住 …) or not (不包住 …); null = not said, or both. */
export function lodgingInWords(...texts: readonly (string | null)[]): boolean | null {
  const words = texts.join('\n').normalize('NFKC');
  const rest = words.replace(NO_LODGING, '／');
  const given = LODGING.test(rest);
  const refused = rest !== words;
  return given === refused ? null : given;
}

/** A code or label from outside, cut short for a message. */
export function shown(text: string): string {
  return text.length > 20 ? `${text.slice(0, 20)}…` : text;
}
