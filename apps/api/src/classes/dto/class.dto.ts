import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CursorQuery, IsCivilDate, IsLine, IsRegionCode, IsUuid } from '@app/platform';
import { CLASS_DELIVERIES, CLASS_STATES, DROP_CODES, SITE_KINDS, type ClassDelivery, type ClassState, type DropCode, type RollEntry, type RollOutcome, type SiteKind, type TrainingClass } from '@app/placements';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min, ValidateNested } from 'class-validator';

const PEOPLE_MAX = 500;

export class ListClassesQuery extends CursorQuery {
  @IsOptional() @IsIn(CLASS_STATES) @ApiPropertyOptional({ enum: CLASS_STATES })
  state?: ClassState;
}

export class CreateClassDto {
  /** @example '歇马镇核桃种植第一期' */
  @IsLine(100)
  name!: string;
  /** A course of the catalogue. */
  @IsString() @MaxLength(100)
  courseId!: string;
  /** @example '农村实用科技培训' */
  @IsLine(50)
  programme!: string;
  /** The organization that teaches; left out: not found yet, the class is planned. */
  @IsOptional() @IsUuid()
  providerId?: string | null;
  /** Planned: nobody is enrolled before it opens. Left out: it opens at once, when it has a provider. */
  @IsOptional() @IsBoolean()
  isPlanned?: boolean;
  /** Where it is held: county, township or village. @example '420626106' */
  @IsRegionCode()
  region!: string;
  @IsCivilDate()
  startsOn!: string;
  @IsCivilDate()
  endsOn!: string;
  @IsInt() @Min(1) @Max(2000)
  seats!: number;
  /** For people already employed: outside every placement rate. */
  @IsOptional() @IsBoolean()
  onTheJob?: boolean;
  /** One-off science outreach: outside every placement rate. */
  @IsOptional() @IsBoolean()
  outreach?: boolean;
  /** The training order that it is opened for: approved, queued or recruiting. */
  @IsOptional() @IsUuid()
  orderId?: string | null;
  /** Left out: fixed. A flexible class may also be taught on holidays and in seasons of farm work, with a reason. */
  @IsOptional() @IsIn(CLASS_DELIVERIES) @ApiPropertyOptional({ enum: CLASS_DELIVERIES })
  delivery?: ClassDelivery;
  /** Left out: at a school. */
  @IsOptional() @IsIn(SITE_KINDS) @ApiPropertyOptional({ enum: SITE_KINDS })
  siteKind?: SiteKind;
  /** Fewer people, and it is not held; at most the seats. Left out: 1. */
  @IsOptional() @IsInt() @Min(1) @Max(2000)
  minSeats?: number;
  /** Planned hours of theory; left out: as the course says. */
  @IsOptional() @IsInt() @Min(0) @Max(5000)
  theoryHours?: number;
  /** Planned hours of practice; left out: as the course says. */
  @IsOptional() @IsInt() @Min(0) @Max(5000)
  practiceHours?: number;
  /** People sleep where they learn: the way there counts for nobody. */
  @IsOptional() @IsBoolean()
  lodging?: boolean;
  /** Score from which on theory is passed; left out: 60; null: it is not examined. */
  @IsOptional() @IsInt() @Min(0) @Max(100)
  passTheory?: number | null;
  /** The same for practice. */
  @IsOptional() @IsInt() @Min(0) @Max(100)
  passPractice?: number | null;
  /** Per cent of the hours held that a certificate asks for; left out: 0, none. */
  @IsOptional() @IsInt() @Min(0) @Max(100)
  attendancePercent?: number;
}

export class EnrolDto {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(PEOPLE_MAX) @IsUuid({ each: true })
  traineeIds!: string[];
  /** The day of the enrolment; left out: today. */
  @IsOptional() @IsCivilDate()
  on?: string;
  /** Whoever finds no free seat, or others waiting, is put on the waiting list in the order given. Left out: all or none. */
  @IsOptional() @IsBoolean()
  waitlist?: boolean;
}

export class ResultEntryDto {
  @IsUuid()
  traineeId!: string;
  @IsCivilDate()
  on!: string;
  @IsOptional() @IsInt() @Min(0) @Max(10_000)
  hoursDone?: number | null;
}

export class CertificateEntryDto extends ResultEntryDto {
  /** As its issuer numbered it: once in a county for each issuer. */
  @IsOptional() @IsLine(60)
  certificateNumber?: string | null;
  /** Who issued it; left out: the class's provider. */
  @IsOptional() @IsLine(100)
  certificateIssuer?: string | null;
}

export class DropEntryDto {
  @IsUuid()
  traineeId!: string;
  @IsCivilDate()
  on!: string;
  @IsIn(DROP_CODES)
  dropCode!: DropCode;
}

export class ResultsDto {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(PEOPLE_MAX) @ValidateNested({ each: true }) @Type(() => ResultEntryDto)
  entries!: ResultEntryDto[];
}

export class CertificatesDto {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(PEOPLE_MAX) @ValidateNested({ each: true }) @Type(() => CertificateEntryDto)
  entries!: CertificateEntryDto[];
}

export class DropsDto {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(PEOPLE_MAX) @ValidateNested({ each: true }) @Type(() => DropEntryDto)
  entries!: DropEntryDto[];
}

export class ClassResponse {
  id!: string;
  name!: string;
  courseId!: string;
  programme!: string;
  /** Null: planned, and no provider found yet. */
  providerId!: string | null;
  region!: string;
  startsOn!: string;
  endsOn!: string;
  seats!: number;
  onTheJob!: boolean;
  outreach!: boolean;
  /** The training order that it is opened for. */
  orderId!: string | null;
  @ApiProperty({ enum: CLASS_DELIVERIES })
  delivery!: ClassDelivery;
  @ApiProperty({ enum: SITE_KINDS })
  siteKind!: SiteKind;
  /** Fewer people, and it is not held. */
  minSeats!: number;
  /** Planned hours; null: not known. */
  theoryHours!: number | null;
  practiceHours!: number | null;
  lodging!: boolean;

  /** Null: the part is not examined. */
  passTheory!: number | null;
  passPractice!: number | null;
  /** Per cent of the hours held that a certificate asks for. */
  attendancePercent!: number;
  @ApiProperty({ enum: CLASS_STATES })
  state!: ClassState;

  static of(given: TrainingClass): ClassResponse {
    const { id, name, courseId, programme, providerId, region, startsOn, endsOn, seats, onTheJob, outreach, orderId, delivery, siteKind, minSeats, theoryHours, practiceHours, lodging, passTheory, passPractice, attendancePercent, state } = given;
    return { id, name, courseId, programme, providerId, region, startsOn, endsOn, seats, onTheJob, outreach, orderId, delivery, siteKind, minSeats, theoryHours, practiceHours, lodging, passTheory, passPractice, attendancePercent, state };
  }
}

export class ClassPage {
  items!: ClassResponse[];
  nextCursor!: string | null;
}

export class RollOutcomeResponse {
  traineeId!: string;
  /** `already`: it was on record, nothing was added; `waiting`: on the waiting list. */
  outcome!: 'recorded' | 'already' | 'waiting';
  /** The number on the waiting list, in the order of arrival; null: not waiting. */
  waitingNumber!: number | null;
}

export class RollOutcomes {
  items!: RollOutcomeResponse[];

  static of(outcomes: readonly RollOutcome[]): RollOutcomes {
    return { items: outcomes.map(({ traineeId, outcome, waitingNumber = null }) => ({ traineeId, outcome, waitingNumber })) };
  }
}

export class RollEntryResponse {
  traineeId!: string;
  name!: string | null;
  idNumberMasked!: string | null;
  state!: string;
  enrolledOn!: string;
  completedOn!: string | null;
  certifiedOn!: string | null;
  droppedOn!: string | null;

  static of({ traineeId, person, state, enrolledOn, completedOn, certifiedOn, droppedOn }: RollEntry): RollEntryResponse {
    return { traineeId, name: person?.name ?? null, idNumberMasked: person?.idNumberMasked ?? null, state, enrolledOn, completedOn, certifiedOn, droppedOn };
  }
}

export class RollResponse {
  items!: RollEntryResponse[];
}
