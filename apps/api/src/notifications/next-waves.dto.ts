import { IsUuid } from '@app/platform';
import type { CallReason, NamedCall, NoticeTo, ReadyWave, SmsReason, WaveStanding } from '@app/notifications';
import { ArrayMaxSize, ArrayNotEmpty, ArrayUnique, IsArray, IsBoolean } from 'class-validator';
import { ExposureResponse } from './exposure.dto.js';

export class ConfirmWaveDto {
  /** Those of the ready list who are to be told. */
  @IsArray({ message: '须为列表' }) @ArrayNotEmpty({ message: '至少一人' }) @ArrayMaxSize(5_000, { message: '最多 5000 人' }) @ArrayUnique({ message: '不能重复' }) @IsUuid({ each: true })
  traineeIds!: string[];
}

export class StandingWaveDto {
  /** Whether the post's later waves follow by themselves. */
  @IsBoolean({ message: '须为 true 或 false' })
  isStanding!: boolean;
}

export class NoticeResponse {
  traineeId!: string;
  name!: string;
  /** The county's plan puts the person forward. */
  isPlanned!: boolean;
  /** The whole text, signature included. */
  text!: string;
  /** Message parts that it is charged for. */
  parts!: number;
  /** What had to be taken out of the post's own words: it is on record. */
  cleaned!: string[];
  /** Why this person is written to and not called. */
  reason!: SmsReason;
  /** Before this wave. */
  exposure!: ExposureResponse;

  static of(this: void, { traineeId, name, isPlanned, reason, exposure, rendered: { signed, parts, cleaned } }: NoticeTo): NoticeResponse {
    return { traineeId, name, isPlanned, text: signed, parts, cleaned: cleaned.map(({ variable }) => variable), reason, exposure: ExposureResponse.of(exposure) };
  }
}

/** Somebody who is called by the officer of the village instead of being written to. */
export class CallToResponse {
  traineeId!: string;
  name!: string;
  ownerRegion!: string;
  isPlanned!: boolean;
  /** Why this person is called and not written to. */
  reason!: CallReason;
  /** Before this wave. */
  exposure!: ExposureResponse;

  static of(this: void, { traineeId, name, ownerRegion, isPlanned, reason, exposure }: NamedCall): CallToResponse {
    return { traineeId, name, ownerRegion, isPlanned, reason, exposure: ExposureResponse.of(exposure) };
  }
}

export class WaveStandingResponse {
  /** Waves so far. */
  waves!: number;
  lastAt!: string | null;
  /** Messages of the last wave that nobody has answered, and calls of it that are still to be made. */
  unanswered!: number;
  /** Later waves follow by themselves. */
  isStanding!: boolean;

  static of({ waves, lastAt, unanswered, isStanding }: WaveStanding): WaveStandingResponse {
    return { waves, lastAt: lastAt?.toISOString() ?? null, unanswered, isStanding };
  }
}

/** The next wave of a post, ready to be confirmed */
export class ReadyWaveResponse {
  vacancyId!: string;
  /** Still to be filled; null: several. */
  openings!: number | null;
  /** People told for each opening. */
  fanout!: number;
  /** Openings × fanout: so many are told at most. */
  size!: number;
  /** The post is offered and its employer verified. */
  mayBeSent!: boolean;
  /** Not before then, unless everybody has answered; null: now. */
  notBefore!: string | null;
  standing!: WaveStandingResponse;
  notices!: NoticeResponse[];
  calls!: CallToResponse[];

  static of({ vacancy, fanout, size, notBefore, standing, notices, calls }: ReadyWave): ReadyWaveResponse {
    return { vacancyId: vacancy.id, openings: vacancy.openings, fanout, size, mayBeSent: vacancy.mayBeSent, notBefore: notBefore?.toISOString() ?? null, standing: WaveStandingResponse.of(standing), notices: notices.map(NoticeResponse.of), calls: calls.map(CallToResponse.of) };
  }
}
