import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import type { EvidenceForm, EvidenceInput, Milestone } from './evidence.js';

/** What a fact of evidence rests on. */
export interface EvidenceDetail {
  readonly factId: string;
  readonly form: EvidenceForm;
  readonly milestone: Milestone | null;
  readonly contractNumber: string | null;
  readonly signedOn: CivilDate | null;
  readonly contractMonths: number | null;
  readonly confirmedBy: string | null;
  readonly confirmedOn: CivilDate | null;
  readonly reference: string | null;
  readonly months: readonly string[];
  readonly note: string | null;
}

@Injectable()
export class EvidenceRepository {
  async insert(tx: Transaction, factId: string, ownerRegion: string, input: EvidenceInput): Promise<void> {
    await tx.query(
      `insert into evidence_details (fact_id, county, owner_region, form, milestone, contract_number, signed_on, contract_months, confirmed_by, confirmed_on, reference, months, note)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        factId, ownerRegion.slice(0, 6), ownerRegion, input.form, input.milestone ?? null, input.contractNumber ?? null, input.signedOn ?? null, input.contractMonths ?? null, input.confirmedBy ?? null,
        input.confirmedOn ?? null, input.reference ?? null, [...new Set(input.months ?? [])].sort(), input.note ?? null,
      ],
    );
  }

  /** By fact id. */
  async findByFacts(tx: Transaction, factIds: readonly string[]): Promise<Map<string, EvidenceDetail>> {
    const rows = await tx.query<EvidenceDetail[]>(
      `select fact_id as "factId", form, milestone, contract_number as "contractNumber", signed_on as "signedOn", contract_months as "contractMonths", confirmed_by as "confirmedBy", confirmed_on as "confirmedOn",
              reference, months, note from evidence_details where fact_id = any ($1::uuid[])`,
      [factIds],
    );
    return new Map(rows.map((row) => [row.factId, row]));
  }
}
