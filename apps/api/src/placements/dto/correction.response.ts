import { CORRECTION_STATES, type CorrectionOutcome, type CorrectionRequestView, type CorrectionState } from '@app/placements';
import { CursorQuery, IsLine } from '@app/platform';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

export class ListCorrectionRequestsQuery extends CursorQuery {
  @IsOptional() @IsIn(CORRECTION_STATES)
  state?: CorrectionState;
}

export class RefuseCorrectionDto {
  @IsLine(200)
  reason!: string;
}

/** A correction that a second officer confirms or declines. */
export class CorrectionRequestResponse {
  id!: string;
  factId!: string;
  factKind!: string;
  traineeId!: string;
  name!: string | null;
  idNumberMasked!: string | null;
  reason!: string;
  /** What the right fact says; null: it never happened. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true }) replacement!: object | null;
  askedBy!: string;
  askedAt!: Date;
  /** `superseded`: the fact was corrected or retracted otherwise before anybody decided. */
  state!: CorrectionState;
  decidedBy!: string | null;
  decidedAt!: Date | null;
  refusalReason!: string | null;
  /** The fact that replaced the wrong one. */
  rightFactId!: string | null;

  static of(this: void, view: CorrectionRequestView): CorrectionRequestResponse {
    const { id, factId, factKind, registrationId, person, reason, replacement, askedBy, askedAt, state, decidedBy, decidedAt, refusalReason, rightFactId } = view;
    return { id, factId, factKind, traineeId: registrationId, name: person?.name ?? null, idNumberMasked: person?.idNumberMasked ?? null, reason, replacement, askedBy, askedAt, state, decidedBy, decidedAt, refusalReason, rightFactId };
  }
}

export class CorrectionRequestPage {
  items!: CorrectionRequestResponse[];
  nextCursor!: string | null;
}

export class CorrectionResponse {
  /** The fact that replaces the wrong one; null: nothing does, or a second officer is waited for. */
  factId!: string | null;
  /** Null: done at once, a slip of the own hand on the same day. */
  @ApiProperty({ type: () => CorrectionRequestResponse, nullable: true }) request!: CorrectionRequestResponse | null;

  static of({ factId, request }: CorrectionOutcome): CorrectionResponse {
    return { factId, request: request === null ? null : CorrectionRequestResponse.of(request) };
  }
}
