import { CursorQuery, IsUuid } from '@app/platform';
import { NOTIFICATION_STATES, waveStateOf, type NotificationState, type ShownWave, type WaveState, type WaveStop } from '@app/notifications';
import { IsOptional } from 'class-validator';
import { WaveCongestionResponse } from './exposure.dto.js';

export class ListWavesQuery extends CursorQuery {
  @IsOptional() @IsUuid()
  vacancyId?: string;
  @IsOptional() @IsUuid()
  policyNoticeId?: string;
}

export class WaveCountResponse {
  state!: NotificationState;
  messages!: number;
}

export class WaveCallsResponse {
  /** Still to be made. */
  open!: number;
  answered!: number;
  /** Ended without an answer. */
  ended!: number;
}

export class WaveResponse {
  id!: string;
  /** What it is about: a vacancy, or a policy notice. */
  vacancyId!: string | null;
  policyNoticeId!: string | null;
  /** 1 for the first of its vacancy or notice. */
  number!: number;
  state!: WaveState;
  /** Messages and calls confirmed; whom a former wave had told already are not sent another. */
  size!: number;
  counts!: WaveCountResponse[];
  calls!: WaveCallsResponse;
  congestion!: WaveCongestionResponse;
  confirmedBy!: string;
  confirmedAt!: string;
  releasedBy!: string | null;
  releasedAt!: string | null;
  stoppedBy!: string | null;
  stoppedAt!: string | null;
  stopReason!: WaveStop | null;

  static of(this: void, wave: ShownWave): WaveResponse {
    const { id, vacancyId, policyNoticeId, number, size, counts, calls: { open, answered, ended }, congestion, confirmedBy, confirmedAt, releasedBy, releasedAt, stoppedBy, stoppedAt, stopReason } = wave;
    return {
      id, vacancyId, policyNoticeId, number, state: waveStateOf(wave), size, counts: NOTIFICATION_STATES.flatMap((state) => (counts[state] === undefined ? [] : [{ state, messages: counts[state] }])),
      calls: { open, answered, ended }, congestion: WaveCongestionResponse.ofWave(congestion),
      confirmedBy, confirmedAt: confirmedAt.toISOString(), releasedBy, releasedAt: releasedAt?.toISOString() ?? null, stoppedBy, stoppedAt: stoppedAt?.toISOString() ?? null, stopReason,
    };
  }
}

export class WavePage {
  items!: WaveResponse[];
  nextCursor!: string | null;
}
