import { bundledRegions } from '@app/catalogue';
import { padRegion } from '@app/kernel';
import type { CellValue, MergedRange, Sheet, SheetRow, WorkbookContent } from '@app/workbooks';
import { madeUpPeople, seededRandom } from './people.js';

/** What a cell must come to: a value, or a refusal (there is no telling what was meant). */
export type Expected = string | { readonly refused: true };

/** A roster as an office might fill it, and what a careful reader takes from it. */
export interface MadeUpRoster {
  readonly content: WorkbookContent;
  /** By `sheet/row`. */
  readonly expected: ReadonlyMap<string, Readonly<Record<string, Expected>>>;
}

const COUNTY = '420626';
const REFUSED = { refused: true } as const;
const text = (value: string): CellValue => ({ kind: 'text', text: value });
const number = (value: number): CellValue => ({ kind: 'number', value, text: String(value) });
const fullWidth = (value: string): string => value.replace(/[0-9A-Za-z]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));

/** Headings as offices write them. Made from rosters and forms, not from what the reader knows. */
const HEADINGS: Readonly<Record<string, readonly string[]>> = {
  'id-number': ['身份证号', '身份证号码', '公民身份号码', '身 份 证 号', '身份证号（18位）', '证件号码', '居民身份证号码', '身份证\n号码', '有效身份证件号', '身份证号*'],
  name: ['姓名', '姓  名', '学员姓名', '姓名（必填）', '人员姓名', '姓 名', '参训人', '培训对象', '名字'],
  telephone: ['联系电话', '电话', '手机号码', '联系方式', '本人电话（手机）', '电 话', '手机', '联络方式', '联系电话：'],
  sex: ['性别', '性 别', '男/女'],
  township: ['乡镇', '所在乡镇', '乡（镇）', '户籍乡镇', '镇/乡', '所属乡镇'],
  village: ['村', '行政村', '村（社区）', '所在村', '村名', '村/社区', '村居'],
  education: ['文化程度', '学历', '受教育程度', '学 历', '文化水平'],
  'asked-on': ['调查日期', '登记日期', '填表日期', '摸底日期'],
};
/** Columns that the form does not ask for. */
const OTHERS: readonly { readonly headings: readonly string[]; fill(random: () => number): CellValue }[] = [
  { headings: ['年龄', '周岁'], fill: (random) => number(18 + Math.floor(random() * 40)) },
  { headings: ['是否脱贫户', '户类型'], fill: (random) => text(random() < 0.5 ? '是' : '一般户') },
  { headings: ['政治面貌'], fill: () => text('群众') },
  { headings: ['银行账号', '社保卡号'], fill: (random) => text(`62${String(Math.floor(random() * 1e15)).padStart(17, '0')}`) },
];

type Way = (value: string, random: () => number) => { readonly cell: CellValue; readonly expected?: Expected };
const ID_WAYS: readonly Way[] = [
  (id) => ({ cell: text(id) }), (id) => ({ cell: text(id.toLowerCase()) }), (id) => ({ cell: text(`${id.slice(0, 6)} ${id.slice(6, 14)} ${id.slice(14)}`) }), (id) => ({ cell: text(fullWidth(id)) }), (id) => ({ cell: text(`'${id}`) }), (id) => ({ cell: text(` ${id}\u200b`) }),
  (id) => ({ cell: text(`${id.slice(0, 6)}-${id.slice(6, 14)}-${id.slice(14)}`) }),
];
const PHONE_WAYS: readonly Way[] = [
  (phone) => ({ cell: text(phone) }), (phone) => ({ cell: text(fullWidth(phone)) }), (phone) => ({ cell: text(`${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}`) }), (phone) => ({ cell: text(`${phone.slice(0, 3)}-${phone.slice(3, 7)}-${phone.slice(7)}`) }), (phone) => ({ cell: text(`+86 ${phone}`) }), (phone) => ({ cell: text(`${phone} `) }),
];
const DAY_WAYS: readonly Way[] = [
  (day) => ({ cell: text(day) }), (day) => ({ cell: text(day.replaceAll('-', '/')) }), (day) => ({ cell: text(day.replaceAll('-', '.')) }), (day) => ({ cell: text(day.replaceAll('-', '')) }), (day) => ({ cell: text(`${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`) }),
  (day) => ({ cell: { kind: 'date', on: day, text: day } }), (day) => ({ cell: number(Math.round((Date.parse(day) - Date.parse('1899-12-30')) / 86_400_000)) }), (day) => ({ cell: text(fullWidth(day)) }),
];
const SCHOOLS: readonly (readonly [string, readonly string[]])[] = [['primary', ['小学', '小学毕业']], ['junior-high', ['初中', '初中文化', '初 中']], ['senior-high', ['高中', '普通高中']], ['vocational', ['中专', '技校', '职高']], ['college', ['大专', '专科']]];

/** One cell in a thousand ways: most right, some that must be refused. */
function written(field: string, value: string, way: number, random: () => number): { readonly cell: CellValue; readonly expected: Expected } {
  const chance = random();
  const pick = (ways: readonly Way[]): { readonly cell: CellValue; readonly expected: Expected } => ({ expected: value, ...ways[way % ways.length]!(value, random) });
  switch (field) {
    case 'id-number':
      if (chance < 0.01) return { cell: number(Number(value.slice(0, 17)) * 10), expected: REFUSED };
      if (chance < 0.02) return { cell: text(`${value.slice(0, 17)}${value[17] === '1' ? '2' : '1'}`), expected: REFUSED };
      return pick(ID_WAYS);
    case 'telephone':
      if (chance < 0.01) return { cell: number(Number(value)), expected: REFUSED };
      if (chance < 0.02) return { cell: text(`${value}/13900000000`), expected: REFUSED };
      return pick(PHONE_WAYS);
    case 'asked-on':
      return chance < 0.02 ? { cell: text('26.3.5'), expected: REFUSED } : pick(DAY_WAYS);
    case 'education': {
      const forms = SCHOOLS.find(([code]) => code === value)![1];
      return { cell: text(forms[way % forms.length]!), expected: value };
    }
    case 'name':
      return { cell: text(value.length === 2 && way % 3 === 0 ? `${value[0]}\u3000${value[1]}` : value), expected: value };
    default:
      return { cell: text(value), expected: value };
  }
}

interface Village { readonly township: string; readonly townshipName: string; readonly code: string; readonly name: string }
const regions = bundledRegions();
const VILLAGES: readonly Village[] = regions.children(COUNTY).flatMap((township) => regions.children(township.code).map((village) => ({ township: township.code, townshipName: township.name, code: village.code, name: village.name })));

/** Makes one roster of trainees from a seed. */
export function madeUpRoster(seed: number): MadeUpRoster {
  const random = seededRandom(seed);
  const choose = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const expected = new Map<string, Readonly<Record<string, Expected>>>();
  const sheets: Sheet[] = [];
  const count = random() < 0.75 ? 1 : 2;
  const people = madeUpPeople(seed, { birthplace: COUNTY });
  for (let i = 0; i < count; i++) sheets.push(sheetOf(i === 0 ? '花名册' : `第${i + 1}批`));
  if (random() < 0.2) sheets.push({ name: '参数', hidden: true, merged: [], rows: [{ number: 1, hidden: false, cells: [text('姓名'), text('身份证号')] }] });
  if (random() < 0.2) sheets.unshift({ name: '填表须知', hidden: false, merged: [], rows: [{ number: 1, hidden: false, cells: [text('填表须知')] }, { number: 2, hidden: false, cells: [text('一、姓名须与身份证一致；二、电话填手机号。')] }] });
  return { content: { format: 'xlsx', encoding: null, template: null, sheets }, expected };

  function sheetOf(name: string): Sheet {
    const rows: SheetRow[] = [];
    const merged: MergedRange[] = [];
    const fields = ['name', 'id-number', ...['telephone', 'sex', 'education', 'asked-on'].filter(() => random() < 0.75), 'township', 'village'];
    const order = random() < 0.4 ? fields : [...fields].sort(() => random() - 0.5);
    const columns: (string | { readonly other: (typeof OTHERS)[number] })[] = [...order];
    if (random() < 0.5) columns.splice(Math.floor(random() * columns.length), 0, { other: choose(OTHERS) });
    if (random() < 0.7) columns.unshift('serial');
    if (random() < 0.1) columns.unshift('');
    const headingOf = (column: (typeof columns)[number]): string => (column === '' ? '' : column === 'serial' ? choose(['序号', '编号', '序\n号']) : typeof column === 'string' ? choose(HEADINGS[column]!) : choose(column.other.headings));
    const headings = columns.map(headingOf);
    let at = 0;
    const add = (cells: (CellValue | null)[], gap = 0): number => {
      at += 1 + gap;
      rows.push({ number: at, hidden: false, cells });
      return at;
    };
    const across = (row: number): void => void merged.push({ fromRow: row, toRow: row, fromColumn: 0, toColumn: columns.length - 1 });
    for (let i = Math.floor(random() * 3); i > 0; i--) {
      const row = add([text(choose(['保康县歇马镇2026年劳动力培训花名册', '附件2', '单位（盖章）：        填报时间：2026年3月', '农村劳动力技能培训学员名单']))]);
      if (random() < 0.7) across(row);
    }
    const isTwoRows = random() < 0.35;
    const [townshipAt, villageAt] = [columns.indexOf('township'), columns.indexOf('village')];
    if (isTwoRows) {
      const isSplit = Math.abs(townshipAt - villageAt) === 1;
      const left = Math.min(townshipAt, villageAt);
      const top = headings.map((heading, column): CellValue | null => (isSplit && (column === townshipAt || column === villageAt) ? (column === left ? text('家庭住址') : null) : heading === '' ? null : text(heading)));
      const bottom = headings.map((_, column): CellValue | null => (isSplit && column === townshipAt ? text('乡镇') : isSplit && column === villageAt ? text('村') : null));
      const first = add(top);
      add(bottom);
      headings.forEach((heading, column) => {
        if (isSplit && (column === townshipAt || column === villageAt)) {
          if (column === left) merged.push({ fromRow: first, toRow: first, fromColumn: left, toColumn: left + 1 });
        } else if (heading !== '') merged.push({ fromRow: first, toRow: first + 1, fromColumn: column, toColumn: column });
      });
    } else add(headings.map((heading) => (heading === '' ? null : text(heading))));
    const ways = new Map(columns.map((column) => [column, Math.floor(random() * 100)]));
    const isMixed = random() < 0.3;
    const total = 5 + Math.floor(random() * 20);
    const mergesVillages = random() < 0.25;
    let village = choose(VILLAGES);
    let runFrom = 0;
    const endRun = (to: number): void => {
      if (mergesVillages && runFrom > 0 && to > runFrom) for (const column of [townshipAt, villageAt]) merged.push({ fromRow: runFrom, toRow: to, fromColumn: column, toColumn: column });
    };
    for (let i = 1; i <= total; i++) {
      const isNewRun = i === 1 || random() < 0.35;
      if (isNewRun) {
        endRun(at);
        village = choose(VILLAGES);
        if (random() < 0.1) {
          const row = add([text(choose(['一、第一小组', '以下为续报人员', '第二期']))]);
          if (random() < 0.5) across(row);
        }
        if (random() < 0.05) add(headings.map((heading) => (heading === '' ? null : text(heading))));
        runFrom = 0;
      }
      const person = people.next();
      const truth: Record<string, string> = { 'id-number': person.idNumber, name: person.name, telephone: person.phone, sex: person.sex === 'male' ? '男' : '女', education: choose(SCHOOLS)[0], 'asked-on': `2026-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 9)}`, township: village.townshipName, village: village.name };
      const want: Record<string, Expected> = {};
      const cells = columns.map((column): CellValue | null => {
        if (column === '') return null;
        if (column === 'serial') return random() < 0.5 ? number(i) : text(String(i));
        if (typeof column !== 'string') return column.other.fill(random);
        const isPlace = column === 'township' || column === 'village';
        if (isPlace) want[column] = column === 'township' ? village.township : padRegion(village.code);
        if (isPlace && mergesVillages && runFrom > 0) return null;
        if (isPlace) return text(truth[column]!);
        const { cell, expected: value } = written(column, truth[column]!, isMixed ? Math.floor(random() * 100) : ways.get(column)!, random);
        want[column] = value;
        return cell;
      });
      const row = add(cells, random() < 0.03 ? 1 : 0);
      if (runFrom === 0) runFrom = row;
      if (mergesVillages && row !== runFrom && rows.at(-2)?.number !== row - 1) runFrom = row;
      expected.set(`${name}/${row}`, want);
    }
    endRun(at);
    if (random() < 0.4) add([text('合计'), number(total)]);
    if (random() < 0.5) add([text(choose(['注：以上人员均自愿参加培训。', '制表人：          审核人：', '填报单位负责人签字：']))]);
    return { name, hidden: false, rows, merged };
  }
}
