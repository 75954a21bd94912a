import { DEPARTMENTS, type Department } from '@app/accounts';
import { FUND_DEFINITIONS, leftOf, type EntryKind, type Fund, type FundTotals, type ShownEntry } from '@app/funds';
import { CursorQuery, IsCivilDate, IsFen, IsLine } from '@app/platform';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';

export class CreateFundDto {
  /** What subsidy rules call it; one name a year. @example '雨露计划补助' */
  @IsLine(60)
  name!: string;
  /** Where the money comes from. @example '统筹整合资金' */
  @IsLine(60)
  source!: string;
  @IsIn(DEPARTMENTS)
  department!: Department;
  /** @example 2026 */
  @IsInt() @Min(2000) @Max(2100)
  year!: number;
}

export class AppropriateDto {
  /** In fen. @example 59100000 */
  @IsFen() @Min(1)
  fen!: number;
  @IsCivilDate()
  on!: string;
  /** Number of the document. @example '保财社〔2026〕12号' */
  @IsLine(100)
  reference!: string;
}

export class WithdrawDto extends AppropriateDto {
  @IsLine(200)
  reason!: string;
}

export class FundTotalsQuery {
  @IsOptional() @Type(() => Number) @IsInt() @Min(2000) @Max(2100)
  year?: number;
  @IsOptional() @IsIn(DEPARTMENTS)
  department?: Department;
  @IsOptional() @IsLine(60)
  source?: string;
}

export class ListFundsQuery extends CursorQuery {
  @IsOptional() @Type(() => Number) @IsInt() @Min(2000) @Max(2100)
  year?: number;
  @IsOptional() @IsIn(DEPARTMENTS)
  department?: Department;
  @IsOptional() @IsLine(60)
  source?: string;
}

export class FundResponse {
  id!: string;
  name!: string;
  source!: string;
  department!: Department;
  year!: number;
  /** In fen, as every amount. */
  appropriatedFen!: number;
  /** Promised by confirmed statements and not paid. */
  committedFen!: number;
  paidFen!: number;
  leftFen!: number;
  createdAt!: Date;

  static of(this: void, fund: Fund): FundResponse {
    const { id, name, source, department, year, appropriatedFen, committedFen, paidFen, createdAt } = fund;
    return { id, name, source, department, year, appropriatedFen, committedFen, paidFen, leftFen: leftOf(fund), createdAt };
  }
}

export class FundPage {
  items!: FundResponse[];
  nextCursor!: string | null;
}

/** A sum with its 口径 beside it. */
export class FundFigureResponse {
  fen!: number;
  definition!: string;
}

export class FundSumsResponse {
  appropriated!: FundFigureResponse;
  committed!: FundFigureResponse;
  paid!: FundFigureResponse;
  left!: FundFigureResponse;
  /** How many funds these are the sums of. */
  funds!: number;

  static of({ appropriatedFen, committedFen, paidFen, leftFen, funds }: FundTotals['total']): FundSumsResponse {
    const figure = (name: keyof typeof FUND_DEFINITIONS, fen: number): FundFigureResponse => ({ fen, definition: FUND_DEFINITIONS[name] });
    return { appropriated: figure('appropriated', appropriatedFen), committed: figure('committed', committedFen), paid: figure('paid', paidFen), left: figure('left', leftFen), funds };
  }
}

export class FundCellResponse extends FundSumsResponse {
  source!: string;
  department!: Department;
  year!: number;
}

export class FundTotalsResponse {
  /** By source, department and year. */
  cells!: FundCellResponse[];
  /** The sum of the cells. */
  total!: FundSumsResponse;

  static of({ cells, total }: FundTotals): FundTotalsResponse {
    return { cells: cells.map((cell) => ({ source: cell.source, department: cell.department, year: cell.year, ...FundSumsResponse.of(cell) })), total: FundSumsResponse.of(total) };
  }
}

export class FundEntryResponse {
  id!: string;
  kind!: EntryKind;
  fen!: number;
  statementId!: string | null;
  classId!: string | null;
  traineeId!: string | null;
  name!: string | null;
  idNumberMasked!: string | null;
  /** Of a payment, from 1; else 0. */
  part!: number;
  occurredOn!: string;
  reference!: string | null;
  reason!: string | null;
  recordedBy!: string;
  recordedAt!: Date;

  static of(this: void, { id, kind, fen, statementId, classId, traineeId, name, idNumberMasked, part, occurredOn, reference, reason, recordedBy, recordedAt }: ShownEntry): FundEntryResponse {
    return { id, kind, fen, statementId, classId, traineeId, name, idNumberMasked, part, occurredOn, reference, reason, recordedBy, recordedAt };
  }
}

export class FundEntryPage {
  items!: FundEntryResponse[];
  nextCursor!: string | null;
}
