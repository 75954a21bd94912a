import { isCivilDate, type CivilDate } from '@app/kernel';
import type { ColumnGuess, Form, FormField, SheetLayout } from '../form.js';
import type { CellValue, SheetRow } from '../sheet.js';
import { headingKey, textOf } from './cell-text.js';
import { readCell, type CellContext } from './read-cell.js';
import { readDay } from './read-day.js';
import type { Grid } from './sheet-grid.js';

/** A heading stands among the first rows. */
const HEADER_WITHIN = 40;
const SAMPLE_ROWS = 60;
/** Fewer headings than this are chance. */
const HEADINGS_NEEDED = 2;
/** Share of cells that must read as a strong type for the content to name the column, or to speak against its heading. */
const CONTENT_SHARE = 0.8;
const CONTRADICTED_BELOW = 0.3;
const CELLS_TO_JUDGE = 3;

/** Types that a cell shows by itself, the surest first. */
const STRONG = ['id-number', 'credit-code', 'telephone', 'sex', 'date', 'education', 'person-name'] as const satisfies readonly FormField['type'][];
type Strong = (typeof STRONG)[number];

/** Headings of somebody else's name, number or telephone. */
const SOMEBODY_ELSE = /户主|配偶|父|母|监护|家长|子女|紧急|联系人|负责人|责任人|介绍人|推荐人|经办|教师|老师|干部|包保|帮扶|单位|企业|公司|班主任|填/;
/** A name by its look: a common surname and one or two more characters. */
const LOOKS_LIKE_A_NAME = /^[王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤]\p{Script=Han}{1,2}$/u;

interface Heading {
  readonly column: number;
  readonly text: string;
  readonly parts: readonly string[];
}

/** Guesses how a sheet is laid out: from headings wherever they stand, held against what stands below, and from the content alone where no heading helps. */
export function findLayout(grid: Grid, form: Form, context: CellContext): SheetLayout {
  const header = findHeader(grid, form, context.today);
  const below = grid.rows.filter((row) => row.number > (header?.rows[1] ?? 0) && !grid.isBanner(row)).slice(0, SAMPLE_ROWS);
  const headings = header?.headings ?? Array.from({ length: grid.width }, (_, column): Heading => ({ column, text: '', parts: [] }));
  const content = new Map(headings.map(({ column }) => [column, contentOf(grid, below, column, context)]));
  const claims = headings.map((heading) => claimOf(heading, form, content.get(heading.column)!, context));
  return { sheet: grid.sheet.name, headerRows: header?.rows ?? null, columns: settle(claims, form, content) };
}

/** The key by which a layout is remembered: its headings, in order. */
export function layoutKey(layout: Pick<SheetLayout, 'columns'>): string {
  return layout.columns.map((column) => headingKey(column.heading)).join('|');
}

/** Fields by the keys of their headings. */
export function fieldsByHeading(form: Form): ReadonlyMap<string, FormField> {
  const byKey = new Map<string, FormField>();
  for (const field of form.fields) for (const heading of [field.label, ...field.headings]) if (!byKey.has(headingKey(heading))) byKey.set(headingKey(heading), field);
  return byKey;
}

/** The day that a heading of an attendance table names; the year may stand in the title only, then it is none. */
export function dayOfHeading(text: string, today: CivilDate): CivilDate | null {
  const read = readDay({ kind: 'text', text }, text.normalize('NFKC').trim(), today);
  return 'value' in read && typeof read.value === 'string' && isCivilDate(read.value) ? read.value : null;
}

function findHeader(grid: Grid, form: Form, today: CivilDate): { rows: [number, number]; headings: Heading[] } | null {
  const known = fieldsByHeading(form);
  let best: { rows: [number, number]; headings: Heading[]; score: number } | null = null;
  const candidates = grid.rows.slice(0, HEADER_WITHIN);
  candidates.forEach((row, i) => {
    if (grid.isBanner(row)) return;
    const next = candidates[i + 1];
    const pairs: [SheetRow, SheetRow][] = next !== undefined && next.number === row.number + 1 ? [[row, row], [row, next]] : [[row, row]];
    for (const [top, bottom] of pairs) {
      const headings = headingsOf(grid, top, bottom);
      if (top !== bottom && looksLikeData(bottom, today)) continue;
      const matched = new Set(headings.flatMap((heading) => fieldOf(heading, known)?.name ?? []));
      const days = headings.filter((heading) => dayOfHeading(heading.text, today) !== null).length;
      const score = matched.size + (form.name === 'attendance' ? Math.min(days, 1) : 0);
      // Two rows only where they name more things than one: a data row must not become a heading.
      if (score >= HEADINGS_NEEDED && score > (best?.score ?? 0)) best = { rows: [top.number, bottom.number], headings, score };
    }
  });
  return best;
}

function headingsOf(grid: Grid, top: SheetRow, bottom: SheetRow): Heading[] {
  return Array.from({ length: grid.width }, (_, column): Heading => {
    const parts = [...new Set((top === bottom ? [top] : [top, bottom]).map((row) => grid.heading(row, column)).filter((cell) => cell !== null).map(textOf))];
    return { column, text: parts.join('/'), parts };
  });
}

/** A row with an ID number, a telephone or a day is no heading. */
function looksLikeData(row: SheetRow, today: CivilDate): boolean {
  return row.cells.some((cell) => cell !== null && (cell.kind === 'date' || cell.kind === 'number' || /^\d{6,}/.test(textOf(cell)) || 'value' in readDay(cell, textOf(cell), today)));
}

function fieldOf({ parts }: Heading, known: ReadonlyMap<string, FormField>): FormField | null {
  if (parts.length === 0) return null;
  // The lower row is the more exact one (家庭住址 / 村); then both together, then the upper.
  const keys = [parts.at(-1)!, parts.join(''), parts[0]!].map(headingKey);
  for (const key of keys) {
    const field = key === '' ? undefined : known.get(key);
    if (field !== undefined) return field;
  }
  return null;
}

interface Content {
  readonly cells: number;
  /** Share of the cells that read as each strong type, numbers typed as numbers among them. */
  readonly share: Readonly<Record<Strong, number>>;
}

const asField = (type: FormField['type']): FormField => ({ name: type, label: '', headings: [], type, required: false, hint: '' });

function contentOf(grid: Grid, rows: readonly SheetRow[], column: number, context: CellContext): Content {
  const cells = rows.map((row) => grid.cell(row, column)).filter((cell): cell is CellValue => cell !== null);
  const share = (type: Strong): number => (cells.length === 0 ? 0 : cells.filter((cell) => shows(cell, type, context)).length / cells.length);
  return { cells: cells.length, share: { 'id-number': share('id-number'), 'credit-code': share('credit-code'), telephone: share('telephone'), sex: share('sex'), date: share('date'), education: share('education'), 'person-name': share('person-name') } };
}

/** Whether a cell looks like a type; numbers that lost their tail still look like what they were. */
function shows(cell: CellValue, type: Strong, context: CellContext): boolean {
  const text = textOf(cell);
  if (cell.kind === 'number' && type === 'id-number') return cell.value > 1e16 && cell.value < 1e18;
  if (cell.kind === 'number' && type === 'telephone') return /^1[3-9]\d{9}$/.test(text);
  if (cell.kind === 'number' && type === 'date') return false; // a number alone may be anything
  if (type === 'id-number' && /^\d{6}(19|20)\d{2}(0[1-9]|1[0-2])\d{5}[\dXx]$/.test(text.replace(/['‘’`\s-]/g, ''))) return true;
  if (type === 'person-name') return LOOKS_LIKE_A_NAME.test(text.replace(/\s/g, ''));
  const read = readCell(cell, asField(type), context);
  return 'value' in read && read.value !== null;
}

/** Whether a heading shares two characters in a row with one of the field's. */
function isAkin(heading: string, field: FormField): boolean {
  const pairs = (text: string): string[] => [...text].slice(1).map((char, i) => [...text][i]! + char);
  const known = new Set([field.label, ...field.headings].flatMap((each) => pairs(headingKey(each))));
  return pairs(headingKey(heading)).some((pair) => known.has(pair));
}

interface Claim {
  readonly heading: Heading;
  readonly field: FormField | null;
  readonly by: 'heading' | 'content' | null;
  readonly confidence: number;
}

function claimOf(heading: Heading, form: Form, content: Content, { today }: CellContext): Claim {
  const none: Claim = { heading, field: null, by: null, confidence: 0 };
  if (form.name === 'attendance' && dayOfHeading(heading.text, today) !== null) return { heading, field: form.fields.find((field) => field.name === 'mark')!, by: 'heading', confidence: 1 };
  const shown = STRONG.find((type) => type !== 'person-name' && content.cells >= CELLS_TO_JUDGE && content.share[type] >= CONTENT_SHARE) ?? null;
  const named = fieldOf(heading, fieldsByHeading(form));
  if (named === null) return none;
  const own = named.type !== 'person-name' && (STRONG as readonly string[]).includes(named.type) ? content.share[named.type as Strong] : 1;
  // The heading says one thing, nearly every cell another: nobody knows, unless the content names a field of its own later.
  if (shown !== null && shown !== named.type && named.type !== 'text' && own < CONTRADICTED_BELOW) return none;
  if (shown !== null && shown !== named.type && named.type === 'text' && (shown === 'id-number' || shown === 'telephone')) return none;
  return { heading, field: named, by: 'heading', confidence: content.cells < CELLS_TO_JUDGE ? 0.9 : 0.6 + 0.4 * own };
}

/** One column for each field: the surest heading first, then what the content names where exactly one field can be meant. */
function settle(claims: readonly Claim[], form: Form, content: ReadonlyMap<number, Content>): ColumnGuess[] {
  const taken = new Set<string>();
  const many = (field: FormField): boolean => form.name === 'attendance' && field.name === 'mark';
  const settled = new Map<number, ColumnGuess>();
  for (const { heading, field, by, confidence } of [...claims].sort((a, b) => b.confidence - a.confidence || a.heading.column - b.heading.column)) {
    const isFree = field !== null && (many(field) || !taken.has(field.name));
    if (isFree) taken.add(field.name);
    settled.set(heading.column, { column: heading.column, heading: heading.text, field: isFree ? field.name : null, reason: isFree ? by : null, confidence: isFree ? confidence : 0 });
  }
  for (const type of STRONG) {
    const free = form.fields.filter((field) => field.type === type && !taken.has(field.name));
    const shown = [...settled.values()].filter((column) => column.field === null && (content.get(column.column)?.cells ?? 0) >= CELLS_TO_JUDGE && content.get(column.column)!.share[type] >= CONTENT_SHARE);
    if (free.length !== 1 || shown.length !== 1 || SOMEBODY_ELSE.test(shown[0]!.heading)) continue;
    // Days and schools mean many things (born, came, ended): the heading must speak of the same thing.
    if ((type === 'date' || type === 'education') && !isAkin(shown[0]!.heading, free[0]!)) continue;
    taken.add(free[0]!.name);
    settled.set(shown[0]!.column, { ...shown[0]!, field: free[0]!.name, reason: 'content', confidence: content.get(shown[0]!.column)!.share[type] });
  }
  return [...settled.values()].filter((column) => column.heading !== '' || (content.get(column.column)?.cells ?? 0) > 0).sort((a, b) => a.column - b.column);
}
