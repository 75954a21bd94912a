import type { EvidenceDetail, HistoryEntry, PlacementHistory } from '@app/placements';
import { ApiProperty } from '@nestjs/swagger';

export class EmploymentCreated {
  employmentId!: string;
}

export class FactCreated {
  factId!: string;
}

export class EvidenceCreated {
  factId!: string;
  /** 0 to 3. */
  level!: number;
}

/** What a fact of evidence rests on. */
export class EvidenceDetailResponse {
  form!: string;
  milestone!: string | null;
  contractNumber!: string | null;
  signedOn!: string | null;
  contractMonths!: number | null;
  confirmedBy!: string | null;
  confirmedOn!: string | null;
  reference!: string | null;
  months!: string[];
  note!: string | null;

  static of({ form, milestone, contractNumber, signedOn, contractMonths, confirmedBy, confirmedOn, reference, months, note }: EvidenceDetail): EvidenceDetailResponse {
    return { form, milestone, contractNumber, signedOn, contractMonths, confirmedBy, confirmedOn, reference, months: [...months], note };
  }
}

export class HistoryEntryResponse {
  factId!: string;
  kind!: string;
  effectiveOn!: string;
  recordedAt!: Date;
  /** False: corrected later. */
  inForce!: boolean;
  classId!: string | null;
  employmentId!: string | null;
  employerId!: string | null;
  level!: number | null;
  retractsFactId!: string | null;
  reason!: string | null;
  /** Kind of work, pay, contract, workplace, leaving code. */
  @ApiProperty({ type: 'object', additionalProperties: true }) payload!: object;
  detail!: EvidenceDetailResponse | null;

  static of({ id, kind, effectiveOn, recordedAt, inForce, classId, employmentId, employerId, level, retractsFactId, reason, payload, detail }: HistoryEntry): HistoryEntryResponse {
    return { factId: id, kind, effectiveOn, recordedAt, inForce, classId, employmentId, employerId, level, retractsFactId, reason, payload, detail: detail === null ? null : EvidenceDetailResponse.of(detail) };
  }
}

export class ExclusionResponse {
  factId!: string;
  kind!: string;
  effectiveOn!: string;
  reason!: string | null;
  proofReference!: string | null;
  retractsFactId!: string | null;
}

export class PlacementHistoryResponse {
  items!: HistoryEntryResponse[];
  /** Null: the role may not know. */
  @ApiProperty({ type: () => [ExclusionResponse], nullable: true }) exclusions!: ExclusionResponse[] | null;

  static of({ facts, exclusions }: PlacementHistory): PlacementHistoryResponse {
    return {
      items: facts.map((each) => HistoryEntryResponse.of(each)),
      exclusions: exclusions === null ? null : exclusions.map(({ id, kind, effectiveOn, reasonCode, proofReference, retractsFactId }) => ({ factId: id, kind, effectiveOn, reason: reasonCode, proofReference, retractsFactId })),
    };
  }
}
