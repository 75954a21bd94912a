/** An amount or a range in millionths of a yuan; null = open on that side. */
export interface PayAmounts {
  readonly from: bigint | null;
  readonly to: bigint | null;
}

type Unit = '万' | '千' | '百' | '';

interface Amount {
  readonly digits: bigint;
  readonly decimals: number;
  readonly unit: Unit;
  /** 1万5 = 15,000: what stands after the unit, in yuan. */
  readonly rest: bigint;
}

const YUAN: Record<Unit, bigint> = { 万: 10_000n, 千: 1000n, 百: 100n, '': 1n };
const CHINESE_DIGIT: Record<string, string> = { 一: '1', 二: '2', 两: '2', 三: '3', 四: '4', 五: '5', 六: '6', 七: '7', 八: '8', 九: '9' };

/** At most 9 digits and 6 decimals: exact in millionths. */
const NUMBER = String.raw`(\d{1,9}(?:\.\d{1,6})?)(?:(万|千|百)(?:([1-9])(千|百)?(?![\d.万]))?)?`;
const RANGE = new RegExp(String.raw`^(.*?)${NUMBER}(?:元|块)?(?:钱)?(?:(?:/(?:月|天|日|小时|时|年))?(?:-|到|至)+${NUMBER})?(.*)$`);
const UNIT_OF_PAY = String.raw`^(?:元|块)?(?:钱)?(?:(?:/|每|一)?(?:人/)?(?:小时|个小时|时|h|天|日|年|个?月))?`;
const FLOOR = new RegExp(String.raw`${UNIT_OF_PAY}(?:以上|及以上|或以上|起|\+|保底)`);
const CEILING = new RegExp(`${UNIT_OF_PAY}(?:以下|及以下|或以下|以内|之内|封顶)`);
/** The words that open a range, too; 起 and + after one say something else (3000-5000+提成). */
const RANGE_FLOOR = new RegExp(`${UNIT_OF_PAY}[及或]?以上`);
const RANGE_CEILING = new RegExp(`${UNIT_OF_PAY}[及或]?以下`);
const FLOOR_BEFORE = /(不低于|不少于|至少|最低|保底|底薪|起薪|(?<!不)高于|(?<!不)超过|>=?|≥)[::]?$/;
const CEILING_BEFORE = /(不超过|不高于|最高|至多|可达|高达|(?<!不)低于|(?<!不)少于|<=?|≤)[::]?$/;
/** Below this a monthly figure without a unit ("5-8") may mean thousands or anything: it is not read. */
const LEAST_PLAIN_MONTH = 100_000_000n;

/**
 * The one amount or range that a normalised pay text states. Null when it states none, more than one, or one that
 * contradicts itself. `plainNeedsSize`: refuse unit-less figures under 100 yuan (pay by the month).
 */
export function readAmounts(body: string, plainNeedsSize: boolean): PayAmounts | null {
  const text = withDigits(body);
  const match = RANGE.exec(text);
  if (!match) return null;
  const before = match[1]!;
  const after = match[10]!;
  if (/[\d.万千百-]$/.test(before) || /\d/.test(after) || /^[.万千百]/.test(after)) return null;
  const first = amount(match.slice(2, 6));
  const second = match[6] === undefined ? null : amount(match.slice(6, 10));
  if (second) return opened(range(first, second, plainNeedsSize), after);
  const value = microYuan(first);
  if (value === 0n || (plainNeedsSize && value < LEAST_PLAIN_MONTH)) return null;
  if (CEILING.test(after) || CEILING_BEFORE.test(before)) return { from: null, to: value };
  if (FLOOR.test(after) || FLOOR_BEFORE.test(before)) return { from: value, to: null };
  return { from: value, to: value };
}

/** Units reach across a range when only one side carries them: `1-1.5万`, `6千-8`; not where that contradicts (`4000-1万`). */
function range(first: Amount, second: Amount, plainNeedsSize: boolean): PayAmounts | null {
  for (const [low, high] of readings(first, second)) {
    const from = microYuan(low);
    const to = microYuan(high);
    if (from <= to && to > 0n && !(plainNeedsSize && from < LEAST_PLAIN_MONTH)) return { from, to };
  }
  return null;
}

/** `以上` leaves a range no upper end, `以下` no lower one, as they do for one amount. */
function opened(amounts: PayAmounts | null, after: string): PayAmounts | null {
  if (amounts === null) return null;
  if (RANGE_CEILING.test(after)) return { from: null, to: amounts.to };
  return RANGE_FLOOR.test(after) ? { from: amounts.from, to: null } : amounts;
}

function readings(first: Amount, second: Amount): readonly (readonly [Amount, Amount])[] {
  if (first.unit === '' && second.unit !== '') return [[{ ...first, unit: second.unit }, second], [first, second]];
  if (first.unit !== '' && second.unit === '') return [[first, second], [first, { ...second, unit: first.unit }]];
  return [[first, second]];
}

function amount([number, unit, rest, restUnit]: readonly (string | undefined)[]): Amount {
  const [whole = '', fraction = ''] = (number ?? '').split('.');
  const own = (unit ?? '') as Unit;
  const below = restUnit === undefined ? YUAN[own] / 10n : YUAN[restUnit as Unit];
  return { digits: BigInt(whole + fraction), decimals: fraction.length, unit: own, rest: rest === undefined ? 0n : BigInt(rest) * below };
}

function microYuan({ digits, decimals, unit, rest }: Amount): bigint {
  return (digits * YUAN[unit] * 1_000_000n) / 10n ** BigInt(decimals) + rest * 1_000_000n;
}

/** One spelling for units, dashes and the Chinese digits that stand before a unit (三千五 → 3千5). */
function withDigits(body: string): string {
  return body
    .replace(/k(?![a-z])/g, '千').replace(/w(?![a-z])/g, '万').replace(/仟/g, '千').replace(/萬/g, '万').replace(/伍/g, '五')
    .replace(/[‐‑‒–—―−─~～〜－﹣_]+/g, '-')
    .replace(/[一二两三四五六七八九](?=[万千百])/g, (digit) => CHINESE_DIGIT[digit]!)
    .replace(/(?<=[万千百])[一二两三四五六七八九](?![天日月年个小])/g, (digit) => CHINESE_DIGIT[digit]!);
}
