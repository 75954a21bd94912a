import { STATEMENT_STATES, type LinePart, type PaymentOutcome, type ShownLine, type StatementPart, type StatementState, type StoredStatement } from '@app/funds';
import { percentOf } from '@app/outcomes';
import { CursorQuery, IsCivilDate, IsLine, IsUuid } from '@app/platform';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';

const PEOPLE_MAX = 2000;
const PARTS_MAX = 100;
const DEFINITION = '安置率（R5）= 开班在册的人里，180 天内就过业（佐证 E2 及以上）的人数 ÷ 开班在册人数，截至日和知悉时刻如所列；应付 = 单价（或课时费）× 档次比例，再减去超出每人每年上限的部分，按分向下取整。';
const SUPPLEMENT_DEFINITION = '补充结算单只列差额：按现在的台账和首张结算单的规则重算的应付，减去首张结算单和此前已确认的补充结算单列过的；正数补付，负数退回。';

export class MakeStatementsDto {
  /** Year of the funds that pay; left out: the year of the class's last day. */
  @IsOptional() @IsInt() @Min(2000) @Max(2100)
  fundYear?: number;
}

export class ListStatementsQuery extends CursorQuery {
  @IsOptional() @IsUuid()
  classId?: string;
  @IsOptional() @IsUuid()
  fundId?: string;
  /** Supplements to this statement. */
  @IsOptional() @IsUuid()
  supplementsId?: string;
  @IsOptional() @IsIn(STATEMENT_STATES)
  state?: StatementState;
}

export class ReasonDto {
  @IsLine(200)
  reason!: string;
}

export class PayDto {
  /** From 1, in the order of the rule's parts. */
  @IsInt() @Min(1) @Max(PARTS_MAX)
  part!: number;
  /** The day of the payment. */
  @IsCivilDate()
  on!: string;
  /** Number of the voucher. */
  @IsLine(100)
  reference!: string;
  /** Left out: everybody who is not paid yet. */
  @IsOptional() @IsArray() @ArrayMinSize(1) @ArrayMaxSize(PEOPLE_MAX) @IsUuid({ each: true })
  traineeIds?: string[];
}

export class ReversePaymentDto {
  @IsInt() @Min(1) @Max(PARTS_MAX)
  part!: number;
  @IsCivilDate()
  on!: string;
  @IsLine(200)
  reason!: string;
  /** Left out: everybody whom the part was paid to. */
  @IsOptional() @IsArray() @ArrayMinSize(1) @ArrayMaxSize(PEOPLE_MAX) @IsUuid({ each: true })
  traineeIds?: string[];
}

export class ReturnDto {
  /** The day on which the money came back. */
  @IsCivilDate()
  on!: string;
  /** Number of the voucher. */
  @IsLine(100)
  reference!: string;
  /** Left out: everybody who has not given it back yet. */
  @IsOptional() @IsArray() @ArrayMinSize(1) @ArrayMaxSize(PEOPLE_MAX) @IsUuid({ each: true })
  traineeIds?: string[];
}

export class ReverseReturnDto {
  @IsCivilDate()
  on!: string;
  @IsLine(200)
  reason!: string;
  /** Left out: everybody who has given it back. */
  @IsOptional() @IsArray() @ArrayMinSize(1) @ArrayMaxSize(PEOPLE_MAX) @IsUuid({ each: true })
  traineeIds?: string[];
}

export class StatementPartResponse {
  part!: number;
  name!: string;
  fen!: number;
  /** Paid less returned. */
  paidFen!: number;
  /** People who are done with: paid, or have given back. */
  paidPeople!: number;

  static of(this: void, { part, name, fen, paidFen, paidPeople }: StatementPart): StatementPartResponse {
    return { part, name, fen, paidFen, paidPeople };
  }
}

export class StatementResponse {
  id!: string;
  classId!: string;
  programme!: string;
  /** Last day of the class; its year is that of the caps. */
  endsOn!: string;
  ruleId!: string;
  /** The version of the rules that the statement keeps. */
  ruleVersion!: number;
  fundId!: string;
  fundName!: string;
  asOf!: string;
  knownBy!: string;
  /** R5: denominator, numerator, percent. */
  opened!: number;
  employed!: number;
  rate!: number | null;
  payPercent!: number;
  people!: number;
  /** Of a supplement the difference, up or below nothing. */
  totalFen!: number;
  parts!: StatementPartResponse[];
  /** 口径 */
  definition!: string;
  /** The first statement, which this one settles the differences to; null: it is the first. */
  supplementsId!: string | null;
  /** From 1; 0: the first statement. */
  supplementNumber!: number;
  /** What changed. */
  supplementReason!: string | null;
  state!: StatementState;
  madeBy!: string;
  madeAt!: Date;
  decidedBy!: string | null;
  decidedAt!: Date | null;
  refusalReason!: string | null;
  revokedBy!: string | null;
  revokedAt!: Date | null;
  revocationReason!: string | null;

  static of(this: void, row: StoredStatement): StatementResponse {
    const { id, classId, programme, endsOn, ruleId, ruleVersion, fundId, fundName, asOfOn, knownBy, opened, employed, payPercent, people, totalFen, parts, supplementsId, supplementNumber, supplementReason, state, madeBy, madeAt, decidedBy, decidedAt, refusalReason, revokedBy, revokedAt, revocationReason } = row;
    return {
      id, classId, programme, endsOn, ruleId, ruleVersion, fundId, fundName, asOf: asOfOn, knownBy, opened, employed, rate: percentOf(employed, opened), payPercent, people, totalFen, parts: parts.map(StatementPartResponse.of), definition: supplementsId === null ? DEFINITION : `${DEFINITION}${SUPPLEMENT_DEFINITION}`, supplementsId, supplementNumber, supplementReason,
      state, madeBy, madeAt, decidedBy, decidedAt, refusalReason, revokedBy, revokedAt, revocationReason,
    };
  }
}

export class StatementPage {
  items!: StatementResponse[];
  nextCursor!: string | null;
}

export class StatementsResponse {
  /** The statements of the class that are neither refused nor revoked. */
  items!: StatementResponse[];

  static of(rows: readonly StoredStatement[]): StatementsResponse {
    return { items: rows.map(StatementResponse.of) };
  }
}

export class LinePartResponse {
  part!: number;
  name!: string;
  fen!: number;
  /** Null: not paid (of what comes back: not returned), or taken back. */
  paidOn!: string | null;
  reference!: string | null;

  static of(this: void, { part, name, fen, paidOn, reference }: LinePart): LinePartResponse {
    return { part, name, fen, paidOn, reference };
  }
}

export class StatementLineResponse {
  statementId!: string;
  classId!: string;
  fundName!: string;
  year!: number;
  state!: StatementState;
  traineeId!: string;
  name!: string | null;
  idNumberMasked!: string | null;
  /** Hours attended. */
  hours!: number;
  baseFen!: number;
  /** The base at the tier of the class. */
  earnedFen!: number;
  /** What the caps of the year left of it; of a difference what is paid more, or below nothing what comes back. */
  payableFen!: number;
  /** Whether it is a difference to a claim, by a supplement. */
  isDifference!: boolean;
  parts!: LinePartResponse[];

  static of(this: void, { statementId, classId, fundName, year, state, traineeId, name, idNumberMasked, hours, baseFen, earnedFen, payableFen, supplementsLineId, parts }: ShownLine): StatementLineResponse {
    return { statementId, classId, fundName, year, state, traineeId, name, idNumberMasked, hours, baseFen, earnedFen, payableFen, isDifference: supplementsLineId !== null, parts: parts.map(LinePartResponse.of) };
  }
}

export class StatementLinePage {
  items!: StatementLineResponse[];
  nextCursor!: string | null;
}

export class TraineeSubsidiesResponse {
  items!: StatementLineResponse[];

  static of(lines: readonly ShownLine[]): TraineeSubsidiesResponse {
    return { items: lines.map(StatementLineResponse.of) };
  }
}

export class PaymentResponse {
  /** 0: the voucher is on record already. */
  people!: number;
  fen!: number;
  statement!: StatementResponse;

  static of({ people, fen, statement }: PaymentOutcome): PaymentResponse {
    return { people, fen, statement: StatementResponse.of(statement) };
  }
}
