import { CLOSURE_STEPS, INCOME_SOURCES, STEP_STATES, SUPPORT_CATEGORIES, type ClosureStep, type IncomeSource, type StepState, type SupportCategory } from '@app/outcomes';
import { IsCivilDate, IsLine, IsUuid, PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX } from '@app/platform';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

const AS_BOOLEAN = ({ value }: { value: unknown }): unknown => (value === 'true' ? true : value === 'false' ? false : value);
const MOST_YUAN = 10_000_000;

/** Which place and which two dates; the service reads the texts and names what is wrong. */
class ClosurePlaceQuery {
  /** County, township or village in one's scope; left out: one's own. @example '420626' */
  @IsOptional() @IsString() @MaxLength(12)
  region?: string;
  /** Facts effective on or before this day; left out: today. */
  @IsOptional() @IsString() @MaxLength(10)
  asOf?: string;
  /** Facts recorded at or before this instant; left out: now. */
  @IsOptional() @IsString() @MaxLength(40)
  knownBy?: string;
}

export class ClosureCountQuery extends ClosurePlaceQuery {
  /** Figures as they may be published, small numbers hidden. */
  @IsOptional() @Transform(AS_BOOLEAN) @IsBoolean()
  published?: boolean;
}

class PagedPlaceQuery extends ClosurePlaceQuery {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(PAGE_LIMIT_MAX)
  limit: number = PAGE_LIMIT_DEFAULT;
  @IsOptional() @IsString() @MaxLength(1000)
  cursor?: string;
}

export class ListHouseholdGapsQuery extends PagedPlaceQuery {
  @IsIn(CLOSURE_STEPS)
  step!: ClosureStep;
  /** Left out: the gaps, open and unknown. */
  @IsOptional() @IsIn(STEP_STATES)
  state?: StepState;
}

export class ListPersonGapsQuery extends ListHouseholdGapsQuery {
  /** Only those for whom this officer answers. */
  @IsOptional() @IsUuid()
  officerId?: string;
}

export class ListZeroEmploymentQuery extends PagedPlaceQuery {
  /** Only those with (or without) a member at work on the day. */
  @IsOptional() @Transform(AS_BOOLEAN) @IsBoolean()
  isEmployed?: boolean;
}

class OfHouseholdDto {
  /** The household's number in the county. */
  @IsLine(40)
  household!: string;
}

export class RecordIncomeDto extends OfHouseholdDto {
  /** The calendar year of the income. @example 2025 */
  @IsInt() @Min(1978) @Max(2200)
  year!: number;
  /** Whole yuan a head. */
  @IsInt() @Min(0) @Max(MOST_YUAN)
  perHeadYuan!: number;
  @IsIn(INCOME_SOURCES)
  source!: IncomeSource;
  /** Name and number of the system or the paper; needed for `registry` and `document`. */
  @IsOptional() @IsLine(200)
  sourceReference?: string | null;
  /** The day of the assessment. */
  @IsCivilDate()
  on!: string;
}

export class RecordCategoryDto extends OfHouseholdDto {
  @IsIn(SUPPORT_CATEGORIES)
  category!: SupportCategory;
  @IsCivilDate()
  fromOn!: string;
  /** The last day; left out: until further notice. */
  @IsOptional() @IsCivilDate()
  toOn?: string | null;
}

export class WithdrawCategoryDto extends OfHouseholdDto {
  @IsIn(SUPPORT_CATEGORIES)
  category!: SupportCategory;
  @IsCivilDate()
  fromOn!: string;
  @IsLine(200)
  reason!: string;
}

export class RetractionDto {
  @IsLine(200)
  reason!: string;
}

export class RecordLineDto {
  @IsIn(['province', 'county'])
  of!: 'province' | 'county';
  /** Whole yuan a head and year. */
  @IsInt() @Min(1) @Max(1_000_000)
  perHeadYuan!: number;
  @IsCivilDate()
  fromOn!: string;
  /** Name and number of the document. */
  @IsLine(200)
  sourceDocument!: string;
}

export class RecordPriorPayDto {
  /** Whole yuan a month; 0: no income. */
  @IsInt() @Min(0) @Max(1_000_000)
  payYuan!: number;
  /** A day on which this was earned; what lies after the completion is not counted as before. */
  @IsCivilDate()
  on!: string;
}

export class NameResponsibleDto {
  /** Null: whoever is in charge of the place again. */
  @IsOptional() @IsUuid()
  officerId?: string | null;
}
