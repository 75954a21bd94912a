import { EDUCATIONS } from '@app/kernel';
import { CLOSING_REASONS, VACANCY_KINDS, VACANCY_STATUSES, WORDING_FLAGS, type VacancySummary, type VacancyView } from '@app/vacancies';
import { ApiProperty } from '@nestjs/swagger';

/** A vacancy in a list. */
export class VacancyItem {
  id!: string;
  title!: string;
  cleanedTitle!: string;
  employerId!: string;
  employerName!: string;
  employerVerified!: boolean;
  /** @example 'hubei' */
  source!: string;
  /** Null: undecided. */
  occupation!: string | null;
  noTrade!: boolean;
  region!: string | null;
  regionLabel!: string | null;
  /** Whole yuan a month. */
  payFrom!: number | null;
  payTo!: number | null;
  payText!: string | null;
  payBasis!: string;
  /** Seats; null = unknown (若干). */
  openings!: number | null;
  /** Hires recorded here. */
  hired!: number;
  publishedOn!: string | null;
  validThrough!: string | null;
  @ApiProperty({ enum: VACANCY_STATUSES })
  status!: string;
  @ApiProperty({ enum: CLOSING_REASONS, nullable: true })
  closingReason!: string | null;
  version!: number;

  static of(this: void, row: VacancySummary): VacancyItem {
    return {
      id: row.id, title: row.title, cleanedTitle: row.cleanedTitle, employerId: row.employerId, employerName: row.employerName, employerVerified: row.employerVerified, source: row.source, occupation: row.occupation,
      noTrade: row.noTrade, region: row.region, regionLabel: row.regionLabel, payFrom: row.payFrom, payTo: row.payTo, payText: row.payText, payBasis: row.payBasis, openings: row.openings, hired: row.hired,
      publishedOn: row.publishedOn, validThrough: row.validThrough, status: row.status, closingReason: row.closingReason, version: row.version,
    };
  }
}

export class VacancyPage {
  items!: VacancyItem[];
  nextCursor!: string | null;
}

export class VacancySkillResponse {
  skillId!: string;
  level!: number;
  essential!: boolean;
}

/** One span of time during which it was open. */
export class VacancyPeriodResponse {
  number!: number;
  openedAt!: string;
  closedAt!: string | null;
  @ApiProperty({ enum: CLOSING_REASONS, nullable: true })
  closingReason!: string | null;
}

/** A vacancy in full; the telephone is masked. */
export class VacancyResponse extends VacancyItem {
  externalRef!: string | null;
  /** exact, alias or officer. */
  occupationBy!: string | null;
  skills!: VacancySkillResponse[];
  lodging!: boolean | null;
  @ApiProperty({ enum: EDUCATIONS, nullable: true })
  minEducation!: string | null;
  payMonths!: number | null;
  @ApiProperty({ enum: VACANCY_KINDS, nullable: true })
  kind!: string | null;
  /** The source's own word for the kind of work. */
  kindLabel!: string | null;
  minAge!: number;
  /** The employer's wishes, shown as a fact; they count in no score. */
  ageWishFrom!: number | null;
  ageWishTo!: number | null;
  certificates!: string[];
  description!: string | null;
  startsOn!: string | null;
  endsOn!: string | null;
  address!: string | null;
  /** @example '张**' */
  contactNameMasked!: string | null;
  /** @example '138****8000' */
  contactPhoneMasked!: string | null;
  /** valid, extension, agency (on five or more employers), junk, missing. */
  phoneStatus!: string;
  /** cleared, held (its wording waits for an officer), refused. */
  publication!: string;
  @ApiProperty({ enum: WORDING_FLAGS, isArray: true })
  wordingFlags!: string[];
  periods!: VacancyPeriodResponse[];

  static ofView(this: void, view: VacancyView): VacancyResponse {
    return {
      ...VacancyItem.of(view), externalRef: view.externalId, occupationBy: view.occupationBy, skills: view.skills.map(({ skillId, level, essential }) => ({ skillId, level, essential })), lodging: view.lodging, minEducation: view.minEducation,
      payMonths: view.payMonths, kind: view.kind, kindLabel: view.kindLabel, minAge: view.minAge, ageWishFrom: view.ageWishFrom, ageWishTo: view.ageWishTo, certificates: [...view.certificates], description: view.description,
      startsOn: view.startsOn, endsOn: view.endsOn, address: view.address, contactNameMasked: view.contactNameMasked, contactPhoneMasked: view.contactPhoneMasked, phoneStatus: view.phoneStatus, publication: view.publication, wordingFlags: [...view.wordingFlags],
      periods: view.periods.map((period) => ({ number: period.number, openedAt: period.openedAt.toISOString(), closedAt: period.closedAt?.toISOString() ?? null, closingReason: period.closingReason })),
    };
  }
}

export class ContactResponse {
  contactName!: string | null;
  contactPhone!: string | null;
}
