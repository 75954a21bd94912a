import { ApiProperty } from '@nestjs/swagger';
import { PLAN_STATES, type PlanState } from '@app/matches';
import { SITE_KINDS, type SiteKind } from '@app/placements';
import { ASSIGNMENT_FAILURES, CONTRACT_KINDS, NEARNESS, TAKEN_FOR, type ApplicationRow, type AssignmentFailure, type AssignmentRow, type ContractKind, type Nearness, type OpenOrder, type OrderCandidates, type SeatPolicy, type SeatPolicyBook, type SeatPolicyRow, type ShownApplication, type ShownAssignment, type ShownCandidate, type TakenFor } from '@app/training';
import { MatchedTrainee, MatchGate } from '../../matches/matches.dto.js';

/** Somebody on an order's list, with the reasons. */
export class CandidateResponse {
  trainee!: MatchedTrainee;
  /** 0 to 10000, today. */
  score!: number;
  /** The same with the course's certificate. */
  scoreAfter!: number;
  gates!: MatchGate[];
  sentence!: string;
  /** Whether the site lies within what the person can travel. */
  reachesSite!: boolean;
  @ApiProperty({ enum: NEARNESS })
  nearness!: Nearness;
  /** An explicit wish for this order's class. */
  hasApplied!: boolean;
  wishesOccupation!: boolean;
  wishesCourse!: boolean;
  /** Why there is no time for another class; null: free. */
  @ApiProperty({ enum: TAKEN_FOR, nullable: true })
  taken!: TakenFor | null;
  /** Draws of this occupation lost since the last seat. */
  losses!: number;
  /** Certified in this order's own class: first for its posts. */
  certifiedOn!: string | null;

  static of(this: void, { trainee, score, scoreAfter, gates, sentence, reachesSite, nearness, facts }: ShownCandidate): CandidateResponse {
    const { hasApplied, wishesOccupation, wishesCourse, taken, losses, certifiedOn } = facts;
    return { trainee: MatchedTrainee.of(trainee), score, scoreAfter, gates: gates.map(({ code, label }) => ({ code, label })), sentence, reachesSite, nearness, hasApplied, wishesOccupation, wishesCourse, taken, losses, certifiedOn };
  }
}

/** A number of people with its 口径 beside it. */
export class CandidateFigureResponse {
  people!: number;
  definition!: string;
}

export class CandidateFiguresResponse {
  qualified!: CandidateFigureResponse;
  afterCourse!: CandidateFigureResponse;
  applicants!: CandidateFigureResponse;
}

export class CandidatesResponse {
  orderId!: string;
  courseId!: string;
  courseName!: string;
  asOf!: string;
  policyVersion!: string;
  /** Of the caller's scope, whatever the cut. */
  figures!: CandidateFiguresResponse;
  /** Fit for the post today: no class is needed. */
  qualified!: CandidateResponse[];
  /** Fit once they hold the course's certificate; they are never told to be fit today. */
  afterCourse!: CandidateResponse[];
  /** Applied, and neither. */
  others!: CandidateResponse[];

  static of(this: void, { orderId, courseId, courseName, asOf, policyVersion, counts, qualified, afterCourse, others }: OrderCandidates): CandidatesResponse {
    const figure = (people: number, definition: string): CandidateFigureResponse => ({ people, definition });
    return {
      orderId, courseId, courseName, asOf, policyVersion,
      figures: {
        qualified: figure(counts.qualified, '今天就符合：按岗位推荐的全部条件判断符合、匹配度达到县定最低分的人数，无须参加培训。'),
        afterCourse: figure(counts.afterCourse, `学完可符合：现在不符合，取得课程“${courseName}”的证书后符合全部条件、匹配度达到县定最低分的人数；已有该证书的不计。`),
        applicants: figure(counts.applicants, '报名：经办人登记了本人愿意参加本订单班次、没有撤回的人数。'),
      },
      qualified: qualified.map(CandidateResponse.of), afterCourse: afterCourse.map(CandidateResponse.of), others: others.map(CandidateResponse.of),
    };
  }
}

export class ApplicationResponse {
  orderId!: string;
  traineeId!: string;
  recordedAt!: Date;
  /** The officer's id. */
  recordedBy!: string;

  static of(this: void, { orderId, registrationId, recordedAt, recordedBy }: ApplicationRow): ApplicationResponse {
    return { orderId, traineeId: registrationId, recordedAt, recordedBy };
  }
}

export class ShownApplicationResponse extends ApplicationResponse {
  trainee!: MatchedTrainee | null;

  static ofShown(this: void, row: ShownApplication): ShownApplicationResponse {
    return { ...ApplicationResponse.of(row), trainee: row.trainee === null ? null : MatchedTrainee.of(row.trainee) };
  }
}

export class ApplicationPage {
  items!: ShownApplicationResponse[];
  nextCursor!: string | null;
}

/** An order that people can apply for. */
export class OpenOrderResponse {
  id!: string;
  number!: string;
  occupation!: string;
  seats!: number;
  payYuan!: number;
  workplace!: string;
  @ApiProperty({ enum: CONTRACT_KINDS })
  contractKind!: ContractKind;
  contractMonths!: number | null;
  @ApiProperty({ enum: SITE_KINDS })
  siteKind!: SiteKind;
  siteRegion!: string;
  windowFrom!: string;
  windowTo!: string;
  @ApiProperty({ enum: ['queued', 'recruiting'] })
  state!: OpenOrder['state'];

  static of(this: void, { id, number, occupation, seats, payYuan, workplace, contractKind, contractMonths, siteKind, siteRegion, windowFrom, windowTo, state }: OpenOrder): OpenOrderResponse {
    return { id, number, occupation, seats, payYuan, workplace, contractKind, contractMonths, siteKind, siteRegion, windowFrom, windowTo, state };
  }
}

export class OpenOrdersResponse {
  items!: OpenOrderResponse[];
}

export class SeatReserveResponse {
  group!: string;
  shareBp!: number;
  categories!: string[];
}

export class SeatPolicyResponse {
  version!: string;
  fromOn!: string;
  reserves!: SeatReserveResponse[];
  order!: string[];
  definition!: string;

  static of(this: void, { version, fromOn, reserves, order }: SeatPolicy | SeatPolicyRow): SeatPolicyResponse {
    return {
      version, fromOn, reserves: reserves.map(({ group, shareBp, categories }) => ({ group, shareBp, categories: [...categories] })), order: [...order],
      definition: '预留席位 = 席位数 × 比例，不足一席的算一席；预留类别的人不够时，余下的席位发给其他人。是否属于预留类别只用于分席位，不进入匹配度，不在名单、短信和日志中出现。',
    };
  }
}

export class SeatPoliciesResponse {
  inForce!: SeatPolicyResponse;
  /** The newest first. */
  items!: SeatPolicyResponse[];

  static of(this: void, { inForce, all }: SeatPolicyBook): SeatPoliciesResponse {
    return { inForce: SeatPolicyResponse.of(inForce), items: all.map(SeatPolicyResponse.of) };
  }
}

export class TownshipShortResponse {
  township!: string;
  least!: number;
  reached!: number;
}

/** What was made: numbers with their 口径. */
export class AssignmentFiguresResponse {
  asOf!: string;
  scoringVersion!: string;
  seatPolicyVersion!: string;
  orderIds!: string[];
  seats!: number;
  seated!: number;
  /** People who could sit in any of the classes. */
  candidates!: number;
  objective!: number;
  bound!: number;
  /** What the best without limits would be. */
  freeObjective!: number;
  @ApiProperty({ enum: ['own', 'duals', 'outside'] })
  provenBy!: string;
  shortTownships!: TownshipShortResponse[];
  unfilledReserves!: number;
  definition!: string;

  static of(this: void, { asOf, scoringVersion, seatPolicyVersion, orderIds, figures }: NonNullable<AssignmentRow['made']>): AssignmentFiguresResponse {
    const { seats, seated, candidates, objective, bound, freeObjective, provenBy, shortTownships, unfilledReserves } = figures;
    return {
      asOf, scoringVersion, seatPolicyVersion, orderIds: [...orderIds], seats, seated, candidates, objective, bound, freeObjective, provenBy, shortTownships: shortTownships.map(({ township, least, reached }) => ({ township, least, reached })), unfilledReserves,
      definition: '每人最多一个班、每班不超过席位数，总分最大。总分 = 学完后的匹配度（万分制）之和，本人报名的每人另加 10000。可入班：学完后符合岗位条件、能到培训地点的人；今天已符合的，本人报名才安排。各乡镇至少得到“席位数 × 本乡镇可入班人数 ÷ 全县可入班人数 × 保底比例”（向下取整），预留席位按席位分配办法；做不到的尽量少缺。上界 = 总分时证明最优。',
    };
  }
}

export class AssignmentResponse {
  id!: string;
  @ApiProperty({ enum: PLAN_STATES })
  state!: PlanState;
  @ApiProperty({ enum: ASSIGNMENT_FAILURES, nullable: true })
  failure!: AssignmentFailure | null;
  /** Null: every recruiting order. */
  wantedOrderIds!: string[] | null;
  townshipShare!: number;
  askedAt!: Date;
  madeAt!: Date | null;
  /** Null: not made (yet). */
  made!: AssignmentFiguresResponse | null;

  static of(this: void, row: AssignmentRow): AssignmentResponse {
    const { id, failure, wantedOrderIds, townshipShare, askedAt, madeAt, made } = row;
    return { id, state: failure !== null ? 'failed' : madeAt === null ? 'waiting' : 'made', failure, wantedOrderIds: wantedOrderIds === null ? null : [...wantedOrderIds], townshipShare, askedAt, madeAt, made: made === null ? null : AssignmentFiguresResponse.of(made) };
  }
}

export class AssignmentPairResponse {
  orderId!: string;
  trainee!: MatchedTrainee;
  /** Once the course is certified. */
  score!: number;
  hasApplied!: boolean;
}

export class AssignmentDetailResponse extends AssignmentResponse {
  /** Of the caller's own people. */
  pairs!: AssignmentPairResponse[];

  static ofDetail(this: void, assignment: ShownAssignment): AssignmentDetailResponse {
    return { ...AssignmentResponse.of(assignment), pairs: assignment.pairs.map(({ orderId, trainee, score, hasApplied }) => ({ orderId, trainee: MatchedTrainee.of(trainee), score, hasApplied })) };
  }
}

export class AssignmentsResponse {
  items!: AssignmentResponse[];
}
