import { ApiProperty } from '@nestjs/swagger';
import { IsInstant, IsLine } from '@app/platform';
import type { LotteryRecord } from '@app/scheduling';
import { LOTTERY_STATE_LABEL, LOTTERY_STATES, type LotteryCall, type LotteryEntryRow, type LotteryRow, type LotteryState, type LotteryView } from '@app/training';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { MatchedTrainee } from '../../matches/matches.dto.js';

export class AnnounceLotteryDto {
  /** Left out: every seat that nobody was offered. */
  @IsOptional() @IsInt() @Min(1) @Max(500)
  seats?: number | null;
  /** When applications close. @example '2027-02-20T18:00:00+08:00' */
  @IsInstant()
  closesAt!: string;
  /** Where a public value comes from that nobody can know before the closing. */
  @IsOptional() @IsLine(200)
  publicSource?: string | null;
}

export class DrawLotteryDto {
  /** What the public source gave, where the notice names one. */
  @IsOptional() @IsLine(200)
  publicValue?: string | null;
}

export class CancelLotteryDto {
  @IsLine(200)
  reason!: string;
}

export class LotteryReserveResponse {
  group!: string;
  shareBp!: number;
}

export class LotteryPolicyResponse {
  version!: string;
  reserves!: LotteryReserveResponse[];
  order!: string[];
}

export class LotteryNoticeResponse {
  lottery!: string;
  seats!: number;
  policy!: LotteryPolicyResponse;
  closesAt!: string;
  seedHash!: string;
  publicSource!: string | null;
}

const noticeOf = ({ lottery, seats, policy, closesAt, seedHash, publicSource }: LotteryRow['notice']): LotteryNoticeResponse => ({
  lottery, seats, policy: { version: policy.version, reserves: policy.reserves.map(({ group, shareBp }) => ({ group, shareBp })), order: [...policy.order] }, closesAt, seedHash, publicSource,
});

export class LotteryResponse {
  id!: string;
  orderId!: string;
  @ApiProperty({ enum: LOTTERY_STATES })
  state!: LotteryState;
  stateLabel!: string;
  notice!: LotteryNoticeResponse;
  noticeHash!: string;
  announcedAt!: Date;
  /** How many numbers the closed list has. */
  applicants!: number | null;
  listHash!: string | null;
  closedAt!: Date | null;
  /** Opened by the draw. */
  seed!: string | null;
  publicValue!: string | null;
  resultHash!: string | null;
  drawnAt!: Date | null;
  cancelledAt!: Date | null;
  cancelReason!: string | null;

  static of(this: void, row: Omit<LotteryRow, 'sealedSeed'>): LotteryResponse {
    const { id, orderId, state, noticeHash, announcedAt, applicants, listHash, closedAt, seed, publicValue, resultHash, drawnAt, cancelledAt, cancelReason } = row;
    return { id, orderId, state, stateLabel: LOTTERY_STATE_LABEL[state], notice: noticeOf(row.notice), noticeHash, announcedAt, applicants, listHash, closedAt, seed, publicValue, resultHash, drawnAt, cancelledAt, cancelReason };
  }
}

/** A number that was called to a seat. */
export class LotteryCallResponse {
  entry!: string;
  seat!: string;
  /** The number whose seat fell free; null: by the draw. */
  freedBy!: string | null;
  calledAt!: Date;

  static of(this: void, { entry, seat, freedBy, calledAt }: LotteryCall): LotteryCallResponse {
    return { entry, seat, freedBy, calledAt };
  }
}

export class LotteryDetailResponse extends LotteryResponse {
  calls!: LotteryCallResponse[];

  static ofDetail(this: void, view: LotteryView): LotteryDetailResponse {
    return { ...LotteryResponse.of(view), calls: view.calls.map(LotteryCallResponse.of) };
  }
}

export class LotteriesResponse {
  items!: LotteryResponse[];
}

export class LotteryApplicantResponse {
  id!: string;
  losses!: number;
  groups!: string[];
}

export class LotterySeatResponse {
  id!: string;
  seat!: string;
}

export class LotteryResultResponse {
  seated!: LotterySeatResponse[];
  waiting!: string[];
  resultHash!: string;
}

/** Everything that was published: what `shouyu lottery verify --input` takes, and nothing else. */
export class LotteryRecordResponse {
  notice!: LotteryNoticeResponse;
  noticeHash!: string;
  applicants!: LotteryApplicantResponse[];
  listHash!: string;
  seed!: string;
  publicValue!: string | null;
  result!: LotteryResultResponse;

  static of(this: void, { notice, noticeHash, applicants, listHash, seed, publicValue, result }: LotteryRecord): LotteryRecordResponse {
    return {
      notice: noticeOf(notice), noticeHash, applicants: applicants.map(({ id, losses, groups }) => ({ id, losses, groups: [...groups] })), listHash, seed, publicValue,
      result: { seated: result.seated.map(({ id, seat }) => ({ id, seat })), waiting: [...result.waiting], resultHash: result.resultHash },
    };
  }
}

/** Which number one of the caller's own people has. */
export class LotteryEntryResponse {
  entry!: string;
  trainee!: MatchedTrainee;
  /** In drawn order, those with a seat first; null: not drawn yet. */
  place!: number | null;
  isCalled!: boolean;

  static of(this: void, { entry, place, isCalled, trainee }: LotteryEntryRow & { readonly trainee: Parameters<typeof MatchedTrainee.of>[0] }): LotteryEntryResponse {
    return { entry, trainee: MatchedTrainee.of(trainee), place, isCalled };
  }
}

export class LotteryEntriesResponse {
  items!: LotteryEntryResponse[];
}
