import { parsePay, type RegionDirectory } from '@app/catalogue';
import { EDUCATION_LABEL, idNumberFault, isCreditCode, isInside, normaliseIdNumber, type CivilDate, type Education } from '@app/kernel';
import type { FormField } from '../form.js';
import type { CellValue } from '../sheet.js';
import { textOf } from './cell-text.js';
import { readDay, type CellReading } from './read-day.js';

export interface CellContext {
  readonly regions: RegionDirectory;
  /** Six digits. */
  readonly county: string;
  /** Nine digits, where the sender is a township's office: people of a roster that names no township are its own. */
  readonly township?: string | null;
  readonly today: CivilDate;
}

const fault = (message: string): CellReading => ({ fault: message });
const AS_TEXT = '是数字格式，末尾数字可能已丢失，请把单元格设为文本格式后重填';
const NOTHING = /^([/\\—–_-]+|无|没有|暂无|N\/A)$/i;
const PAY_MAX = 1_000_000;
const YEARLY_MAX = 10_000_000;
const WAN = 10_000;

/** Reads one cell as a field says. Never guesses: what is not certain is a fault, in Chinese, without the content. */
export function readCell(cell: CellValue, field: FormField, context: CellContext): CellReading {
  if (cell.kind === 'formula') return fault('是公式，请填写内容本身');
  if (cell.kind === 'error') return fault('是错误值');
  const text = textOf(cell);
  if (text === '' || (field.type !== 'code' && field.type !== 'yes-no' && NOTHING.test(text))) return { value: null };
  switch (field.type) {
    case 'text':
    case 'serial':
      return { value: text };
    case 'ethnicity':
      return /^\p{Script=Han}{1,6}$/u.test(text) ? { value: text } : fault('不是民族名称');
    case 'person-name':
      return readName(text);
    case 'id-number':
      return cell.kind === 'number' ? fault(AS_TEXT) : readIdNumber(text, context.today);
    case 'telephone':
      return cell.kind === 'number' ? fault(AS_TEXT) : readTelephone(text);
    case 'credit-code':
      return cell.kind === 'number' ? fault(AS_TEXT) : readCreditCode(text);
    case 'date':
      return readDay(cell, text, context.today);
    case 'month':
      return /^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? { value: text } : fault('请写成 2026-03 的样子');
    case 'year':
      return readYear(text);
    case 'integer':
      return readInteger(text);
    case 'yuan':
      return readYuan(text);
    case 'yuan-a-year':
      return readYuanAYear(text);
    case 'pay':
      return readPay(text);
    case 'hours':
      return readNumber(text, /^(\d{1,5}(?:\.\d+)?)(个)?(学时|课时|小时|h|H)?$/, 10_000);
    case 'percent':
      return readNumber(text, /^(\d{1,3}(?:\.\d+)?)%?$/, 100);
    case 'yes-no':
      return readYesNo(text);
    case 'education':
      return readEducation(text);
    case 'region':
      return readRegion(text, field.name, context);
    case 'sex':
      return text === '男' || text === '女' ? { value: text } : fault('请填男或女');
    case 'code':
      return readCode(text, field);
    case 'codes':
      return { value: text.split(/[、,;/\s]+/).filter((each) => each !== '' && !NOTHING.test(each)) };
  }
}

function readName(text: string): CellReading {
  const name = /^[\p{Script=Han}\s·•.]+$/u.test(text) ? text.replace(/\s/g, '').replace(/[•.]/g, '·') : text.replace(/\s+/g, ' ');
  return /^\p{Script=Han}[\p{Script=Han}·]{1,19}$/u.test(name) || /^[A-Za-z][A-Za-z .'-]{1,39}$/.test(name) ? { value: name } : fault('不像一个人的姓名');
}

const ID_FAULT = { form: '须为 18 位，末位可为 X', region: '地区码不正确', birthday: '出生日期不正确', 'check-character': '校验码不正确，请核对' } as const;

function readIdNumber(text: string, today: CivilDate): CellReading {
  const bare = normaliseIdNumber(text.replace(/['‘’`\-—–_.·:\s]/g, ''));
  if (/^\d{15}$/.test(bare)) return fault('是旧的 15 位号码，请填 18 位号码');
  const wrong = idNumberFault(bare, today);
  return wrong === null ? { value: bare } : fault(ID_FAULT[wrong]);
}

function readTelephone(text: string): CellReading {
  const bare = text.replace(/^['‘’`]/, '');
  const numbers = bare.split(/[、,;/|]|\s{2,}|或/).map((each) => each.replace(/[\s()\-—–]/g, '').replace(/^(\+|00)86/, '')).filter((each) => each !== '');
  if (numbers.length > 1) return fault('一格只能填一个号码');
  const digits = numbers[0] ?? '';
  if (/^1[3-9]\d{9}$/.test(digits) || /^0\d{2,3}[2-9]\d{6,7}$/.test(digits)) return { value: digits };
  return fault(/^[2-9]\d{6,7}$/.test(digits) ? '固定电话须带区号' : '不是手机号，也不是带区号的固定电话');
}

function readCreditCode(text: string): CellReading {
  const code = text.replace(/[\s\-'‘’]/g, '').toUpperCase();
  return isCreditCode(code) ? { value: code } : fault('须为 18 位且校验码正确');
}

function readInteger(text: string): CellReading {
  if (/^(若干|不限|多名|数名)$/.test(text)) return { value: null };
  const found = /^(\d{1,6})(\.0+)?(人|名|个|位|月|个月)?$/.exec(text.replace(/,/g, ''));
  return found ? { value: Number(found[1]) } : fault('请填整数');
}

function readYear(text: string): CellReading {
  const found = /^((?:19|20)\d{2})(\.0+)?(年|年度)?$/.exec(text);
  return found ? { value: Number(found[1]) } : fault('请填四位年份，如 2025');
}

/** Whole yuan: what is less than a yuan is dropped, so that nobody is lifted over a line by rounding. */
function readYuanAYear(text: string): CellReading {
  const found = /^¥?(\d{1,9})(?:\.(\d+))?(万)?元?(?:\/年|每年|一年)?$/.exec(text.replace(/[,\s]/g, ''));
  if (!found) return fault('请填一年的金额，单位为元');
  const [, whole, part = '', inWan] = found;
  const yuan = inWan === undefined ? Number(whole) : Number(whole) * WAN + Number(part.padEnd(4, '0').slice(0, 4));
  return yuan <= YEARLY_MAX ? { value: yuan } : fault('超过每年 1000 万元，请核对');
}

function readNumber(text: string, form: RegExp, max: number): CellReading {
  const found = form.exec(text);
  if (!found) return fault('请填数字');
  return Number(found[1]) <= max ? { value: Number(found[1]) } : fault(`超过 ${max}，请核对`);
}

function readYuan(text: string): CellReading {
  const pay = parsePay(text);
  if (pay.basis === 'negotiable') return { value: null };
  const amount = pay.from ?? pay.to;
  if (pay.basis === 'unknown' || amount === null || (pay.from !== null && pay.to !== null && pay.from !== pay.to)) return fault('请填一个金额，单位为元');
  return amount <= PAY_MAX ? { value: amount } : fault('超过每月 100 万元，请核对');
}

function readPay(text: string): CellReading {
  const pay = parsePay(text);
  if (pay.basis === 'unknown') return fault('看不懂，请写成 3000-4500、180元/天 或 面议');
  return Math.max(pay.from ?? 0, pay.to ?? 0) <= PAY_MAX ? { value: text } : fault('超过每月 100 万元，请核对');
}

const YES = /^(是|有|√|✓|✔|Y|YES|1|包|提供|包吃住|包食宿|包住|TRUE)$/i;
const NO = /^(否|无|没有|×|X|✗|✘|N|NO|0|不包|不提供|不|FALSE|不包吃住)$/i;
function readYesNo(text: string): CellReading {
  return YES.test(text) ? { value: true } : NO.test(text) ? { value: false } : fault('请填是或否');
}

const SCHOOLS: readonly (readonly [Education, RegExp])[] = [
  ['none', /^(文盲|半文盲|文盲半文盲|未上学|没上学|不识字)$/], ['primary', /^小学$/], ['junior-high', /^(初中|初级中学)$/], ['vocational', /^(中专|技校|职高|中技|职业高中|中专\/?技校|中等职业|中职)$/], ['senior-high', /^(高中|普高|普通高中)$/],
  ['college', /^(大专|专科|大学专科|高职|高职专科)$/], ['bachelor', /^(本科|大学|大学本科|学士)$/], ['master', /^(硕士|研究生|硕士研究生)$/], ['doctor', /^(博士|博士研究生)$/],
];
function readEducation(text: string): CellReading {
  const bare = text.replace(/(及|或)?以上|毕业|文化(程度)?|学历|\(.*\)|\s/g, '');
  if (/^(不限|无要求|不要求|其他)$/.test(bare)) return { value: null };
  const found = SCHOOLS.find(([education, pattern]) => pattern.test(bare) || EDUCATION_LABEL[education] === bare);
  return found ? { value: found[0] } : fault('不是学历名称');
}

/** A township or village of the county; a workplace anywhere. Answers the shortest code. */
function readRegion(text: string, name: string, { regions, county }: CellContext): CellReading {
  const bare = text.replace(/\s/g, '').replace(/\d+组?$|[一二三四五六七八九十]+组$/u, '');
  if (name === 'village') return { value: bare }; // read together with its township
  if (name === 'township') {
    const code = regions.byLabel(bare, county) ?? regions.placeInText(bare, county);
    return code !== null && isInside(code, county) && code.length >= 9 ? { value: code } : fault('没有认出本县的这个乡镇');
  }
  const code = regions.placeInText(text, null) ?? regions.byLabel(bare, null) ?? regions.byLabel(bare, county) ?? regions.placeInText(text, county);
  return code === null ? fault('没有认出这个地点，请写到县或乡镇') : { value: code };
}

/** The village of a township, or a village that a longer text names. */
export function readVillage(text: string, township: string, { regions }: CellContext): CellReading {
  const within = township.slice(0, 9);
  if (regions.children(within).length === 0) return { value: null }; // the catalogue has no villages of this township: nothing to hold it against
  const stems = [text, `${text}村`, `${text}社区`, text.replace(/(村民委员会|村委会|居委会|村|社区)$/, ''), `${text.replace(/(村|社区)$/, '')}村`];
  for (const each of stems) {
    const code = each.length < 2 ? null : (regions.byLabel(each, within) ?? regions.placeInText(each, within));
    if (code !== null && code.length === 12 && isInside(code, within)) return { value: code };
  }
  return fault('不属于所填乡镇，或没有这个村（社区）');
}

function readCode(text: string, { choices = [] }: FormField): CellReading {
  const found = choices.find((each) => each.code === text || each.label === text || (each.wordings ?? []).some((wording) => wording.normalize('NFKC') === text));
  if (found) return { value: found.code };
  return NOTHING.test(text) ? { value: null } : fault(`不在可选内容中（${choices.map((each) => each.label).join('、')}）`);
}
