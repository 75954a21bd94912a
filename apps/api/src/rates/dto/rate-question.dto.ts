import { Transform } from 'class-transformer';
import { IsBoolean, IsOptional, IsString, MaxLength } from 'class-validator';

/** Which region and which period; the service reads the texts and names what is wrong. */
export class RegionPeriodDto {
  /** County, township or village, by home at enrolment; left out: one's own. @example '420626' */
  @IsOptional() @IsString() @MaxLength(12)
  region?: string;
  /** First month of completion (of opening for R5). @example '2026-01' */
  @IsOptional() @IsString() @MaxLength(7)
  from?: string;
  /** Last month. @example '2026-06' */
  @IsOptional() @IsString() @MaxLength(7)
  to?: string;
}

/** The same at two dates of one's choice. */
export class DatedQuestionDto extends RegionPeriodDto {
  /** Facts effective on or before this day; left out: today. */
  @IsOptional() @IsString() @MaxLength(10)
  asOf?: string;
  /** Facts recorded at or before this instant; left out: now. */
  @IsOptional() @IsString() @MaxLength(40)
  knownBy?: string;
}

/** A yes or no in an address. */
export function IsFlagInQuery(): PropertyDecorator {
  const decorators = [IsOptional(), Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value)), IsBoolean()];
  return (target, key) => decorators.forEach((decorate) => decorate(target, key));
}
