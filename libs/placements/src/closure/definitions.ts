import { CLOSURE_DAYS, PAID_DUE_DAYS, WORK_DUE_DAYS, type ClosureStep } from '@app/outcomes';
import type { CivilDate } from '@app/kernel';

/** What each step asks, in Chinese (口径). */
export const STEP_DEFINITIONS: Readonly<Record<ClosureStep, string>> = {
  trained: '培训一个：已结业或取证（P2），在职培训班和科普班不算。班次未结束的为未到期。',
  paid: `补贴一个：本人至少一个班次的补贴已支付。结业满 ${PAID_DUE_DAYS} 天仍未支付的为未完成，之前为未到期；没有支付台账的为情况不明。`,
  employed: `就业一个：结业后有一份受雇或自主创业的工作，佐证 E2 及以上，同一份工作连续满 ${CLOSURE_DAYS} 天（与 R8 相同；但不要求 180 天内上岗，晚上岗、做满的也算）。结业满 ${WORK_DUE_DAYS} 天之前为未到期；之后没有佐证、也没有未就业记录的为情况不明。`,
  income: '脱贫一个：所在户结业当年及以后最近一个已核定年度的人均年收入，超过该年度标准（当年最后一天有效的；县里自定的优先于省里的）。自报的收入不算。结业次年 3 月 31 日之前为未到期；没有核定收入、没有户或没有标准的为情况不明。',
};

const AT = (asOf: CivilDate, knownBy: string | null): string => `截至 ${asOf}${knownBy === null ? '' : `，系统于 ${knownBy} 所知`}`;

export function definePersons(asOf: CivilDate, knownBy: string | null): string {
  return `报名或结业过就业率所计班次的人，每人一次；乡镇按报名时的居住地（名单按现登记地）。做满 ${CLOSURE_DAYS} 天以前去世、参军、升学等按就业率规则除外的，单独列数，不在四步之内。情况不明不算完成。${AT(asOf, knownBy)}。`;
}

export function defineHouseholds(asOf: CivilDate, knownBy: string | null): string {
  return `有人报名或结业的户，以及截至日有帮扶类别的户。培训、补贴、就业有一名成员做到即为该户做到，收入按户核定；乡镇按户的登记地。成员按截至日的户籍关系登记，最早一次登记向前有效。${AT(asOf, knownBy)}。`;
}

export const PAY_DEFINITION = '“就业一个”已完成的人：培训前为结业日及以前最近一次登记的月收入（0 为没有收入），培训后为使其完成的那份工作登记的月薪。单位元，取中位数和上下四分位数（线性内插，四舍五入到元）；不知道的只计人数。';
export const WORKPLACE_DEFINITION = '“就业一个”已完成的人，按那份工作登记的工作地划分县内、省内县外、省外。只登记到本省或本市州、分不清县内县外的，和没有登记的，都为未知。';
export const ZERO_EMPLOYMENT_DEFINITION = '截至日及以前认定过的零就业家庭（不论是否已退出）。至少一人就业：截至日当天有成员（不论是否参加过培训）在一份受雇或自主创业的工作上，佐证 E2 及以上。只有公益性岗位等其他形式的，另列。';
