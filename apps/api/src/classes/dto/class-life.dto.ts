import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CLASS_REASONS, CLASS_STATES, type ClassMove, type ClassReason, type ClassState } from '@app/placements';
import { IsCivilDate, IsLine, IsUuid } from '@app/platform';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';

export class MoveClassDto {
  @IsIn(CLASS_STATES) @ApiProperty({ enum: CLASS_STATES })
  to!: ClassState;
  /** Of an abort, and of a beginning below the minimum; otherwise left out. */
  @IsOptional() @IsIn(CLASS_REASONS) @ApiPropertyOptional({ enum: CLASS_REASONS })
  reasonCode?: ClassReason | null;
  /** For officers; names nobody. */
  @IsOptional() @IsLine(200)
  note?: string | null;
  /** The day of an abort; left out: today. */
  @IsOptional() @IsCivilDate()
  on?: string;
}

export class SetSeatsDto {
  @IsInt() @Min(1) @Max(2000)
  seats!: number;
}

export class SetProviderDto {
  @IsUuid()
  providerId!: string;
}

export class ClassMoveResponse {
  number!: number;
  @ApiProperty({ enum: CLASS_STATES })
  fromState!: ClassState;
  @ApiProperty({ enum: CLASS_STATES })
  toState!: ClassState;
  @ApiProperty({ enum: CLASS_REASONS, nullable: true, type: String })
  reasonCode!: ClassReason | null;
  note!: string | null;
  /** People on the roll at that moment. */
  seated!: number;
  actorKind!: string;
  actorId!: string;
  movedAt!: Date;

  static of({ number, fromState, toState, reasonCode, note, seated, actorKind, actorId, movedAt }: ClassMove): ClassMoveResponse {
    return { number, fromState, toState, reasonCode, note, seated, actorKind, actorId, movedAt };
  }
}

export class ClassMovesResponse {
  items!: ClassMoveResponse[];
}
