import { CALL_REFUSALS, CALL_RESULTS, type CallClosing, type CallOfWave, type CallReason, type CallRefusal, type CallResult, type CallVerdict, type PlannedCall, type ShownCall } from '@app/notifications';
import { IsIn, IsOptional } from 'class-validator';

export class RecordCallDto {
  @IsIn(CALL_RESULTS)
  result!: CallResult;
  /** Of `refused`, and only then: the letters A to D of the replies by SMS. */
  @IsOptional() @IsIn(CALL_REFUSALS)
  reason?: CallRefusal;
}

export class CallRecordedResponse {
  id!: string;
  /** False: the same had been tapped in before. */
  isNew!: boolean;
}

export class CallResponse {
  id!: string;
  traineeId!: string;
  waveId!: string;
  vacancyId!: string;
  ownerRegion!: string;
  village!: string | null;
  name!: string;
  /** The full number by the trainee's `reveal`, with a reason. Null: none is on record, somebody goes there. */
  phoneMasked!: string | null;
  /** Why this person is called and not written to. */
  reason!: CallReason;
  /** What is said and asked, word for word. */
  script!: string;
  plannedAt!: string;
  /** Not called from then on. */
  validUntil!: string;
  /** Calls so far. */
  tries!: number;
  lastTriedAt!: string | null;

  static of(this: void, call: ShownCall): CallResponse {
    const { id, traineeId, waveId, vacancyId, ownerRegion, village, name, phoneMasked, reason, script, plannedAt, validUntil, tries, lastTriedAt } = call;
    return { id, traineeId, waveId, vacancyId, ownerRegion, village, name, phoneMasked, reason, script, plannedAt: plannedAt.toISOString(), validUntil: validUntil.toISOString(), tries, lastTriedAt: lastTriedAt?.toISOString() ?? null };
  }
}

export class CallPage {
  items!: CallResponse[];
  nextCursor!: string | null;
}

export class WaveCallResponse {
  id!: string;
  traineeId!: string;
  ownerRegion!: string;
  reason!: CallReason;
  plannedAt!: string;
  validUntil!: string;
  tries!: number;
  lastTriedAt!: string | null;
  /** Null: still to be made. */
  closedFor!: CallClosing | null;
  lastResult!: CallResult | null;
  refusal!: CallRefusal | null;

  static of(this: void, { plannedAt, validUntil, lastTriedAt, id, traineeId, ownerRegion, reason, tries, closedFor, lastResult, refusal }: CallOfWave): WaveCallResponse {
    return { id, traineeId, ownerRegion, reason, plannedAt: plannedAt.toISOString(), validUntil: validUntil.toISOString(), tries, lastTriedAt: lastTriedAt?.toISOString() ?? null, closedFor, lastResult, refusal };
  }
}

export class WaveCallPage {
  items!: WaveCallResponse[];
  nextCursor!: string | null;
}

export class CallVerdictResponse {
  traineeId!: string;
  verdict!: CallVerdict;
}

export class CallListExtendedResponse {
  /** Whom messages of the wave did not reach, with what the database said to each. */
  items!: CallVerdictResponse[];

  static of(planned: readonly PlannedCall[]): CallListExtendedResponse {
    return { items: planned.map(({ traineeId, verdict }) => ({ traineeId, verdict })) };
  }
}
