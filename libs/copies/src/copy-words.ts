import type { Meaning } from './copy-section.js';
import { LEFT_OUT } from './copy-sections.js';
import type { CatalogueNames, FilledSection, PersonCopy } from './person-copy.js';

/** The labels of a closed code list of the API. @throws when there is none of that name */
export type CodeLabels = (list: string) => Readonly<Record<string, string>>;

/** A copy as a portable file: values as they are stored, and what its codes mean beside them. */
export interface CopyDocument {
  readonly traineeId: string;
  readonly madeAt: Date;
  readonly notes: readonly string[];
  readonly sections: readonly {
    readonly code: string;
    readonly title: string;
    readonly note: string | null;
    readonly columns: readonly { readonly name: string; readonly heading: string; readonly labels: Readonly<Record<string, string>> | null }[];
    readonly rows: FilledSection['rows'];
  }[];
  readonly leftOut: readonly { readonly what: string; readonly why: string }[];
}

/** One sheet of a copy for people. */
export interface CopyTable {
  readonly name: string;
  readonly columns: readonly { readonly heading: string; readonly width: number }[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

const GUIDE = '说明';
const TIME = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'medium' });
const isMissing = (value: unknown): value is null | undefined => value === null || value === undefined;

/** What a copy is, for whoever reads it first. */
export function copyNotes({ madeAt, isOfTownship, elsewhere, sections }: PersonCopy): string[] {
  return [
    `本文件是公共就业服务机构所存、关于本人的全部信息的副本，应本人要求制作（个人信息保护法第四十五条）。制作时间：${TIME.format(madeAt)}（北京时间）。`,
    '所列均为同一时刻的记录，含已撤回、已失效的记录。信息不准确的可以要求更正，可以撤回同意，也可以要求抹除。',
    '文件含完整的身份证号和电话，请妥善保管；系统不留存本文件。',
    '只含本县所存的记录；在其他县登记过的，请向该县的经办机构申请。',
    ...(isOfTownship ? ['由乡镇制作，只含该乡镇辖区内的记录；曾在其他乡镇登记、参训、就业的，请向县级经办机构申请全县的副本。'] : []),
    ...(elsewhere > 0 ? [`本人另有 ${elsewhere} 份合并的登记不在经办人的辖区内，未列入；请向县级经办机构申请。`] : []),
    ...sections.filter(({ isCut }) => isCut).map(({ title, rows }) => `“${title}”记录过多，只列前 ${rows.length} 行；其余请向经办机构索取。`),
  ];
}

/** The portable form. */
export function copyDocument(copy: PersonCopy, labels: CodeLabels): CopyDocument {
  return {
    traineeId: copy.traineeId, madeAt: copy.madeAt, notes: copyNotes(copy), leftOut: LEFT_OUT.map(({ what, why }) => ({ what, why })),
    sections: copy.sections.map(({ code, title, note, columns, rows }) => ({
      code, title, note: note ?? null, rows,
      columns: columns.map(([name, , heading, meaning]) => ({ name, heading, labels: labelsOf(meaning, rows.flatMap((row) => row[name] ?? []), copy.names, labels) })),
    })),
  };
}

/** The form for people: a sheet that says what there is, then one for each section that has rows. */
export function copyTables(copy: PersonCopy, labels: CodeLabels): CopyTable[] {
  const filled = copy.sections.filter(({ rows }) => rows.length > 0);
  const guide: CopyTable = {
    name: GUIDE, columns: [{ heading: '内容', width: 40 }, { heading: '记录数', width: 10 }, { heading: '说明', width: 90 }],
    rows: [
      ...copyNotes(copy).map((note) => ['本文件', null, note]),
      ...copy.sections.map(({ title, note, rows }) => [title, rows.length, rows.length === 0 ? '没有记录' : (note ?? null)]),
      ...LEFT_OUT.map(({ what, why }) => [`未列入：${what}`, null, why]),
    ],
  };
  return [guide, ...filled.map(({ title, columns, rows }) => ({
    name: title, columns: columns.map(([, , heading]) => ({ heading, width: 20 })),
    rows: rows.map((row) => columns.map(([name, , , meaning]) => cellOf(meaning, row[name], copy.names, labels))),
  }))];
}

/** A value in words; a code that nobody named stays a code. */
export function cellOf(meaning: Meaning | undefined, value: unknown, names: CatalogueNames, labels: CodeLabels): string | number | null {
  if (isMissing(value)) return null;
  if (Array.isArray(value)) return value.length === 0 ? null : value.map((each) => String(cellOf(meaning, each, names, labels) ?? '')).join('、');
  if (meaning === 'time') return TIME.format(new Date(value as string));
  if (meaning === 'fen') return Number(value) / 100;
  if (meaning === 'yes-no') return value === true ? '是' : '否';
  if (typeof value !== 'string' && typeof value !== 'number') return JSON.stringify(value);
  return wordOf(meaning, String(value), names, labels) ?? value;
}

function wordOf(meaning: Meaning | undefined, code: string, names: CatalogueNames, labels: CodeLabels): string | undefined {
  if (meaning === undefined || meaning === 'time' || meaning === 'fen' || meaning === 'yes-no') return undefined;
  if (typeof meaning === 'string') return names[meaning](code);
  if ('words' in meaning) return meaning.words[code];
  if ('list' in meaning) return labels(meaning.list)[code] ?? (meaning.orElse === undefined ? undefined : labels(meaning.orElse)[code]);
  return undefined;
}

/** Words for the codes that occur; null: the column holds no codes. */
function labelsOf(meaning: Meaning | undefined, values: readonly unknown[], names: CatalogueNames, labels: CodeLabels): Readonly<Record<string, string>> | null {
  const found = [...new Set(values.flat().map(String))].flatMap((code) => {
    const word = wordOf(meaning, code, names, labels);
    return word === undefined ? [] : [[code, word] as const];
  });
  return found.length === 0 ? null : Object.fromEntries(found);
}
