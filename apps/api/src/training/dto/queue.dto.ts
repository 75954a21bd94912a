import { ApiProperty } from '@nestjs/swagger';
import type { FailedJob, PlaceInputs, PlaceWord, QueueLine, ShownPlace } from '@app/training';
import { SLOT_REASONS, type SlotReason } from '@app/scheduling';

const PARTS = ['shortage', 'pledge', 'fulfilment', 'age', 'penalty'] as const;

export class PlaceWordResponse {
  @ApiProperty({ enum: PARTS })
  part!: PlaceWord['part'];
  title!: string;
  /** Points that it adds; a penalty takes. */
  points!: number;
  /** What they come from. */
  words!: string;
}

/** What a place was worked out from; shares from 0 to 1. */
export class PlaceInputsResponse {
  shortage!: number;
  pledge!: number;
  fulfilment!: number;
  openedShare!: number;
  fairShare!: number;
  unfillable!: number;
  qualified!: number;
  payYuan!: number | null;
  medianPayYuan!: number | null;
  contractMonths!: number | null;
  pledgedBefore!: number;
  retainedBefore!: number;

  static of({ shortage, pledge, fulfilment, openedShare, fairShare, unfillable, qualified, payYuan, medianPayYuan, contractMonths, pledgedBefore, retainedBefore }: PlaceInputs): PlaceInputsResponse {
    return { shortage, pledge, fulfilment, openedShare, fairShare, unfillable, qualified, payYuan, medianPayYuan, contractMonths, pledgedBefore, retainedBefore };
  }
}

export class PlaceResponse {
  orderId!: string;
  /** From 1. */
  position!: number;
  /** Orders in the queue. */
  of!: number;
  /** Civil day of the queue. */
  asOf!: string;
  policyVersion!: string;
  computedAt!: Date;
  /** base + age − penalty; the order of the queue. */
  effective!: number;
  base!: number;
  /** Days since approval. */
  age!: number;
  penalty!: number;
  why!: PlaceWordResponse[];
  inputs!: PlaceInputsResponse;
  /** Expected opening; null: see the reason. */
  opensOn!: string | null;
  slotId!: string | null;
  @ApiProperty({ enum: SLOT_REASONS, nullable: true })
  reason!: SlotReason | null;
  reasonText!: string | null;
  /** No slot can hold it for its seats: an officer may split it. */
  asksForSplit!: boolean;

  static of(this: void, { orderId, position, of, asOf, policyVersion, computedAt, effective, base, age, penalty, why, inputs, opensOn, slotId, reason, reasonText, asksForSplit }: ShownPlace): PlaceResponse {
    return {
      orderId, position, of, asOf, policyVersion, computedAt, effective, base, age, penalty, why: why.map(({ part, title, points, words }) => ({ part, title, points, words })), inputs: PlaceInputsResponse.of(inputs), opensOn, slotId, reason, reasonText, asksForSplit,
    };
  }
}

export class QueueLineResponse {
  orderId!: string;
  number!: string;
  employerId!: string | null;
  position!: number;
  effective!: number;
  base!: number;
  age!: number;
  penalty!: number;
  opensOn!: string | null;
  slotId!: string | null;
  @ApiProperty({ enum: SLOT_REASONS, nullable: true })
  reason!: SlotReason | null;
  reasonText!: string | null;
  asksForSplit!: boolean;

  static of(this: void, { orderId, number, employerId, position, effective, base, age, penalty, opensOn, slotId, reason, reasonText, asksForSplit }: QueueLine): QueueLineResponse {
    return { orderId, number, employerId, position, effective, base, age, penalty, opensOn, slotId, reason, reasonText, asksForSplit };
  }
}

export class QueuePage {
  asOf!: string;
  policyVersion!: string;
  computedAt!: Date;
  orders!: number;
  items!: QueueLineResponse[];
  nextCursor!: string | null;
}

/** Work about orders that failed for good. */
export class FailedJobResponse {
  id!: number;
  name!: string;
  attempts!: number;
  /** Name of the error. */
  error!: string | null;
  createdAt!: Date;
  failedAt!: Date;

  static of(this: void, { id, name, attempts, error, createdAt, failedAt }: FailedJob): FailedJobResponse {
    return { id, name, attempts, error, createdAt, failedAt };
  }
}

export class FailedJobPage {
  items!: FailedJobResponse[];
  nextCursor!: string | null;
}

export class RequeuedJobResponse {
  /** The new job. */
  id!: number;
}
