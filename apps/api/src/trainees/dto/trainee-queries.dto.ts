import { CursorQuery, IsCivilDate, IsLine, IsRegionCode, IsUuid } from '@app/platform';
import { REVEALABLE, type Revealable } from '@app/trainees';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, Matches, MaxLength, ValidateIf } from 'class-validator';

/** Filters that may stand in an address; names and telephones are searched by POST, so that no address carries them. */
export class ListTraineesQuery extends CursorQuery {
  /** @example '420626106' */
  @IsOptional() @IsRegionCode()
  region?: string;
  /** An occupation wished for, or a group above it. */
  @IsOptional() @IsString() @MaxLength(20)
  wantedOccupation?: string;
  /** A recorded skill. */
  @IsOptional() @IsString() @MaxLength(100)
  skill?: string;
  @IsOptional() @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value)) @IsBoolean()
  available?: boolean;
}

export class SearchTraineesDto extends ListTraineesQuery {
  /** The beginning of the name. */
  @IsOptional() @IsLine(50)
  name?: string;
  /** The whole number. */
  @IsOptional() @IsString() @MaxLength(40)
  phone?: string;
}

export class RevealDto {
  /** @example 'phone' */
  @IsIn(REVEALABLE)
  field!: Revealable;
  /** Why the full value is needed; kept in the audit trail. */
  @IsLine(200)
  reason!: string;
}

export class MergeDto {
  /** The other registration of the same person. */
  @IsUuid()
  traineeId!: string;
  @IsLine(200)
  reason!: string;
}

/** Exactly one of `vacancyId` and `employerId`. */
export class RefusalDto {
  @ValidateIf((dto: RefusalDto) => dto.employerId === undefined) @IsUuid()
  vacancyId?: string;
  @ValidateIf((dto: RefusalDto) => dto.vacancyId === undefined) @IsUuid()
  employerId?: string;
  /** A code: pay, place, shifts … @example 'pay' */
  @IsOptional() @Matches(/^[a-z][a-z-]{0,39}$/)
  reason?: string | null;
  /** The last day it holds; left out: until withdrawn. */
  @IsOptional() @IsCivilDate()
  untilOn?: string | null;
}
