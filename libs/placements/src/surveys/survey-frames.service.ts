import { Inject, Injectable } from '@nestjs/common';
import { isRegionCode, padRegion, regionLevel, type CivilDate, type Clock } from '@app/kernel';
import { computeRates, auditFrame, type CellMember, type Instant, type Period, type PlacementRule, type PlacementTable } from '@app/outcomes';
import { CLOCK, requireInScope, type Principal } from '@app/platform';
import { ClassCodes } from '../classes/class-codes.js';
import { PlacementQueryInvalid } from '../placements.errors.js';
import { defineRate } from '../rates/definition.js';
import { CountyHistoriesRepository } from '../rates/projections/county-histories.repository.js';
import { RateMembers } from '../rates/rate-members.service.js';
import { readQuestion } from '../rates/rate-query.js';
import { askedDays, unaskable, type AskedDays } from './survey-question.js';

const COUNTY_DIGITS = 6;
const SURVEY_DEFINITION =
  '抽样调查：分母中情况不明的人按现有佐证分层，名单和种子的校验值先公布，再由种子抽取；经办人打电话问所问的日子在不在业。推算值 =（有佐证的人数 + 各层人数 × 该层答“在业”的比例之和）÷ 分母；未接通、拒答、号码错误的人两头都算：区间下端按都不在业，上端按都在业；两头相差超过 1 个百分点时只给区间。电话里说已去世、患病、服役、升学等而没有凭据的，仍在分母，同样两头都算。区间为 95 %。';

/** What a survey is about. */
export interface SurveyQuery {
  /** A named rate; absent: R1. */
  readonly rule?: string | undefined;
  readonly minEvidence?: number | undefined;
  /** Months, both or neither. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** A township or village of the county: whose homes. Absent: the officer's region. */
  readonly region?: string | undefined;
  readonly programme?: string | undefined;
}

/** A person who could be called. */
export interface FramePerson {
  readonly registrationId: string;
  readonly personId: string;
  /** Where the person lived at enrolment; the registration's own region goes before it. */
  readonly home: string;
  readonly stratum: string;
  readonly asked: AskedDays;
}

/** The denominator of a rate as it stood at one head of the ledger: who is settled, and who could be called. */
export interface SurveyFrame {
  readonly rule: PlacementRule;
  readonly baseRule: string;
  readonly region: string;
  readonly period: Period | null;
  readonly programme: string | null;
  readonly asOf: CivilDate;
  readonly knownBy: Instant | null;
  readonly proven: number;
  readonly notEmployed: number;
  readonly people: readonly FramePerson[];
}

/** Makes the list of a survey from the ledger, as the rate itself is counted. */
@Injectable()
export class SurveyFrames {
  constructor(
    private readonly histories: CountyHistoriesRepository,
    private readonly members: RateMembers,
    private readonly codes: ClassCodes,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** As of today and everything known. @throws OutOfScope, PlacementQueryInvalid */
  async make(principal: Principal, query: SurveyQuery): Promise<SurveyFrame> {
    const { rule: baseRule = 'R1', minEvidence, from, to, programme = null } = query;
    const { rule, period, asOf } = readQuestion({ rule: baseRule, from, to, ...(minEvidence === undefined ? {} : { minEvidence: String(minEvidence) }) }, this.clock.now());
    const fault = unaskable(rule);
    if (fault !== null || 'measure' in rule) throw new PlacementQueryInvalid('rule', fault!);
    const region = await this.#regionOf(principal, query.region);
    const county = region.slice(0, COUNTY_DIGITS);
    const knownBy = await this.histories.knownBy(county, null);
    const homes = new Map<string, string>();
    const members = (await this.members.find({ region, asOf, knownBy }, (slice, homeOf) => {
      const [table] = computeRates(slice, { rules: [rule], period, by: programme === null ? null : 'programme', withMembers: true }) as [PlacementTable];
      for (const [person, home] of homeOf) homes.set(person, home);
      return (programme === null ? table.total : table.cells.find(({ key }) => key === programme))?.members ?? null;
    })) ?? [];
    const { proven, notEmployed, strata } = auditFrame(members);
    const byPerson = new Map(members.map((member) => [member.personId, member]));
    const registrationsOf = knownBy === null ? null : await this.histories.registrationsOf(county, knownBy, strata.flatMap((each) => each.members));
    const personOf = (stratum: string, id: string): FramePerson => ({
      registrationId: registrationsOf!.get(id)![0]!, personId: id, home: homes.get(id) ?? region, stratum, asked: askedOf(rule, byPerson.get(id)!),
    });
    return { rule, baseRule, region, period, programme, asOf, knownBy: knownBy?.micros ?? null, proven, notEmployed, people: strata.flatMap(({ key, members: ids }) => ids.map((id) => personOf(key, id))) };
  }

  /** The 口径 of a survey: of its rate, and of the calls. */
  async define(rule: PlacementRule, { region, programme, period, asOf, knownBy }: { readonly region: string; readonly programme: string | null; readonly period: Period | null; readonly asOf: CivilDate; readonly knownBy: string }): Promise<string> {
    const rate = defineRate(rule, { regionName: await this.codes.nameOfRegion(region), period, asOf, knownBy });
    return `${rate}${programme === null ? '' : `只算培训项目“${programme}”。`}${SURVEY_DEFINITION}`;
  }

  async #regionOf(principal: Principal, given: string | undefined): Promise<string> {
    const region = given ?? principal.region;
    if (!isRegionCode(region) || !(await this.codes.hasRegion(region))) throw new PlacementQueryInvalid('region', '没有这个行政区划代码');
    const level = regionLevel(region);
    if (level === 'province' || level === 'prefecture') throw new PlacementQueryInvalid('region', '抽样调查按县、乡镇或村进行，请指明县');
    requireInScope(principal, region);
    return padRegion(region);
  }
}

function askedOf(rule: PlacementRule, { startsOn, horizonEndsOn }: CellMember): AskedDays {
  return askedDays(rule, startsOn, horizonEndsOn);
}
