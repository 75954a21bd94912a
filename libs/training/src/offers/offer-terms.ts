import { addDays, daysBetween, type CivilDate, type FieldFault } from '@app/kernel';
import type { SiteKind } from '@app/placements';
import type { ContractKind } from '../orders/order.js';

/** What somebody is told of the post and the class before they say yes; stored as it was told. Nothing in it is about a person. */
export interface OfferTerms {
  readonly orderNumber: string;
  readonly occupation: string;
  readonly occupationName: string;
  /** Null: an order from a measured shortage. */
  readonly employerName: string | null;
  /** Whole yuan a month, before tax. */
  readonly payYuan: number;
  readonly workplace: string;
  readonly workplaceName: string;
  readonly contractKind: ContractKind;
  readonly contractMonths: number | null;
  readonly courseId: string;
  readonly courseName: string;
  /** Theory and practice; null: not known. */
  readonly hours: number | null;
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
  readonly siteKind: SiteKind;
  readonly siteRegion: string;
  readonly siteName: string;
}

/** What an officer decides of the class when seats are offered. */
export interface ClassDays {
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
  /** Days for an answer, from the day of telling on. */
  readonly answerDays: number;
}

export const ANSWER_DAYS_MAX = 30;
/** A class of an order takes no longer. */
export const CLASS_DAYS_MAX = 366;

const CONTRACT_TEXT: Record<ContractKind, (months: number | null) => string> = {
  'fixed-term': (months) => `固定期限${months}个月`, 'open-ended': () => '无固定期限', 'until-work-is-done': (months) => `以完成一定工作任务为期限（约${months}个月）`,
};
const SITE_TEXT: Record<SiteKind, string> = { school: '学校', enterprise: '企业', village: '村（社区）' };

/** The terms word for word, as they are told. */
export function wordingOf(terms: OfferTerms, answerDays: number): string {
  const post = `岗位：${terms.occupationName}（${terms.employerName ?? '按本县缺工情况安排，用人单位待定'}）`;
  const work = `月薪${terms.payYuan}元（税前）；工作地点：${terms.workplaceName}；劳动合同：${CONTRACT_TEXT[terms.contractKind](terms.contractMonths)}`;
  const taught = `培训：课程“${terms.courseName}”，${terms.startsOn}至${terms.endsOn}${terms.hours === null ? '' : `，共${terms.hours}课时`}，地点：${terms.siteName}（${SITE_TEXT[terms.siteKind]}）`;
  return `${post}；${work}。${taught}。请于${answerDays}天内答复是否参加；不参加不影响今后报名。`;
}

/** What is wrong with the days of a class, each by the name of its rule; empty = nothing. */
export function classDaysFaults({ startsOn, endsOn, answerDays }: ClassDays, { windowFrom, windowTo, slotFrom, today }: { readonly windowFrom: CivilDate; readonly windowTo: CivilDate; readonly slotFrom: CivilDate; readonly today: CivilDate }): FieldFault[] {
  const faults: FieldFault[] = [];
  const require = (holds: boolean, path: string, message: string): void => void (holds || faults.push({ path, message }));
  require(startsOn >= windowFrom && startsOn <= windowTo, 'startsOn', `开班时间：须在订单的开班时间内（${windowFrom} 至 ${windowTo}）`);
  require(startsOn >= slotFrom, 'startsOn', `开班时间：不能早于培训机构开班名额的最早日期（${slotFrom}）`);
  require(startsOn > today, 'startsOn', '开班时间：须在今天以后，好让学员先被告知');
  require(endsOn >= startsOn && daysBetween(startsOn, endsOn) < CLASS_DAYS_MAX, 'endsOn', '结业时间：不能早于开班日，培训不超过一年');
  require(answerDays >= 1 && answerDays <= ANSWER_DAYS_MAX && addDays(today, answerDays) <= startsOn, 'answerDays', `答复期限：须为 1 至 ${ANSWER_DAYS_MAX} 天，且在开班之前`);
  return faults;
}
