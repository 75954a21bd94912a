import { Injectable } from '@nestjs/common';
import type { Education } from '@app/kernel';
import type { PayBasis } from '@app/catalogue';
import type { Transaction } from '@app/platform';
import type { ClosingReason, DecidedBy, PhoneMark, VacancyKind, VacancyStatus } from './vacancy-life.js';

/** A vacancy in a list. */
export interface VacancySummary {
  readonly id: string;
  readonly title: string;
  readonly cleanedTitle: string;
  readonly employerId: string;
  readonly employerName: string;
  readonly employerVerified: boolean;
  readonly source: string;
  readonly occupation: string | null;
  readonly noTrade: boolean;
  readonly region: string | null;
  readonly regionLabel: string | null;
  readonly payFrom: number | null;
  readonly payTo: number | null;
  readonly payText: string | null;
  readonly payBasis: PayBasis;
  readonly openings: number | null;
  readonly hired: number;
  readonly publishedOn: string | null;
  readonly validThrough: string | null;
  readonly status: VacancyStatus;
  readonly closingReason: ClosingReason | null;
  readonly version: number;
  /** ISO 8601, microseconds, UTC. */
  readonly createdAt: string;
}

/** A vacancy with everything but its skills; contact and address are still sealed. */
export interface VacancyRow extends VacancySummary {
  readonly ownerRegion: string;
  readonly externalId: string | null;
  readonly occupationBy: DecidedBy | null;
  readonly lodging: boolean | null;
  readonly minEducation: Education | null;
  readonly payMonths: number | null;
  readonly kind: VacancyKind | null;
  readonly kindLabel: string | null;
  readonly minAge: 16 | 18;
  readonly ageWishFrom: number | null;
  readonly ageWishTo: number | null;
  readonly certificates: readonly string[];
  readonly description: string | null;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly address: string | null;
  readonly contactName: string | null;
  readonly contactPhone: string | null;
  readonly phoneStatus: PhoneMark;
  /** `held` = its wording waits for an officer. */
  readonly publication: 'cleared' | 'held' | 'refused';
  readonly wordingFlags: readonly string[];
  readonly contentHash: string | null;
  readonly sourceOpenings: number | null;
  readonly updatedAt: Date;
}

export interface VacancySkillRow {
  readonly skillId: string;
  readonly level: number;
  readonly essential: boolean;
}

export interface VacancyPeriodRow {
  readonly number: number;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly closingReason: ClosingReason | null;
}

/** What a list is narrowed by; region bounds are 12 digits. */
export interface VacancyFilter {
  readonly region: { readonly from: string; readonly to: string } | null;
  readonly occupation: string | null;
  readonly status: VacancyStatus | null;
  readonly source: string | null;
  readonly employerId: string | null;
  readonly q: string | null;
}

const SUMMARY = `v.id, v.title, v.cleaned_title as "cleanedTitle", v.employer_id as "employerId", e.name as "employerName", e.verified_at is not null as "employerVerified", v.source, v.occupation, v.no_trade as "noTrade", v.region,
  v.region_label as "regionLabel", v.pay_from as "payFrom", v.pay_to as "payTo", v.pay_text as "payText", v.pay_basis as "payBasis", v.openings, v.hired, v.published_on as "publishedOn", v.valid_through as "validThrough",
  v.status, v.closing_reason as "closingReason", v.version, to_char(v.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt"`;
const WHOLE = `${SUMMARY}, v.owner_region as "ownerRegion", v.external_id as "externalId", v.occupation_by as "occupationBy", v.lodging, v.min_education as "minEducation", v.pay_months as "payMonths", v.kind, v.kind_label as "kindLabel",
  v.min_age as "minAge", v.age_wish_from as "ageWishFrom", v.age_wish_to as "ageWishTo", v.certificates, v.description, v.starts_on as "startsOn", v.ends_on as "endsOn", v.address, v.contact_name as "contactName",
  v.contact_phone as "contactPhone", v.phone_status as "phoneStatus", v.publication, v.wording_flags as "wordingFlags", v.content_hash as "contentHash", v.source_openings as "sourceOpenings", v.updated_at as "updatedAt"`;

@Injectable()
export class VacancyRepository {
  /** Newest first. A prefix of an occupation code stands for all below it. */
  async list(tx: Transaction, filter: VacancyFilter, after: readonly [createdAt: string, id: string] | null, limit: number): Promise<VacancySummary[]> {
    return tx.query<VacancySummary[]>(
      `select ${SUMMARY} from vacancies v join employers e on e.id = v.employer_id
       where ($1::text is null or (v.region collate "C" >= $1 and v.region collate "C" <= $2)) and ($3::text is null or v.occupation = $3 or starts_with(v.occupation, $3 || '-'))
         and ($4::text is null or v.status = $4) and ($5::text is null or v.source = $5) and ($6::uuid is null or v.employer_id = $6)
         and ($7::text is null or position(lower($7) in lower(v.title)) > 0 or position(lower($7) in lower(e.name)) > 0)
         and ($8::timestamptz is null or (v.created_at, v.id) < ($8, $9::uuid))
       order by v.created_at desc, v.id desc limit $10`,
      [filter.region?.from ?? null, filter.region?.to ?? null, filter.occupation, filter.status, filter.source, filter.employerId, filter.q, after?.[0] ?? null, after?.[1] ?? null, limit],
    );
  }

  async findById(tx: Transaction, id: string): Promise<VacancyRow | null> {
    const [row] = await tx.query<VacancyRow[]>(`select ${WHOLE} from vacancies v join employers e on e.id = v.employer_id where v.id = $1`, [id]);
    return row ?? null;
  }

  /** The row, locked until the transaction ends; null where it is not the caller's to change. */
  async lockById(tx: Transaction, id: string): Promise<VacancyRow | null> {
    const [row] = await tx.query<VacancyRow[]>(`select ${WHOLE} from vacancies v join employers e on e.id = v.employer_id where v.id = $1 for update of v`, [id]);
    return row ?? null;
  }

  /** The employer's own post of that reference, locked. */
  async lockByReference(tx: Transaction, employerId: string, reference: string): Promise<VacancyRow | null> {
    return (await this.lockByReferences(tx, employerId, [reference]))[0] ?? null;
  }

  async lockByReferences(tx: Transaction, employerId: string, references: readonly string[]): Promise<VacancyRow[]> {
    return tx.query<VacancyRow[]>(
      `select ${WHOLE} from vacancies v join employers e on e.id = v.employer_id where v.source = 'employer' and v.employer_id = $1 and v.external_id = any ($2) order by v.id for update of v`,
      [employerId, references],
    );
  }

  async listSkills(tx: Transaction, vacancyId: string): Promise<VacancySkillRow[]> {
    return tx.query<VacancySkillRow[]>('select skill_id as "skillId", level, essential from vacancy_skills where vacancy_id = $1 order by skill_id', [vacancyId]);
  }

  async listPeriods(tx: Transaction, vacancyId: string): Promise<VacancyPeriodRow[]> {
    return tx.query<VacancyPeriodRow[]>('select number, opened_at as "openedAt", closed_at as "closedAt", closing_reason as "closingReason" from vacancy_periods where vacancy_id = $1 order by number', [vacancyId]);
  }

  /** Open vacancies of the caller's scope whose last day is before the day. */
  async listPast(tx: Transaction, day: string): Promise<string[]> {
    return (await tx.query<{ id: string }[]>(`select id from vacancies where status = 'open' and valid_through < $1 and in_scope(owner_region) order by id for update`, [day])).map((row) => row.id);
  }
}
