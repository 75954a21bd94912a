import { Injectable } from '@nestjs/common';
import type { Subject } from '@app/placements';
import type { Transaction } from '@app/platform';
import { refusing } from '../training.errors.js';
import type { AgreementEndingCode, AgreementKind, AgreementStep, MissingAgreement, Signature } from './agreement.js';
import type { TrainingAgreementEntity } from './agreement.entity.js';

/** An agreement with how it ended and how many scans there are of it. */
export interface AgreementRow extends TrainingAgreementEntity {
  readonly endedOn: string | null;
  readonly endingCode: AgreementEndingCode | null;
  readonly endingReason: string | null;
  readonly files: number;
}

/** The parties of an agreement between organizations. */
export interface AgreementParties {
  readonly providerId: string | null;
  readonly employerId: string | null;
  readonly bureauId: string | null;
}

export interface NewAgreement extends AgreementParties {
  readonly id: string;
  readonly ownerRegion: string;
  readonly orderId: string;
  readonly kind: AgreementKind;
  readonly registrationId: string | null;
  readonly first: Signature;
  readonly second: Signature;
}

const AGREEMENT = `a.id, a.county, a.owner_region as "ownerRegion", a.order_id as "orderId", a.kind, a.version, a.registration_id as "registrationId", a.provider_id as "providerId", a.employer_id as "employerId", a.bureau_id as "bureauId",
  a.first_signer as "firstSigner", a.first_signed_on as "firstSignedOn", a.second_signer as "secondSigner", a.second_signed_on as "secondSignedOn", a.recorded_by as "recordedBy", a.recorded_at as "recordedAt",
  e.ended_on as "endedOn", e.reason_code as "endingCode", e.reason as "endingReason", (select count(*)::int from agreement_files f where f.agreement_id = a.id) as files`;
const FROM = 'from training_agreements a left join training_agreement_endings e on e.agreement_id = a.id';

@Injectable()
export class AgreementsRepository {
  /** One writer of an order's agreements at a time. */
  async lock(tx: Transaction, orderId: string): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('agreements ' || $1, 0))`, [orderId]);
  }

  /** Whose slot serves the order; null: nobody's yet. */
  async providerOf(tx: Transaction, orderId: string): Promise<string | null> {
    const [row] = await tx.query<{ providerId: string }[]>('select s.provider_id as "providerId" from training_orders o join provider_slots s on s.id = o.slot_id where o.id = $1', [orderId]);
    return row?.providerId ?? null;
  }

  /** @throws AgreementRefused naming the rule */
  async insertMany(tx: Transaction, agreements: readonly NewAgreement[]): Promise<void> {
    const rows = agreements.map(({ id, ownerRegion, orderId, kind, registrationId, providerId, employerId, bureauId, first, second }) => ({
      id, owner_region: ownerRegion, order_id: orderId, kind, registration_id: registrationId, provider_id: providerId, employer_id: employerId, bureau_id: bureauId, first_signer: first.signer, first_signed_on: first.on, second_signer: second.signer, second_signed_on: second.on,
    }));
    await refusing(tx.query(
      `insert into training_agreements (id, county, owner_region, order_id, kind, registration_id, provider_id, employer_id, bureau_id, first_signer, first_signed_on, second_signer, second_signed_on)
       select id, left(owner_region, 6), owner_region, order_id, kind, registration_id, provider_id, employer_id, bureau_id, first_signer, first_signed_on, second_signer, second_signed_on
       from jsonb_to_recordset($1::jsonb) as g (id uuid, owner_region text, order_id uuid, kind text, registration_id uuid, provider_id uuid, employer_id uuid, bureau_id uuid, first_signer text, first_signed_on date, second_signer text, second_signed_on date)`,
      [JSON.stringify(rows)],
    ));
  }

  async find(tx: Transaction, id: string): Promise<AgreementRow | null> {
    const [row] = await tx.query<AgreementRow[]>(`select ${AGREEMENT} ${FROM} where a.id = $1`, [id]);
    return row ?? null;
  }

  /** The last version of an agreement between organizations. */
  async latest(tx: Transaction, orderId: string, kind: AgreementKind): Promise<AgreementRow | null> {
    const [row] = await tx.query<AgreementRow[]>(`select ${AGREEMENT} ${FROM} where a.order_id = $1 and a.kind = $2 order by a.version desc limit 1`, [orderId, kind]);
    return row ?? null;
  }

  /** Of these people those whose last agreement is with this provider and has not ended. */
  async signedWith(tx: Transaction, orderId: string, providerId: string, people: readonly Subject[]): Promise<ReadonlySet<string>> {
    const rows = await tx.query<{ id: string }[]>(
      `select a.registration_id as id ${FROM} where a.order_id = $1 and a.kind = 'trainee-provider' and a.registration_id = any ($3::uuid[]) and a.provider_id = $2 and e.agreement_id is null
         and not exists (select from training_agreements n where n.order_id = a.order_id and n.registration_id = a.registration_id and n.version > a.version)`,
      [orderId, providerId, people.map(({ registrationId }) => registrationId)],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Of a county, of one order (null: of all), as they were recorded. */
  async listOfCounty(tx: Transaction, county: string, orderId: string | null, after: readonly (string | number)[] | null, limit: number): Promise<AgreementRow[]> {
    return tx.query<AgreementRow[]>(
      `select ${AGREEMENT} ${FROM} where a.county = $1 and ($2::uuid is null or a.order_id = $2) and ($3::timestamptz is null or (a.recorded_at, a.id) > ($3::timestamptz, $4::uuid)) order by a.recorded_at, a.id limit $5`, [county, orderId, ...(after ?? [null, null]), limit]);
  }

  /** As they were recorded. */
  async list(tx: Transaction, orderId: string, after: readonly (string | number)[] | null, limit: number): Promise<AgreementRow[]> {
    return tx.query<AgreementRow[]>(`select ${AGREEMENT} ${FROM} where a.order_id = $1 and ($2::timestamptz is null or (a.recorded_at, a.id) > ($2::timestamptz, $3::uuid)) order by a.recorded_at, a.id limit $4`, [orderId, ...(after ?? [null, null]), limit]);
  }

  /** False: it has ended already. @throws AgreementRefused */
  async end(tx: Transaction, id: string, { endedOn, code, reason }: { readonly endedOn: string; readonly code: AgreementEndingCode; readonly reason: string | null }): Promise<boolean> {
    const rows = await refusing(tx.query<unknown[]>('insert into training_agreement_endings (agreement_id, ended_on, reason_code, reason) values ($1, $2, $3, $4) on conflict (agreement_id) do nothing returning agreement_id', [id, endedOn, code, reason]));
    return rows.length > 0;
  }

  /** What is missing before a move, as the database itself judges it. */
  async missing(tx: Transaction, orderId: string, classId: string | null, step: AgreementStep): Promise<MissingAgreement[]> {
    return tx.query<MissingAgreement[]>('select kind, registration_id as "registrationId", fault from missing_agreements($1, $2, $3)', [orderId, classId, step]);
  }
}
