import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import { refusing } from '../training.errors.js';
import type { CooperationEndingCode, CooperationKind, NewCooperation } from './cooperation.js';
import type { CooperationAgreementEntity } from './cooperation.entity.js';

export interface CooperationRow extends Omit<CooperationAgreementEntity, 'yearlyIncomeFen'> {
  readonly yearlyIncomeFen: number;
  readonly endedOn: string | null;
  readonly endingCode: CooperationEndingCode | null;
}

/** Agreements of a year in one place and of one kind; null: of all. */
export interface CooperationCount {
  /** 12 digits; null: the whole region. */
  readonly township: string | null;
  readonly kind: CooperationKind | null;
  readonly agreements: number;
  readonly households: number;
  readonly yearlyIncomeFen: number;
}

const COOPERATION = `a.id, a.county, a.owner_region as "ownerRegion", a.partner_kind as "partnerKind", a.partner_id as "partnerId", a.registration_id as "registrationId", a.household_id as "householdId", a.kind, a.signed_on as "signedOn",
  a.from_on as "fromOn", a.to_on as "toOn", a.yearly_income_fen::float8 as "yearlyIncomeFen", a.recorded_by as "recordedBy", a.recorded_at as "recordedAt", e.ended_on as "endedOn", e.reason_code as "endingCode"`;
const FROM = 'from cooperation_agreements a left join cooperation_endings e on e.agreement_id = a.id';

@Injectable()
export class CooperationRepository {
  /** False: this partner and household have one of the kind from that day. @throws CooperationRefused */
  async insert(tx: Transaction, id: string, ownerRegion: string, { partnerKind, partnerId, traineeId, kind, signedOn, fromOn, toOn, yearlyIncomeFen }: NewCooperation): Promise<boolean> {
    const rows = await refusing(tx.query<unknown[]>(
      `insert into cooperation_agreements (id, county, owner_region, partner_kind, partner_id, registration_id, kind, signed_on, from_on, to_on, yearly_income_fen) values ($1, left($2, 6), $2, $3, $4, $5, $6, $7, $8, $9, $10)
       on conflict on constraint one_cooperation_per_partner_kind_and_day do nothing returning id`,
      [id, ownerRegion, partnerKind, partnerId, traineeId, kind, signedOn, fromOn, toOn, yearlyIncomeFen],
    ));
    return rows.length > 0;
  }

  async find(tx: Transaction, id: string): Promise<CooperationRow | null> {
    const [row] = await tx.query<CooperationRow[]>(`select ${COOPERATION} ${FROM} where a.id = $1`, [id]);
    return row ?? null;
  }

  async findSame(tx: Transaction, { partnerId, traineeId, kind, fromOn }: NewCooperation): Promise<CooperationRow | null> {
    const [row] = await tx.query<CooperationRow[]>(`select ${COOPERATION} ${FROM} where a.partner_id = $1 and a.registration_id = $2 and a.kind = $3 and a.from_on = $4`, [partnerId, traineeId, kind, fromOn]);
    return row ?? null;
  }

  /** Newest first. */
  async list(tx: Transaction, kind: CooperationKind | null, after: readonly (string | number)[] | null, limit: number): Promise<CooperationRow[]> {
    return tx.query<CooperationRow[]>(
      `select ${COOPERATION} ${FROM} where ($1::text is null or a.kind = $1) and ($2::timestamptz is null or (a.recorded_at, a.id) < ($2::timestamptz, $3::uuid)) order by a.recorded_at desc, a.id desc limit $4`,
      [kind, ...(after ?? [null, null]), limit]);
  }

  /** False: it has ended already. @throws CooperationRefused */
  async end(tx: Transaction, id: string, endedOn: CivilDate, code: CooperationEndingCode, reason: string | null): Promise<boolean> {
    const rows = await refusing(tx.query<unknown[]>('insert into cooperation_endings (agreement_id, ended_on, reason_code, reason) values ($1, $2, $3, $4) on conflict (agreement_id) do nothing returning agreement_id', [id, endedOn, code, reason]));
    return rows.length > 0;
  }

  /** Agreements that held on some day of the year, by township and kind, by each alone, and in all; as far as the caller sees them. */
  async count(tx: Transaction, year: number): Promise<CooperationCount[]> {
    return tx.query<CooperationCount[]>(
      `select rpad(left(a.owner_region, 9), 12, '0') as township, a.kind, count(*)::int as agreements, count(distinct coalesce(a.household_id, a.registration_id))::int as households, sum(a.yearly_income_fen)::float8 as "yearlyIncomeFen"
       ${FROM} where a.from_on <= $2::date and coalesce(least(e.ended_on, a.to_on), a.to_on) >= $1::date and e.reason_code is distinct from 'entered-by-mistake'
       group by cube (left(a.owner_region, 9), a.kind) order by 1 nulls first, 2 nulls first`,
      [`${year}-01-01`, `${year}-12-31`]);
  }
}
