import { ApiPropertyOptional } from '@nestjs/swagger';
import { SUPPORT_CATEGORIES, type SupportCategory } from '@app/outcomes';
import { IsCivilDate, IsLine, IsUuid } from '@app/platform';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsInt, IsNumber, IsOptional, IsString, Matches, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { MatchListQuery } from '../../matches/matches.dto.js';

export class CandidatesQuery extends MatchListQuery {
  /** Left out: the course that serves the order best. @example 'welding' */
  @IsOptional() @IsString() @MaxLength(100)
  courseId?: string;
}

export class ApplyDto {
  @IsUuid()
  traineeId!: string;
}

export class SeatReserveDto {
  /** Code of the group as it is published. @example 'support' */
  @IsString() @MaxLength(40)
  group!: string;
  /** Share of the seats in hundredths of a percent. @example 2000 */
  @IsInt() @Min(0) @Max(10_000)
  shareBp!: number;
  /** Support categories whose households belong to the group. */
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(SUPPORT_CATEGORIES.length) @IsIn(SUPPORT_CATEGORIES, { each: true }) @ApiPropertyOptional({ enum: SUPPORT_CATEGORIES, isArray: true })
  categories!: SupportCategory[];
}

export class SetSeatPolicyDto {
  /** @example '2027-1' */
  @IsLine(40)
  version!: string;
  /** From tomorrow on at the earliest. */
  @IsCivilDate()
  fromOn!: string;
  @IsArray() @ArrayMaxSize(10) @ValidateNested({ each: true }) @Type(() => SeatReserveDto)
  reserves!: SeatReserveDto[];
  /** In which order seats are given: `open` and every group once. @example ['open', 'support'] */
  @IsArray() @ArrayMaxSize(11) @Matches(/^[a-z][a-z0-9-]*$/, { each: true, message: '须为小写代码' })
  order!: string[];
}

export class AssignSeatsDto {
  /** Left out: every recruiting order of the county. */
  @IsOptional() @IsArray() @ArrayMinSize(1) @ArrayMaxSize(200) @IsUuid({ each: true })
  orderIds?: string[] | null;
  /** At least this part (0..1) of the seats that would be a township's by its candidates; left out: 0.5. */
  @IsOptional() @IsNumber() @Min(0) @Max(1)
  townshipShare?: number | null;
}
