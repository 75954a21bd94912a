import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsCivilDate, IsLine } from '@app/platform';
import {
  SPECIALITY_DEFINITIONS, SPECIALITY_PART_WORDS, SPECIALITY_PARTS, SPECIALITY_POLICY, SPECIALITY_STANDING_LABEL, SPECIALITY_STANDINGS, SPECIALITY_STATES,
  type DecisionRow, type ScoredPart, type ShownRate, type SpecialityCatalogue, type SpecialityPart, type SpecialityStanding, type SpecialityState, type SpecialityView,
} from '@app/training';
import { IsOptional } from 'class-validator';
import { ExportQuery } from '../../rates/dto/cohort-report.dto.js';

export class SpecialitiesQuery {
  /** The day; left out: today. The catalogue as it was worked out last on it or before. */
  @IsOptional() @IsCivilDate() @ApiPropertyOptional()
  asOf?: string;
}

export class SpecialitiesExportQuery extends ExportQuery {
  @IsOptional() @IsCivilDate() @ApiPropertyOptional()
  asOf?: string;
}

export class DecideSpecialityDto {
  /** The first day on which it holds. */
  @IsCivilDate()
  from!: string;
  @IsLine(200)
  reason!: string;
}

/** A rate as it is published: no figure over 1 to 19 people. */
export class ShownRateResponse {
  n!: number;
  numerator!: number | null;
  /** Percent. */
  rate!: number | null;
  /** 95 %, Wilson; percent. */
  @ApiProperty({ type: [Number], nullable: true }) interval!: number[] | null;
  /** Not yet due. */
  immature!: number;
  /** Why there is no figure. */
  message!: string | null;

  static of({ n, numerator, rate, interval, immature, message }: ShownRate): ShownRateResponse {
    return { n, numerator, rate, interval: interval === null ? null : [...interval], immature, message };
  }
}

export class SpecialityPartResponse {
  @ApiProperty({ enum: SPECIALITY_PARTS })
  part!: SpecialityPart;
  title!: string;
  definition!: string;
  /** 0 to 1. */
  value!: number;
  weight!: number;
  /** Of 100. */
  points!: number;
  /** False: nothing is known, so it counts one half. */
  isKnown!: boolean;

  static of(this: void, { part, value, weight, points, isKnown }: ScoredPart): SpecialityPartResponse {
    return { part, ...SPECIALITY_PART_WORDS[part], value, weight, points, isKnown };
  }
}

export class SpecialityPledgesResponse {
  orders!: number;
  seats!: number;
  hired!: number;
}

export class SpecialityDecisionResponse {
  courseId!: string;
  @ApiProperty({ enum: ['retired', 'resumed'] })
  kind!: DecisionRow['kind'];
  effectiveOn!: string;
  reason!: string;
  decidedBy!: string;
  decidedAt!: Date;

  static of({ courseId, kind, effectiveOn, reason, decidedBy, decidedAt }: DecisionRow): SpecialityDecisionResponse {
    return { courseId, kind, effectiveOn, reason, decidedBy, decidedAt };
  }
}

export class SpecialityResponse {
  courseId!: string;
  position!: number;
  /** 0 to 100. */
  score!: number;
  parts!: SpecialityPartResponse[];
  name!: string;
  occupation!: string | null;
  occupationName!: string | null;
  department!: string | null;
  programme!: string;
  theoryHours!: number | null;
  practiceHours!: number | null;
  /** Whole days of teaching. */
  days!: number | null;
  /** Openings that it would fill; null: there is no shortage board. */
  fills!: number | null;
  /** R5. */
  settlement!: ShownRateResponse;
  /** R2@180. */
  retention!: ShownRateResponse;
  startup180!: ShownRateResponse;
  startup365!: ShownRateResponse;
  pledges!: SpecialityPledgesResponse;
  @ApiProperty({ enum: SPECIALITY_STANDINGS })
  standing!: SpecialityStanding;
  standingLabel!: string;
  @ApiProperty({ enum: SPECIALITY_STATES })
  state!: SpecialityState;
  decision!: SpecialityDecisionResponse | null;

  static of(this: void, line: SpecialityView): SpecialityResponse {
    const { courseId, position, score, parts, name, occupation, occupationName, department, programme, hours, days, fills, settlement, retention, startup180, startup365, pledges, standing, state, decision } = line;
    return {
      courseId, position, score, parts: parts.map(SpecialityPartResponse.of), name, occupation, occupationName, department, programme, theoryHours: hours.theory, practiceHours: hours.practice, days, fills,
      settlement: ShownRateResponse.of(settlement), retention: ShownRateResponse.of(retention), startup180: ShownRateResponse.of(startup180), startup365: ShownRateResponse.of(startup365),
      pledges: { orders: pledges.orders, seats: pledges.seats, hired: pledges.hired }, standing, standingLabel: SPECIALITY_STANDING_LABEL[standing], state, decision: decision === null ? null : SpecialityDecisionResponse.of(decision),
    };
  }
}

export class SpecialityDefinitionsResponse {
  settlement!: string;
  retention!: string;
  startup!: string;
  standing!: string;
  fills!: string;
  days!: string;
  score!: string;
}

export class SpecialitiesResponse {
  county!: string;
  /** The day of which the figures are. */
  asOf!: string;
  /** By which instant the facts were recorded; null: the ledger was empty. */
  knownBy!: Date | null;
  /** Of the shortage board; null: there was none. */
  shortageAsOf!: string | null;
  policyVersion!: string;
  computedAt!: Date;
  /** The county's own rates, against which courses are judged. */
  settlement!: ShownRateResponse;
  retention!: ShownRateResponse;
  /** 口径 */
  definitions!: SpecialityDefinitionsResponse;
  /** By rank. */
  items!: SpecialityResponse[];

  static of({ county, asOf, knownBy, shortageAsOf, policyVersion, computedAt, settlement, retention, lines }: SpecialityCatalogue): SpecialitiesResponse {
    return { county, asOf, knownBy, shortageAsOf, policyVersion, computedAt, settlement: ShownRateResponse.of(settlement), retention: ShownRateResponse.of(retention), definitions: { ...SPECIALITY_DEFINITIONS }, items: lines.map(SpecialityResponse.of) };
  }
}

export class RefreshRequestedResponse {
  /** Of the ranking that will be used. */
  policyVersion: string = SPECIALITY_POLICY.version;
}
