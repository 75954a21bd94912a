import { ApiProperty } from '@nestjs/swagger';
import { EDUCATIONS, type Education } from '@app/kernel';
import { SITE_KINDS, type SiteKind } from '@app/placements';
import { CONTRACT_KINDS, ORDER_STATE_LABEL, ORDER_STATES, reviewDueOn, type ContractKind, type OrderDetail, type OrderMoveRow, type OrderReason, type OrderState, type OrderView } from '@app/training';

export class OrderSkillResponse {
  skillId!: string;
  level!: number;
}

export class OrderResponse {
  id!: string;
  /** What people call it. */
  number!: string;
  @ApiProperty({ enum: ORDER_STATES })
  state!: OrderState;
  stateLabel!: string;
  employerId!: string | null;
  externalRef!: string | null;
  occupation!: string;
  skills!: OrderSkillResponse[];
  /** Posts pledged. */
  seats!: number;
  /** Whole yuan a month. */
  payYuan!: number;
  workplace!: string;
  @ApiProperty({ enum: CONTRACT_KINDS })
  contractKind!: ContractKind;
  contractMonths!: number | null;
  windowFrom!: string;
  windowTo!: string;
  @ApiProperty({ enum: SITE_KINDS })
  siteKind!: SiteKind;
  siteRegion!: string;
  @ApiProperty({ enum: EDUCATIONS, nullable: true })
  minEducation!: Education | null;
  minAge!: 16 | 18;
  certificates!: string[];
  requirements!: string | null;
  /** The row of the shortage board that it answers. */
  shortageAsOf!: string | null;
  shortageMonth!: string | null;
  /** The order that it is a part of. */
  splitFrom!: string | null;
  submittedOn!: string | null;
  /** The last day on which its review begins in time; null: it does not wait for a review. */
  reviewDueOn!: string | null;
  /** When the officers were reminded. */
  remindedOn!: string | null;
  approvedOn!: string | null;
  slotId!: string | null;
  classId!: string | null;
  hired!: number;
  version!: number;
  createdAt!: Date;
  updatedAt!: Date;

  static of(this: void, order: OrderView): OrderResponse {
    const {
      id, number, state, employerId, externalRef, occupation, seats, payYuan, workplace, contractKind, contractMonths, windowFrom, windowTo, siteKind, siteRegion, minEducation, minAge, certificates, requirements,
      shortageAsOf, shortageMonth, splitFrom, submittedOn, remindedOn, approvedOn, slotId, classId, hired, version, createdAt, updatedAt,
    } = order;
    return {
      id, number, state, stateLabel: ORDER_STATE_LABEL[state], employerId, externalRef, occupation, skills: order.skills.map(({ skillId, level }) => ({ skillId, level })), seats, payYuan, workplace, contractKind, contractMonths, windowFrom, windowTo, siteKind, siteRegion, minEducation, minAge, certificates, requirements,
      shortageAsOf, shortageMonth, splitFrom, submittedOn, reviewDueOn: state === 'submitted' && submittedOn !== null ? reviewDueOn(submittedOn) : null, remindedOn, approvedOn, slotId, classId, hired, version, createdAt, updatedAt,
    };
  }
}

export class OrderMoveResponse {
  number!: number;
  @ApiProperty({ enum: ORDER_STATES })
  fromState!: OrderState;
  @ApiProperty({ enum: ORDER_STATES })
  toState!: OrderState;
  reasonCode!: OrderReason | null;
  reason!: string | null;
  /** An employer, an officer, or the service itself. */
  actorKind!: string;
  /** The officer's id; null for an employer, who is not told. */
  actorId!: string | null;
  movedAt!: Date;

  static of({ number, fromState, toState, reasonCode, reason, actorKind, actorId, movedAt }: OrderMoveRow, isOfficer: boolean): OrderMoveResponse {
    return { number, fromState, toState, reasonCode, reason, actorKind, actorId: isOfficer ? actorId : null, movedAt };
  }
}

/** A number of seats with its 口径 beside it. */
export class OrderFigureResponse {
  seats!: number;
  definition!: string;
}

export class OrderFiguresResponse {
  pledged!: OrderFigureResponse;
  enrolled!: OrderFigureResponse;
  certified!: OrderFigureResponse;
  hired!: OrderFigureResponse;
  retained!: OrderFigureResponse;
}

/** Where the rest of an order is read, as far as one may. */
export class OrderLinksResponse {
  agreements!: string;
  fulfilment!: string;
  /** Subsidy statements of its class. */
  subsidyStatements!: string;

  static of(id: string): OrderLinksResponse {
    const order = `/v1/training-orders/${id}`;
    return { agreements: `${order}/agreements`, fulfilment: `${order}/fulfilment`, subsidyStatements: `${order}/subsidy-statements` };
  }
}

export class OrderDetailResponse extends OrderResponse {
  links!: OrderLinksResponse;
  figures!: OrderFiguresResponse;
  /** What moved it, the first first. */
  history!: OrderMoveResponse[];

  static ofDetail(this: void, order: OrderDetail, isOfficer: boolean): OrderDetailResponse {
    const figure = (seats: number, definition: string): OrderFigureResponse => ({ seats, definition });
    const retained = order.retained === null ? figure(order.outcome.retained, '留任：录用的那份工作自上岗日起满 90 天仍在岗的人数（按就业台账，截至今天）。') : figure(order.retained, '留任：录用的那份工作自上岗日起满 90 天仍在岗的人数（结清时按就业台账）。');
    const figures = {
      pledged: figure(order.seats, '承诺：用人单位为取得证书的人保留的岗位数。'), enrolled: figure(order.outcome.enrolled, '报名：承接班次的在册人数（按台账，含中途退学）。'), certified: figure(order.outcome.certified, '取证：承接班次取得证书的人数。'),
      hired: figure(order.hired, '录用：按本订单登记录用、未撤销的人数，不超过承诺数。'), retained,
    };
    return { ...OrderResponse.of(order), links: OrderLinksResponse.of(order.id), figures, history: order.history.map((move) => OrderMoveResponse.of(move, isOfficer)) };
  }
}

export class OrderPage {
  items!: OrderResponse[];
  nextCursor!: string | null;
}

export class SplitResponse {
  /** The parts, in the order given. */
  parts!: OrderDetailResponse[];
}
