import { CursorQuery, IsLine, IsRegionCode, IsUuid } from '@app/platform';
import { VACANCY_STATUSES, type VacancyStatus } from '@app/vacancies';
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';

export class ListVacanciesQuery extends CursorQuery {
  /**
   * Workplaces in this region.
   * @example '420626'
   */
  @IsOptional() @IsRegionCode()
  region?: string;
  /**
   * An occupation, or a group above it.
   * @example '6-18-02-04'
   */
  @IsOptional() @Matches(/^\d(-\d{2}){0,3}$/, { message: '须为职业代码，形如 6-18-02-04' })
  occupation?: string;
  /** @example 'open' */
  @IsOptional() @IsIn(VACANCY_STATUSES)
  status?: VacancyStatus;
  /** @example 'hubei' */
  @IsOptional() @IsString() @MaxLength(40)
  source?: string;
  @IsOptional() @IsUuid()
  employerId?: string;
  /** Part of the title or of the employer's name. */
  @IsOptional() @IsLine(50)
  q?: string;
}

export class ListOwnVacanciesQuery extends CursorQuery {
  @IsOptional() @IsIn(VACANCY_STATUSES)
  status?: VacancyStatus;
}

export class RevealContactDto {
  /** Why the contact is needed; kept in the audit trail. */
  @IsLine(200)
  reason!: string;
}

export class CloseVacancyDto {
  /** @example 'filled' */
  @IsIn(['filled', 'withdrawn'])
  as!: 'filled' | 'withdrawn';
}
