import { REPORT_FAILURES, REPORT_STATES, type DefinedMatrixRate, type MatrixAnswer, type MatrixTownship, type ReportView } from '@app/placements';
import { ApiProperty } from '@nestjs/swagger';
import { RateFigureResponse } from './rate.dto.js';
import { DatedQuestionDto, RegionPeriodDto } from './rate-question.dto.js';

/** A region in one's scope. */
export class TownshipRatesQuery extends RegionPeriodDto {}

/** A region in one's scope, at two dates. */
export class RequestRateReportDto extends DatedQuestionDto {}

export class TownshipRateResponse {
  /** Null: people without an enrolment that says where they live. */
  township!: string | null;
  total!: RateFigureResponse;
  /** By programme; persons stand in the programme of the class that counts them. */
  programmes!: RateFigureResponse[];

  static of({ township, total, programmes }: MatrixTownship): TownshipRateResponse {
    return { township, total: RateFigureResponse.of(total), programmes: programmes.map((each) => RateFigureResponse.of(each)) };
  }
}

/** One named rate of the region, and of every township in it. */
export class MatrixRateResponse {
  rule!: string;
  /** 口径 */
  definition!: string;
  total!: RateFigureResponse;
  townships!: TownshipRateResponse[];

  static of({ rule, definition, total, townships }: DefinedMatrixRate): MatrixRateResponse {
    return { rule, definition, total: RateFigureResponse.of(total), townships: townships.map((each) => TownshipRateResponse.of(each)) };
  }
}

export class TownshipRatesResponse {
  region!: string;
  from!: string | null;
  to!: string | null;
  asOf!: string;
  /** Ask for a report with it and get the same figures. */
  knownBy!: string | null;
  rates!: MatrixRateResponse[];

  static of({ region, period, asOf, knownBy, rates }: MatrixAnswer): TownshipRatesResponse {
    return { region, from: period?.from ?? null, to: period?.to ?? null, asOf, knownBy, rates: rates.map((each) => MatrixRateResponse.of(each)) };
  }
}

export class RateReportResponse {
  id!: string;
  region!: string;
  from!: string | null;
  to!: string | null;
  asOf!: string;
  knownBy!: string | null;
  @ApiProperty({ enum: REPORT_STATES }) state!: string;
  /** Why it has failed; it can be asked for again. */
  @ApiProperty({ enum: REPORT_FAILURES, nullable: true }) failure!: string | null;
  personsDone!: number;
  /** About how many people there are to go through. */
  personsExpected!: number;
  requestedAt!: Date;
  endedAt!: Date | null;
  /** Null until the report is done. */
  @ApiProperty({ type: [MatrixRateResponse], nullable: true }) rates!: MatrixRateResponse[] | null;

  static of({ period, rates, ...view }: ReportView): RateReportResponse {
    return { ...view, from: period?.from ?? null, to: period?.to ?? null, rates: rates?.map((each) => MatrixRateResponse.of(each)) ?? null };
  }
}
