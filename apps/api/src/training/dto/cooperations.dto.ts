import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CursorQuery, IsCivilDate, IsFen, IsLine, IsUuid } from '@app/platform';
import {
  COOPERATION_ENDINGS, COOPERATION_KIND_LABEL, COOPERATION_KINDS, COOPERATION_PARTNERS,
  type CooperationCount, type CooperationEndingCode, type CooperationKind, type CooperationPartner, type CooperationRow, type CooperationYear,
} from '@app/training';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional } from 'class-validator';

export class RecordCooperationDto {
  @IsIn(COOPERATION_PARTNERS) @ApiProperty({ enum: COOPERATION_PARTNERS })
  partnerKind!: CooperationPartner;
  /** An employer, a cooperative, or a base by its own number. */
  @IsUuid()
  partnerId!: string;
  /** Who signs for the household. */
  @IsUuid()
  traineeId!: string;
  @IsIn(COOPERATION_KINDS) @ApiProperty({ enum: COOPERATION_KINDS })
  kind!: CooperationKind;
  @IsCivilDate()
  signedOn!: string;
  @IsCivilDate()
  fromOn!: string;
  @IsCivilDate()
  toOn!: string;
  /** Promised for each year, in fen. @example 300000 */
  @IsFen()
  yearlyIncomeFen!: number;
}

export class EndCooperationDto {
  @IsCivilDate()
  endedOn!: string;
  @IsIn(COOPERATION_ENDINGS) @ApiProperty({ enum: COOPERATION_ENDINGS })
  code!: CooperationEndingCode;
  /** More in words; needed for `other`. */
  @IsOptional() @IsLine(200)
  reason?: string | null;
}

export class ListCooperationsQuery extends CursorQuery {
  @IsOptional() @IsIn(COOPERATION_KINDS) @ApiPropertyOptional({ enum: COOPERATION_KINDS })
  kind?: CooperationKind;
}

export class CooperationYearQuery {
  /** A civil year. @example 2026 */
  @Type(() => Number) @IsInt()
  year!: number;
}

export class CooperationResponse {
  id!: string;
  @ApiProperty({ enum: COOPERATION_PARTNERS })
  partnerKind!: CooperationPartner;
  partnerId!: string;
  traineeId!: string;
  householdId!: string | null;
  @ApiProperty({ enum: COOPERATION_KINDS })
  kind!: CooperationKind;
  kindLabel!: string;
  signedOn!: string;
  fromOn!: string;
  toOn!: string;
  yearlyIncomeFen!: number;
  endedOn!: string | null;
  @ApiProperty({ enum: COOPERATION_ENDINGS, nullable: true })
  endingCode!: CooperationEndingCode | null;
  recordedAt!: Date;

  static of(this: void, { id, partnerKind, partnerId, registrationId, householdId, kind, signedOn, fromOn, toOn, yearlyIncomeFen, endedOn, endingCode, recordedAt }: CooperationRow): CooperationResponse {
    return { id, partnerKind, partnerId, traineeId: registrationId, householdId, kind, kindLabel: COOPERATION_KIND_LABEL[kind], signedOn, fromOn, toOn, yearlyIncomeFen, endedOn, endingCode, recordedAt };
  }
}

export class CooperationPage {
  items!: CooperationResponse[];
  nextCursor!: string | null;
}

export class CooperationCountResponse {
  /** 12 digits; null: everywhere in the caller's region. */
  township!: string | null;
  /** Null: every kind. */
  @ApiProperty({ enum: COOPERATION_KINDS, nullable: true })
  kind!: CooperationKind | null;
  agreements!: number;
  households!: number;
  /** Promised, in fen. */
  yearlyIncomeFen!: number;

  static of(this: void, { township, kind, agreements, households, yearlyIncomeFen }: CooperationCount): CooperationCountResponse {
    return { township, kind, agreements, households, yearlyIncomeFen };
  }
}

export class CooperationYearResponse {
  year!: number;
  /** 口径 */
  definition!: string;
  items!: CooperationCountResponse[];

  static of({ year, definition, counts }: CooperationYear): CooperationYearResponse {
    return { year, definition, items: counts.map(CooperationCountResponse.of) };
  }
}
