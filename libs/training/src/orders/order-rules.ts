import { addDays, padRegion, type CivilDate, type FieldFault } from '@app/kernel';
import { townshipOf, type OrderContent, type ShortageRow } from './order.js';

/** A minimum wage in force somewhere. */
export interface MinimumWage {
  readonly region: string;
  readonly fromOn: CivilDate;
  readonly monthlyYuan: number;
  readonly document: string;
}

/** Of the courses that lead to an occupation: one is taught in the county, all are retired there, or there is none. */
export type CourseStanding = 'taught' | 'retired' | 'none';

/** What an order is judged against, of one moment. */
export interface OrderWorld {
  readonly today: CivilDate;
  /** Six digits. */
  readonly county: string;
  readonly hasRegion: (code: string) => boolean;
  readonly hasOccupation: (code: string) => boolean;
  readonly courseStanding: (occupation: string) => CourseStanding;
  readonly hasSkill: (id: string) => boolean;
  /** Null: an officer's order from a shortage, without an employer. */
  readonly employer: 'verified' | 'unverified' | 'unknown' | null;
  /** Whether the shortage board has this row; null: the order names none. */
  readonly shortageStands: boolean | null;
  /** Of the workplace, today; null: none is on record. */
  readonly minimumWage: MinimumWage | null;
  /** Wording that restricts who may apply against the law. */
  readonly restrictedPhrases: (text: string) => readonly string[];
}

export const ORDER_SEATS_MAX = 500;
/** A class is planned at most so far ahead. */
export const WINDOW_AHEAD_DAYS_MAX = 730;
const CONTRACT_MONTHS_MAX = 120;

/** Names of the rules, as people know them; each fault begins with its rule's. */
export const ORDER_RULES = {
  seats: '招训人数', pay: '最低工资标准', window: '开班时间', occupation: '职业', course: '开设课程', skills: '技能要求', contract: '劳动合同期限', place: '地点', employer: '单位核实', shortage: '缺工依据', requirements: '平等就业',
} as const;
type OrderRule = keyof typeof ORDER_RULES;

/**
 * What is wrong with an order, every rule named; empty = nothing. The day of the window's start may be today.
 * @param content as stated
 * @param shortage the row of the board that it answers
 */
export function orderFaults(content: OrderContent, shortage: ShortageRow | null, world: OrderWorld): FieldFault[] {
  const faults: FieldFault[] = [];
  const require = (holds: boolean, path: string, rule: OrderRule, message: string): void => void (holds || faults.push({ path, message: `${ORDER_RULES[rule]}：${message}` }));
  const { seats, payYuan, windowFrom, windowTo, contractKind, contractMonths } = content;
  require(seats >= 1 && seats <= ORDER_SEATS_MAX, 'seats', 'seats', `须为 1 至 ${ORDER_SEATS_MAX} 人`);
  const wage = world.minimumWage;
  require(payYuan > 0 && (wage === null || payYuan >= wage.monthlyYuan), 'payYuan', 'pay', wage === null ? '月薪须大于 0' : `月薪不得低于当地最低工资标准每月 ${wage.monthlyYuan} 元（${wage.document}，${wage.fromOn} 起执行）`);
  require(windowFrom >= world.today, 'windowFrom', 'window', `最早开班日不能早于今天（${world.today}）`);
  require(windowTo >= windowFrom, 'windowTo', 'window', '最晚开班日不能早于最早开班日');
  require(windowFrom <= addDays(world.today, WINDOW_AHEAD_DAYS_MAX), 'windowFrom', 'window', '最早开班日须在两年以内');
  require(contractKind === 'open-ended' ? contractMonths === null : contractMonths !== null && contractMonths >= 1 && contractMonths <= CONTRACT_MONTHS_MAX, 'contractMonths', 'contract', contractKind === 'open-ended' ? '无固定期限合同不填月数' : `须为 1 至 ${CONTRACT_MONTHS_MAX} 个月`);
  checkOccupation(content, world, require);
  checkPlaces(content, world, require);
  require(world.employer !== 'unknown', 'employerId', 'employer', '没有这个用人单位');
  require(world.employer !== 'unverified', 'employerId', 'employer', '用人单位尚未核实营业执照，不能提交订单');
  require(world.employer !== null || shortage !== null, 'employerId', 'employer', '没有用人单位的订单须写明缺工依据');
  require(world.shortageStands !== false, 'shortage', 'shortage', '缺工板上没有这一行（职业、月份、日期须与缺工板一致）');
  const phrases = content.requirements === null ? [] : world.restrictedPhrases(content.requirements);
  require(phrases.length === 0, 'requirements', 'requirements', `对报名人员的要求不得含有法律禁止的限制（${phrases.join('、')}）`);
  return faults;
}

type Require = (holds: boolean, path: string, rule: OrderRule, message: string) => void;

function checkOccupation({ occupation, skills }: OrderContent, world: OrderWorld, require: Require): void {
  const known = world.hasOccupation(occupation);
  require(known, 'occupation', 'occupation', '目录中没有这个职业');
  const standing = known ? world.courseStanding(occupation) : 'taught';
  require(standing === 'taught', 'occupation', 'course', standing === 'retired' ? '培训这个职业的课程在本县均已停办，停办课程不再接受订单' : '目录中没有培训这个职业的课程');
  skills.forEach(({ skillId, level }, i) => {
    require(world.hasSkill(skillId), `skills[${i}].skillId`, 'skills', '目录中没有这个技能');
    require(level >= 1 && level <= 5, `skills[${i}].level`, 'skills', '等级须为 1 至 5');
  });
  require(new Set(skills.map(({ skillId }) => skillId)).size === skills.length, 'skills', 'skills', '同一技能不能重复');
}

function checkPlaces({ workplace, siteKind, siteRegion }: OrderContent, world: OrderWorld, require: Require): void {
  require(world.hasRegion(workplace), 'workplace', 'place', '没有这个工作地点的行政区划');
  const known = world.hasRegion(siteRegion);
  require(known, 'siteRegion', 'place', '没有这个培训地点的行政区划');
  require(!known || padRegion(siteRegion).startsWith(world.county), 'siteRegion', 'place', '培训地点须在本县');
  require(siteKind !== 'village' || townshipOf(padRegion(siteRegion)) !== null, 'siteRegion', 'place', '在村里培训的须写到乡镇或村');
}

/** Whether a course for one occupation serves an order for another: the same, or the course is for a group above it. */
export function courseServes(courseOccupation: string | null, occupation: string): boolean {
  return courseOccupation !== null && (courseOccupation === occupation || occupation.startsWith(`${courseOccupation}-`));
}
