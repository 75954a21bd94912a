import type { DefinedMatrixRate, MatrixAnswer, MatrixTownship, ReportView } from '@app/placements';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { RateFigureResponse } from './rate.dto.js';

/** Which region and which period; the service reads the texts and names what is wrong. */
export class TownshipRatesQuery {
  /** County, township or village in one's scope, by home at enrolment; left out: one's own. @example '420626' */
  @IsOptional() @IsString() @MaxLength(12)
  region?: string;
  /** First month of completion (of opening for R5). @example '2026-01' */
  @IsOptional() @IsString() @MaxLength(7)
  from?: string;
  /** Last month. @example '2026-06' */
  @IsOptional() @IsString() @MaxLength(7)
  to?: string;
}

export class RequestRateReportDto extends TownshipRatesQuery {
  /** Facts effective on or before this day; left out: today. */
  @IsOptional() @IsString() @MaxLength(10)
  asOf?: string;
  /** Facts recorded at or before this instant; left out: now. */
  @IsOptional() @IsString() @MaxLength(40)
  knownBy?: string;
}

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
  @ApiProperty({ enum: ['waiting', 'working', 'done'] }) state!: string;
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
