import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { JUMP_REASONS, LEAVING_LIST_REASONS, type JumpReason, type LeavingListReason, type WaitingListView } from '@app/placements';
import { IsCivilDate, IsUuid } from '@app/platform';
import { IsIn, IsOptional } from 'class-validator';

export class SeatNextDto {
  /** Whom the list shows as the next. Another one only for a coded reason. */
  @IsUuid()
  traineeId!: string;
  @IsOptional() @IsIn(JUMP_REASONS) @ApiPropertyOptional({ enum: JUMP_REASONS })
  jumpReason?: JumpReason;
  /** The day of the enrolment; left out: today. */
  @IsOptional() @IsCivilDate()
  on?: string;
}

export class LeaveWaitingDto {
  @IsIn(LEAVING_LIST_REASONS) @ApiProperty({ enum: LEAVING_LIST_REASONS })
  reasonCode!: LeavingListReason;
}

export class WaitingPersonResponse {
  /** In the order of arrival. */
  number!: number;
  traineeId!: string;
  name!: string | null;
  idNumberMasked!: string | null;
  addedAt!: Date;
}

export class WaitingListResponse {
  freeSeats!: number;
  /** In the whole county; the people below are those of the caller's scope. */
  waiting!: number;
  /** Who is offered the next free seat; null: nobody, or somebody outside the caller's scope. */
  next!: string | null;
  items!: WaitingPersonResponse[];

  static of({ freeSeats, waiting, next, people }: WaitingListView): WaitingListResponse {
    return {
      freeSeats, waiting, next,
      items: people.map(({ number, registrationId, addedAt, person }) => ({ number, traineeId: registrationId, name: person?.name ?? null, idNumberMasked: person?.idNumberMasked ?? null, addedAt })),
    };
  }
}
