import { CLOSURE_STEPS, STEP_BASES, STEP_STATES, type PayComparison, type PaySummary, type PresentedClosure, type Step, type StepCounts, type Steps } from '@app/outcomes';
import type { ClosureAnswer, ClosureTable, HouseholdGap, OfMany, PersonGap, ResponsibleOfficer, ZeroEmploymentItem } from '@app/placements';
import { ApiProperty } from '@nestjs/swagger';

export class StepDefinitionResponse {
  @ApiProperty({ enum: CLOSURE_STEPS }) step!: string;
  /** 口径 */
  definition!: string;
}

export class StepCountsResponse {
  done!: number;
  open!: number;
  notDue!: number;
  unknown!: number;

  static of({ done, open, 'not-due': notDue, unknown }: StepCounts): StepCountsResponse {
    return { done, open, notDue, unknown };
  }
}

export class ClosureCountsResponse {
  trained!: StepCountsResponse;
  paid!: StepCountsResponse;
  employed!: StepCountsResponse;
  income!: StepCountsResponse;
}

export class ClosureCellResponse {
  /** Township, 9 digits; null: the total, or people without a known home. */
  township!: string | null;
  n!: number;
  /** All four steps done. */
  closed!: number | null;
  excluded!: number | null;
  @ApiProperty({ type: ClosureCountsResponse, nullable: true }) steps!: ClosureCountsResponse | null;
  suppressed!: boolean;
  message!: string | null;

  static of({ township, n, closed, excluded, steps, suppressed, message }: PresentedClosure): ClosureCellResponse {
    const counts = steps === null ? null : { trained: StepCountsResponse.of(steps.trained), paid: StepCountsResponse.of(steps.paid), employed: StepCountsResponse.of(steps.employed), income: StepCountsResponse.of(steps.income) };
    return { township, n, closed, excluded, steps: counts, suppressed, message };
  }
}

export class ClosureTableResponse {
  /** 口径 */
  definition!: string;
  total!: ClosureCellResponse;
  townships!: ClosureCellResponse[];

  static of({ definition, total, townships }: ClosureTable): ClosureTableResponse {
    return { definition, total: ClosureCellResponse.of(total), townships: townships.map((each) => ClosureCellResponse.of(each)) };
  }
}

export class PaySummaryResponse {
  /** Of how many it is known. */
  n!: number;
  unknown!: number;
  /** Yuan a month. */
  lower!: number | null;
  median!: number | null;
  upper!: number | null;

  static of({ n, unknown, lower, median, upper }: PaySummary): PaySummaryResponse {
    return { n, unknown, lower, median, upper };
  }
}

export class PayFiguresResponse {
  before!: PaySummaryResponse;
  after!: PaySummaryResponse;
  change!: PaySummaryResponse;
  raised!: number | null;

  static of({ before, after, change, raised }: PayComparison): PayFiguresResponse {
    return { before: PaySummaryResponse.of(before), after: PaySummaryResponse.of(after), change: PaySummaryResponse.of(change), raised };
  }
}

class OfManyResponse {
  /** 口径 */
  definition!: string;
  n!: number;
  /** Why figures are missing. */
  message!: string | null;
}

export class PayResponse extends OfManyResponse {
  @ApiProperty({ type: PayFiguresResponse, nullable: true }) figures!: PayFiguresResponse | null;
}

export class WorkplaceFiguresResponse {
  inCounty!: number;
  inProvince!: number;
  outOfProvince!: number;
  unknown!: number;
}

export class WorkplacesResponse extends OfManyResponse {
  @ApiProperty({ type: WorkplaceFiguresResponse, nullable: true }) figures!: WorkplaceFiguresResponse | null;
}

export class ZeroEmploymentFiguresResponse {
  listed!: number;
  /** With at least one member at work on the day. */
  employed!: number;
  otherWorkOnly!: number;
}

export class ZeroEmploymentFiguresOfResponse extends OfManyResponse {
  @ApiProperty({ type: ZeroEmploymentFiguresResponse, nullable: true }) figures!: ZeroEmploymentFiguresResponse | null;
}

export class ClosureResponse {
  region!: string;
  asOf!: string;
  /** Give it again and get the same figures. */
  knownBy!: string | null;
  form!: 'raw' | 'published';
  steps!: StepDefinitionResponse[];
  persons!: ClosureTableResponse;
  households!: ClosureTableResponse;
  pay!: PayResponse;
  workplaces!: WorkplacesResponse;
  zeroEmployment!: ZeroEmploymentFiguresOfResponse;

  static of({ region, asOf, knownBy, form, steps, persons, households, pay, workplaces, zeroEmployment }: ClosureAnswer): ClosureResponse {
    return {
      region, asOf, knownBy, form, steps: steps.map(({ step, definition }) => ({ step, definition })), persons: ClosureTableResponse.of(persons), households: ClosureTableResponse.of(households),
      pay: many(pay, (figures) => PayFiguresResponse.of(figures)),
      workplaces: many(workplaces, (figures) => ({ inCounty: figures['in-county'], inProvince: figures['in-province'], outOfProvince: figures['out-of-province'], unknown: figures.unknown })),
      zeroEmployment: many(zeroEmployment, ({ listed, employed, otherWorkOnly }) => ({ listed, employed, otherWorkOnly })),
    };
  }
}

function many<From, To>({ definition, n, figures, message }: OfMany<From>, show: (figures: From) => To): { definition: string; n: number; message: string | null; figures: To | null } {
  return { definition, n, message, figures: figures === null ? null : show(figures) };
}

export class StepResponse {
  @ApiProperty({ enum: STEP_STATES }) state!: string;
  @ApiProperty({ enum: STEP_BASES }) basis!: string;
  /** The day on which it was done; of the income the end of its year. */
  on!: string | null;

  static of({ state, basis, on }: Step): StepResponse {
    return { state, basis, on };
  }
}

export class StepsResponse {
  trained!: StepResponse;
  paid!: StepResponse;
  employed!: StepResponse;
  income!: StepResponse;

  static of({ trained, paid, employed, income }: Steps): StepsResponse {
    return { trained: StepResponse.of(trained), paid: StepResponse.of(paid), employed: StepResponse.of(employed), income: StepResponse.of(income) };
  }
}

export class ResponsibleOfficerResponse {
  officerId!: string;
  displayName!: string;
  /** False: in charge of the village, the township or the county. */
  isNamed!: boolean;

  static of(officer: ResponsibleOfficer | null): ResponsibleOfficerResponse | null {
    return officer === null ? null : { officerId: officer.officerId, displayName: officer.displayName, isNamed: officer.isNamed };
  }
}

export class PersonGapResponse {
  /** Null: no longer in one's scope. */
  traineeId!: string | null;
  name!: string | null;
  idNumberMasked!: string | null;
  /** Where the person is registered now. */
  region!: string;
  village!: string;
  household!: string | null;
  /** The step that was asked for. */
  step!: StepResponse;
  steps!: StepsResponse;
  /** The first completion. */
  startsOn!: string | null;
  @ApiProperty({ type: ResponsibleOfficerResponse, nullable: true }) responsible!: ResponsibleOfficerResponse | null;

  static of({ person, region, village, householdNumber, step, steps, startsOn, responsible }: PersonGap): PersonGapResponse {
    return {
      traineeId: person?.registrationId ?? null, name: person?.name ?? null, idNumberMasked: person?.idNumberMasked ?? null, region, village, household: householdNumber,
      step: StepResponse.of(step), steps: StepsResponse.of(steps), startsOn, responsible: ResponsibleOfficerResponse.of(responsible),
    };
  }
}

class GapPageResponse {
  asOf!: string;
  knownBy!: string | null;
  /** 口径 */
  definition!: string;
  /** On all pages together: what `nextCursor` leads to is of the same computation. */
  total!: number;
  nextCursor!: string | null;
}

export class PersonGapPage extends GapPageResponse {
  items!: PersonGapResponse[];
}

export class MemberResponse {
  traineeId!: string;
  name!: string;
  idNumberMasked!: string;
}

const memberOf = ({ registrationId, name, idNumberMasked }: HouseholdGap['members'][number]): MemberResponse => ({ traineeId: registrationId, name, idNumberMasked });

export class HouseholdIncomeStandingResponse {
  year!: number;
  /** Yuan a head. */
  perHeadYuan!: number;
  /** The line of that year; null: none is on record. */
  lineYuan!: number | null;
  lineRegion!: string | null;
}

export class HouseholdGapResponse {
  householdId!: string;
  number!: string;
  region!: string;
  village!: string;
  step!: StepResponse;
  steps!: StepsResponse;
  categories!: string[];
  @ApiProperty({ type: HouseholdIncomeStandingResponse, nullable: true }) income!: HouseholdIncomeStandingResponse | null;
  /** Who of it took part, as far as in one's scope. */
  members!: MemberResponse[];
  @ApiProperty({ type: ResponsibleOfficerResponse, nullable: true }) responsible!: ResponsibleOfficerResponse | null;

  static of({ householdId, number, region, village, step, steps, categories, income, members, responsible }: HouseholdGap): HouseholdGapResponse {
    return {
      householdId, number, region, village, step: StepResponse.of(step), steps: StepsResponse.of(steps), categories: [...categories], members: members.map(memberOf), responsible: ResponsibleOfficerResponse.of(responsible),
      income: income === null ? null : { year: income.year, perHeadYuan: income.perHeadYuan, lineYuan: income.line?.perHeadYuan ?? null, lineRegion: income.line?.region ?? null },
    };
  }
}

export class HouseholdGapPage extends GapPageResponse {
  items!: HouseholdGapResponse[];
}

export class ZeroEmploymentResponse {
  householdId!: string;
  number!: string;
  region!: string;
  village!: string;
  /** Still in the category on the day. */
  isListed!: boolean;
  employed!: MemberResponse[];
  otherWork!: MemberResponse[];
  @ApiProperty({ type: ResponsibleOfficerResponse, nullable: true }) responsible!: ResponsibleOfficerResponse | null;

  static of({ householdId, number, region, village, isListed, employed, otherWork, responsible }: ZeroEmploymentItem): ZeroEmploymentResponse {
    return { householdId, number, region, village, isListed, employed: employed.map(memberOf), otherWork: otherWork.map(memberOf), responsible: ResponsibleOfficerResponse.of(responsible) };
  }
}

export class ZeroEmploymentPage extends GapPageResponse {
  items!: ZeroEmploymentResponse[];
}
