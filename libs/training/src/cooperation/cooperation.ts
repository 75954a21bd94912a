import type { CivilDate, FieldFault } from '@app/kernel';

/** With whom a household works together (公司+基地+农户). */
export const COOPERATION_PARTNERS = ['company', 'practice-base', 'cooperative'] as const;
export type CooperationPartner = (typeof COOPERATION_PARTNERS)[number];

/** 订单种植、入股分红、务工、土地流转. */
export const COOPERATION_KINDS = ['order-planting', 'dividend', 'employment', 'land'] as const;
export type CooperationKind = (typeof COOPERATION_KINDS)[number];

export const COOPERATION_ENDINGS = ['partner-withdrew', 'household-withdrew', 'not-paid', 'not-delivered', 'entered-by-mistake', 'other'] as const;
export type CooperationEndingCode = (typeof COOPERATION_ENDINGS)[number];

export const COOPERATION_KIND_LABEL = { 'order-planting': '订单种植养殖', dividend: '入股分红', employment: '吸纳务工', land: '土地流转' } as const satisfies Record<CooperationKind, string>;

export interface NewCooperation {
  readonly partnerKind: CooperationPartner;
  /** An employer of ours, an organization, or a base by its own number. */
  readonly partnerId: string;
  /** Who signs for the household. */
  readonly traineeId: string;
  readonly kind: CooperationKind;
  readonly signedOn: CivilDate;
  readonly fromOn: CivilDate;
  readonly toOn: CivilDate;
  /** What the household is promised for each year, in fen. */
  readonly yearlyIncomeFen: number;
}

const YEARS_MOST = 30;

/** What is wrong with an agreement; empty = nothing. */
export function cooperationFaults({ signedOn, fromOn, toOn, yearlyIncomeFen }: NewCooperation, today: CivilDate): FieldFault[] {
  const faults: FieldFault[] = [];
  if (signedOn > today) faults.push({ path: 'signedOn', message: '不能晚于今天' });
  if (toOn < fromOn) faults.push({ path: 'toOn', message: '不能早于起始日' });
  if (Number(toOn.slice(0, 4)) - Number(fromOn.slice(0, 4)) > YEARS_MOST) faults.push({ path: 'toOn', message: `期限不超过 ${YEARS_MOST} 年` });
  if (yearlyIncomeFen < 1) faults.push({ path: 'yearlyIncomeFen', message: '须大于 0' });
  return faults;
}

/** 口径 of the yearly count. */
export function cooperationDefinition(year: number): string {
  return `${year} 年内有一天以上有效的合作协议（自起始日至到期日或终止日，首尾都算；登记有误的不算），按农户现登记的乡镇和协议种类分列。户数：同一户有几份协议只数一次，没有登记户的按签字人各算一户；各格户数相加可能大于合计。约定年收入：协议写明的每年收入之和，是承诺，不是已经拿到的钱。合作协议单独成表，不计入任何就业率，也不计入订单兑现率。`;
}
