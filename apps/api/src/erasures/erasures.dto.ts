import { ERASURE_GROUNDS, ERASURE_REFUSALS, ERASURE_STATES, ERASURE_WAYS, type ErasureGround, type ErasureRefusal, type ErasureState, type ErasureView, type ErasureWay, type Hindrance } from '@app/erasures';
import { CursorQuery } from '@app/platform';
import { IsIn, IsOptional } from 'class-validator';

export class AskErasureDto {
  /** How the person asked. */
  @IsIn(ERASURE_WAYS)
  askedHow!: ErasureWay;
  @IsIn(ERASURE_GROUNDS)
  ground!: ErasureGround;
}

export class RefuseErasureDto {
  @IsIn(ERASURE_REFUSALS)
  code!: ErasureRefusal;
}

export class ListErasuresQuery extends CursorQuery {
  @IsOptional() @IsIn(ERASURE_STATES)
  state?: ErasureState;
}

/** That a person is to be erased, and how far it has come. */
export class ErasureResponse {
  id!: string;
  traineeId!: string;
  /** Null: gone, or out of scope. */
  name!: string | null;
  askedHow!: ErasureWay;
  ground!: ErasureGround;
  state!: ErasureState;
  askedBy!: string;
  askedAt!: Date;
  decidedBy!: string | null;
  decidedAt!: Date | null;
  /** Why a second officer did not agree. */
  refusalCode!: ErasureRefusal | null;
  /** What it waits for since it was decided; tried again every night. */
  heldFor!: Hindrance | null;
  /** Since when nothing of the person stands in any table. */
  emptiedAt!: Date | null;
  /** Since when their scans are gone, too. */
  goneAt!: Date | null;

  static of(this: void, view: ErasureView): ErasureResponse {
    const { id, registrationId, name, askedHow, ground, state, askedBy, askedAt, decidedBy, decidedAt, refusalCode, heldFor, emptiedAt, goneAt } = view;
    return { id, traineeId: registrationId, name, askedHow, ground, state, askedBy, askedAt, decidedBy, decidedAt, refusalCode, heldFor, emptiedAt, goneAt };
  }
}

export class ErasurePage {
  items!: ErasureResponse[];
  nextCursor!: string | null;
}
