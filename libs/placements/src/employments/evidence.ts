import { isCreditCode, type CivilDate, type FieldFault } from '@app/kernel';
import type { EvidenceLevel } from '@app/outcomes';

/** What proof can be made of. */
export const EVIDENCE_FORMS = ['self-report', 'visit', 'call', 'contract', 'licence', 'site-attendance', 'social-insurance', 'wage-record'] as const;
export type EvidenceForm = (typeof EVIDENCE_FORMS)[number];

/** Days after the start at which an employment is checked, and the end of its probation. */
export const MILESTONES = ['probation', '30', '90', '180', '365'] as const;
export type Milestone = (typeof MILESTONES)[number];

/** Evidence as it is handed in; what a form needs is said by {@link evidenceFaults}. */
export interface EvidenceInput {
  readonly form: EvidenceForm;
  /** The day on which it was given, visited or issued. */
  readonly on: CivilDate;
  readonly milestone?: Milestone | null | undefined;
  readonly contractNumber?: string | null | undefined;
  readonly signedOn?: CivilDate | null | undefined;
  readonly contractMonths?: number | null | undefined;
  /** Who confirmed the contract for the employer, and when. */
  readonly confirmedBy?: string | null | undefined;
  readonly confirmedOn?: CivilDate | null | undefined;
  /** A licence's unified social credit code; the site of a real-name attendance with its wage account. */
  readonly reference?: string | null | undefined;
  /** Months `YYYY-MM` in which insurance or wages were paid. */
  readonly months?: readonly string[] | undefined;
  readonly note?: string | null | undefined;
}

const LEVEL = {
  'self-report': 0, visit: 1, call: 1, contract: 2, licence: 2, 'site-attendance': 2, 'social-insurance': 3, 'wage-record': 3,
} as const satisfies Record<EvidenceForm, EvidenceLevel>;

/** Records prove an employment by two months that lie within six. Contract on employment rates, "Evidence". */
const MONTHS_NEEDED = 2;
const MONTHS_WITHIN = 6;

/** The level of evidence of a form that is complete. */
export function levelOf(form: EvidenceForm): EvidenceLevel {
  return LEVEL[form];
}

/** What is missing or wrong for the evidence to count at its form's level; empty when it counts. */
export function evidenceFaults(input: EvidenceInput, today: CivilDate): FieldFault[] {
  const faults: FieldFault[] = [];
  const need = (value: unknown, path: string, message: string): void => {
    if (value === undefined || value === null || value === '') faults.push({ path, message });
  };
  if (input.on > today) faults.push({ path: 'on', message: '不能晚于今天' });
  switch (input.form) {
    case 'contract':
      need(input.contractNumber, 'contractNumber', '劳动合同须写明合同编号');
      need(input.signedOn, 'signedOn', '劳动合同须写明签订日期');
      need(input.confirmedBy, 'confirmedBy', '劳动合同须有用人单位确认人；未经确认的，请改记走访或电话核实');
      need(input.confirmedOn, 'confirmedOn', '劳动合同须写明用人单位确认日期');
      break;
    case 'licence':
      if (!isLicence(input.reference)) faults.push({ path: 'reference', message: '营业执照须写明统一社会信用代码（18 位，校验位正确）' });
      break;
    case 'site-attendance':
      need(input.reference, 'reference', '工地实名考勤须写明项目及工资专户');
      break;
    case 'social-insurance':
    case 'wage-record':
      if (!coversTwoMonths(input.months ?? [])) faults.push({ path: 'months', message: '须有 6 个月以内任意 2 个月的缴费或发放记录' });
      break;
    case 'self-report':
    case 'visit':
    case 'call':
      break;
  }
  if ((input.months ?? []).some((month) => month > today.slice(0, 7))) faults.push({ path: 'months', message: '不能晚于本月' });
  return faults;
}

function isLicence(reference: string | null | undefined): boolean {
  return typeof reference === 'string' && isCreditCode(reference);
}

/** Whether two of the months (`YYYY-MM`) lie within six consecutive ones. */
export function coversTwoMonths(months: readonly string[]): boolean {
  const ordinals = [...new Set(months)].map((month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7))).sort((a, b) => a - b);
  return ordinals.some((month, i) => i + MONTHS_NEEDED - 1 < ordinals.length && ordinals[i + MONTHS_NEEDED - 1]! - month < MONTHS_WITHIN);
}
