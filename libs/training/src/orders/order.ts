import type { CivilDate, Education } from '@app/kernel';
import type { SiteKind } from '@app/placements';

export const CONTRACT_KINDS = ['fixed-term', 'open-ended', 'until-work-is-done'] as const;
/** 固定期限, 无固定期限, 以完成一定工作任务为期限 (劳动合同法 §12). */
export type ContractKind = (typeof CONTRACT_KINDS)[number];

export interface OrderSkill {
  readonly skillId: string;
  /** 1 初级工 … 5 高级技师. */
  readonly level: number;
}

/** What an order asks for. */
export interface OrderContent {
  /** 2022 code. */
  readonly occupation: string;
  readonly skills: readonly OrderSkill[];
  /** Posts that the employer keeps for people with the certificate. */
  readonly seats: number;
  /** Whole yuan a month, before tax. */
  readonly payYuan: number;
  /** Where the work is. */
  readonly workplace: string;
  readonly contractKind: ContractKind;
  /** Null: open-ended. */
  readonly contractMonths: number | null;
  /** First and last day on which the class may begin. */
  readonly windowFrom: CivilDate;
  readonly windowTo: CivilDate;
  readonly siteKind: SiteKind;
  /** Where the class is held, in the county; its township is the order's in the queue. */
  readonly siteRegion: string;
  readonly minEducation: Education | null;
  readonly minAge: 16 | 18;
  readonly certificates: readonly string[];
  readonly requirements: string | null;
}

/** The row of a shortage board that an officer answers with an order. */
export interface ShortageRow {
  readonly asOf: CivilDate;
  /** `YYYY-MM`. */
  readonly month: string;
}

export interface OrderInput extends OrderContent {
  /** The employer's own reference; the same once more is the same order. */
  readonly externalRef: string | null;
  readonly employerId: string | null;
  readonly shortage: ShortageRow | null;
  /** Kept for later instead of submitted. */
  readonly draft: boolean;
}

/** What may be changed before a review; an absent field stays. */
export type OrderChange = Partial<OrderContent>;

/** The township of a full region code, 9 digits; null where the code stops at the county. */
export function townshipOf(region: string): string | null {
  return region.slice(6, 9) === '000' ? null : region.slice(0, 9);
}
