import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { SITE_KINDS, type SiteKind } from '@app/placements';
import { CursorQuery, IsCivilDate, IsInstant, IsLine, IsUuid } from '@app/platform';
import {
  CONTRACT_KINDS, OFFER_CHANNELS, OFFER_REFUSALS, OFFER_SOURCES, OFFER_STATE_LABEL, OFFER_STATES, OFFER_WITHDRAWALS, ROLL_EXCEPTIONS,
  type Confirmation, type Confirmed, type ContractKind, type OfferChannel, type OfferDetail, type OfferMoveRow, type OfferReason, type OfferRefusal, type OfferSource, type OfferState, type OfferTerms, type OfferWithdrawal, type RollException, type RollExceptionRow, type ShownOffer,
} from '@app/training';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { MatchedTrainee } from '../../matches/matches.dto.js';

const ANSWER_DAYS = 3;

export class ConfirmOffersDto {
  /** From an assignment, from the draw, or an officer's own choice. */
  @IsIn(OFFER_SOURCES) @ApiPropertyOptional({ enum: OFFER_SOURCES })
  source!: OfferSource;
  @IsOptional() @IsUuid()
  assignmentId?: string | null;
  /** An officer's choice; of an assignment only these. */
  @IsOptional() @IsArray() @ArrayMinSize(1) @ArrayMaxSize(500) @IsUuid({ each: true })
  traineeIds?: string[] | null;
  /** Left out: the course that serves the order best. */
  @IsOptional() @IsString() @MaxLength(100)
  courseId?: string | null;
  /** First and last day of the class. @example '2027-03-01' */
  @IsCivilDate()
  startsOn!: string;
  /** @example '2027-03-28' */
  @IsCivilDate()
  endsOn!: string;
  /** Days for an answer; left out: 3. */
  @IsOptional() @IsInt() @Min(0) @Max(1_000)
  answerDays?: number | null;

  static toConfirmation(this: void, { source, assignmentId, traineeIds, courseId, startsOn, endsOn, answerDays }: ConfirmOffersDto): Confirmation {
    return { source, assignmentId: assignmentId ?? null, traineeIds: traineeIds ?? null, courseId: courseId ?? null, startsOn, endsOn, answerDays: answerDays ?? ANSWER_DAYS };
  }
}

export class TellOfferDto {
  @IsIn(OFFER_CHANNELS) @ApiPropertyOptional({ enum: OFFER_CHANNELS })
  channel!: OfferChannel;
  /** Left out: now. */
  @IsOptional() @IsInstant()
  toldAt?: string | null;
}

export class RefuseOfferDto {
  @IsIn(OFFER_REFUSALS) @ApiPropertyOptional({ enum: OFFER_REFUSALS })
  code!: OfferRefusal;
  /** More in words; never about health. */
  @IsOptional() @IsLine(200)
  reason?: string | null;
}

export class WithdrawOffersDto {
  @IsIn(OFFER_WITHDRAWALS) @ApiPropertyOptional({ enum: OFFER_WITHDRAWALS })
  code!: OfferWithdrawal;
  @IsOptional() @IsLine(200)
  reason?: string | null;
  /** Left out: every open offer of the order. */
  @IsOptional() @IsArray() @ArrayMinSize(1) @ArrayMaxSize(500) @IsUuid({ each: true })
  offerIds?: string[] | null;
}

export class ListOffersQuery extends CursorQuery {
  @IsOptional() @IsIn(OFFER_STATES) @ApiPropertyOptional({ enum: OFFER_STATES })
  state?: OfferState;
}

export class RollExceptionDto {
  @IsUuid()
  traineeId!: string;
  @IsIn(ROLL_EXCEPTIONS) @ApiPropertyOptional({ enum: ROLL_EXCEPTIONS })
  code!: RollException;
  @IsLine(200)
  reason!: string;
}

/** What is told of the post and the class. */
export class OfferTermsResponse {
  orderNumber!: string;
  occupation!: string;
  occupationName!: string;
  employerName!: string | null;
  payYuan!: number;
  workplace!: string;
  workplaceName!: string;
  @ApiProperty({ enum: CONTRACT_KINDS })
  contractKind!: ContractKind;
  contractMonths!: number | null;
  courseId!: string;
  courseName!: string;
  hours!: number | null;
  startsOn!: string;
  endsOn!: string;
  @ApiProperty({ enum: SITE_KINDS })
  siteKind!: SiteKind;
  siteRegion!: string;
  siteName!: string;

  static of(this: void, terms: OfferTerms): OfferTermsResponse {
    const { orderNumber, occupation, occupationName, employerName, payYuan, workplace, workplaceName, contractKind, contractMonths, courseId, courseName, hours, startsOn, endsOn, siteKind, siteRegion, siteName } = terms;
    return { orderNumber, occupation, occupationName, employerName, payYuan, workplace, workplaceName, contractKind, contractMonths, courseId, courseName, hours, startsOn, endsOn, siteKind, siteRegion, siteName };
  }
}

export class ConfirmedResponse {
  terms!: OfferTermsResponse;
  wording!: string;
  offerIds!: string[];
  already!: number;

  static of(this: void, { terms, wording, offerIds, already }: Confirmed): ConfirmedResponse {
    return { terms: OfferTermsResponse.of(terms), wording, offerIds: [...offerIds], already };
  }
}

export class OfferResponse {
  id!: string;
  orderId!: string;
  trainee!: MatchedTrainee | null;
  @ApiProperty({ enum: OFFER_SOURCES })
  source!: OfferSource;
  @ApiProperty({ enum: OFFER_STATES })
  state!: OfferState;
  stateLabel!: string;
  /** Word for word what is told. */
  wording!: string;
  terms!: OfferTermsResponse;
  /** The last day for an answer; null: not told yet. */
  expiresOn!: string | null;
  /** The place among those who said yes when every seat was taken. */
  waitingNumber!: number | null;
  endedFor!: OfferReason | null;
  createdAt!: Date;

  static of(this: void, { id, orderId, trainee, source, state, wording, terms, expiresOn, waitingNumber, endedFor, createdAt }: ShownOffer): OfferResponse {
    return { id, orderId, trainee: trainee === null ? null : MatchedTrainee.of(trainee), source, state, stateLabel: OFFER_STATE_LABEL[state], wording, terms: OfferTermsResponse.of(terms), expiresOn, waitingNumber, endedFor, createdAt };
  }
}

export class OfferMoveResponse {
  number!: number;
  @ApiProperty({ enum: OFFER_STATES })
  fromState!: OfferState;
  @ApiProperty({ enum: OFFER_STATES })
  toState!: OfferState;
  reasonCode!: OfferReason | null;
  reason!: string | null;
  @ApiProperty({ enum: OFFER_CHANNELS, nullable: true })
  channel!: OfferChannel | null;
  toldAt!: Date | null;
  actorKind!: string;
  actorId!: string;
  movedAt!: Date;

  static of(this: void, { number, fromState, toState, reasonCode, reason, channel, toldAt, actorKind, actorId, movedAt }: OfferMoveRow): OfferMoveResponse {
    return { number, fromState, toState, reasonCode, reason, channel, toldAt, actorKind, actorId, movedAt };
  }
}

export class OfferDetailResponse extends OfferResponse {
  history!: OfferMoveResponse[];

  static ofDetail(this: void, offer: OfferDetail): OfferDetailResponse {
    return { ...OfferResponse.of(offer), history: offer.history.map(OfferMoveResponse.of) };
  }
}

/** How an order's offers stand over the county. */
export class OfferCountResponse {
  @ApiProperty({ enum: OFFER_STATES })
  state!: OfferState;
  stateLabel!: string;
  offers!: number;
}

export class OfferPageResponse {
  items!: OfferResponse[];
  nextCursor!: string | null;
  /** Of one order over the whole county; empty in the list of all orders. */
  counts!: OfferCountResponse[];
}

export class WithdrawnOffersResponse {
  withdrawn!: number;
}

export class RollExceptionResponse {
  traineeId!: string;
  @ApiProperty({ enum: ROLL_EXCEPTIONS })
  code!: RollException;
  reason!: string;
  recordedBy!: string;
  recordedAt!: Date;

  static of(this: void, { registrationId, code, reason, recordedBy, recordedAt }: RollExceptionRow): RollExceptionResponse {
    return { traineeId: registrationId, code, reason, recordedBy, recordedAt };
  }
}

export class RollExceptionsResponse {
  items!: RollExceptionResponse[];
}
