import type { CivilDate } from '@app/kernel';

/** Between whom an order's agreements are. `provider-bureau`: instead of the two with an employer, where the order has none. */
export const AGREEMENT_KINDS = ['trainee-provider', 'provider-employer', 'employer-bureau', 'provider-bureau'] as const;
export type AgreementKind = (typeof AGREEMENT_KINDS)[number];
/** Those of which an order has one at a time. */
export const ORGANIZATION_AGREEMENTS = ['provider-employer', 'employer-bureau', 'provider-bureau'] as const satisfies readonly AgreementKind[];
export type OrganizationAgreement = (typeof ORGANIZATION_AGREEMENTS)[number];

/** In what capacity somebody signed; names stand on the paper alone. */
export const TRAINEE_SIGNERS = ['self', 'guardian'] as const;
export const ORGANIZATION_SIGNERS = ['legal-representative', 'authorised-agent'] as const;
export type AgreementSigner = (typeof TRAINEE_SIGNERS)[number] | (typeof ORGANIZATION_SIGNERS)[number];

export const AGREEMENT_ENDINGS = ['fulfilled', 'trainee-left', 'provider-withdrew', 'employer-withdrew', 'breach', 'replaced', 'order-cancelled', 'other'] as const;
export type AgreementEndingCode = (typeof AGREEMENT_ENDINGS)[number];

/** One party's hand under an agreement. */
export interface Signature {
  readonly signer: AgreementSigner;
  readonly on: CivilDate;
}

/** The move of an order before which agreements are looked at. */
export type AgreementStep = 'class-open' | 'training';

/** Why an agreement does not count. `other-provider`: it is with somebody whose slot the order no longer has. */
export const AGREEMENT_FAULTS = ['absent', 'other-provider', 'ended', 'without-file'] as const;
export type AgreementFault = (typeof AGREEMENT_FAULTS)[number];

/** An agreement that an order lacks. */
export interface MissingAgreement {
  readonly kind: AgreementKind;
  /** Of a trainee's, whose; null: of organizations, or of somebody outside the caller's scope. */
  readonly registrationId: string | null;
  readonly fault: AgreementFault;
}

export const AGREEMENT_KIND_LABEL = {
  'trainee-provider': '学员与培训机构的培训协议', 'provider-employer': '培训机构与用人单位的委托培训协议', 'employer-bureau': '用人单位与人社局的用工协议', 'provider-bureau': '培训机构与人社局的培训协议',
} as const satisfies Record<AgreementKind, string>;

export const AGREEMENT_FAULT_LABEL = { absent: '未签订', 'other-provider': '签订的培训机构不是现在承接的机构', ended: '已终止', 'without-file': '没有上传协议扫描件' } as const satisfies Record<AgreementFault, string>;

/** What is missing, in words: an agreement between organizations a line, those of trainees counted by their fault. */
export function missingWords(missing: readonly MissingAgreement[]): string[] {
  const lines = missing.filter(({ kind }) => kind !== 'trainee-provider').map(({ kind, fault }) => `${AGREEMENT_KIND_LABEL[kind]}：${AGREEMENT_FAULT_LABEL[fault]}`);
  const trainees = missing.filter(({ kind }) => kind === 'trainee-provider');
  const counted = AGREEMENT_FAULTS.map((fault) => [fault, trainees.filter((each) => each.fault === fault).length] as const).filter(([, count]) => count > 0);
  return [...lines, ...counted.map(([fault, count]) => `${AGREEMENT_KIND_LABEL['trainee-provider']}：${count} 名在册学员${AGREEMENT_FAULT_LABEL[fault]}`)];
}
