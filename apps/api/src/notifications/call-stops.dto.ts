import { CALLS_ASKED, type CallsAsked, type CallStopStanding } from '@app/notifications';
import { IsIn } from 'class-validator';

export class LiftCallStopDto {
  /** How the person asked to be called again; nobody else asks in their place. */
  @IsIn(CALLS_ASKED)
  how!: CallsAsked;
}

export class CallStopLiftedResponse {
  traineeId!: string;
  /** False: it had been lifted before. */
  isNew!: boolean;
}

export class CallStopResponse {
  /** Calls may not be made now. */
  isStopped!: boolean;
  /** Since when; null: calls may be made. */
  stoppedAt!: string | null;
  /** When a stop was last lifted; null: none ever was. */
  liftedAt!: string | null;
  liftedHow!: CallsAsked | null;

  static of(this: void, { stoppedAt, liftedAt, liftedHow }: CallStopStanding): CallStopResponse {
    return { isStopped: stoppedAt !== null, stoppedAt: stoppedAt?.toISOString() ?? null, liftedAt: liftedAt?.toISOString() ?? null, liftedHow };
  }
}
