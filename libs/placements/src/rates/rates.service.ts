import { Inject, Injectable } from '@nestjs/common';
import { isInside, isRegionCode, regionPrefix, type CivilDate, type Clock } from '@app/kernel';
import { computeRates, presentTable, type Period, type PlacementTable, type PresentedRate } from '@app/outcomes';
import { CLOCK, OutOfScope, decodeCursor, type Page, type Principal } from '@app/platform';
import { ClassCodes } from '../classes/class-codes.js';
import { PlacementQueryInvalid } from '../placements.errors.js';
import { defineRate } from './definition.js';
import { CountyHistoriesRepository } from './projections/county-histories.repository.js';
import { RateMembers } from './rate-members.service.js';
import { membersOf, type RatePart } from './rate-parts.js';
import type { RatePerson } from './rate-persons.repository.js';
import { isoOf, readQuestion, type RateQueryInput } from './rate-query.js';
import { readRateRegion } from './rate-region.js';
import { RateTables, type RatePlace } from './rate-tables.service.js';

/** A rate with everything that names it. */
export interface RateAnswer {
  readonly rule: string;
  readonly region: string;
  readonly period: Period | null;
  readonly asOf: CivilDate;
  /** The instant by which the facts were recorded, to the microsecond: give it again and get the same figures. */
  readonly knownBy: string | null;
  /** `raw`: the figures of an officer within scope; `published`: small numbers hidden. */
  readonly form: 'raw' | 'published';
  /** 口径 */
  readonly definition: string;
  /** The total first, then a cell for every key. */
  readonly figures: readonly PresentedRate[];
}

export interface RatePersonsQuery extends RateQueryInput {
  readonly part: RatePart;
  /** One cell of the breakdown `by`. */
  readonly key?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

const COUNTY_DIGITS = 6;

/** Computes rates over a county's ledger, and opens them down to the person and the proof. */
@Injectable()
export class RatesService {
  constructor(
    private readonly tables: RateTables,
    private readonly members: RateMembers,
    private readonly histories: CountyHistoriesRepository,
    private readonly codes: ClassCodes,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * A rate of a county, township or village (by home at enrolment). An officer whose scope holds the region gets raw figures;
   * for any other region, and with `published`, small numbers are hidden.
   * @throws PlacementQueryInvalid
   */
  async rate(principal: Principal, query: RateQueryInput & { readonly published?: boolean | undefined }): Promise<RateAnswer> {
    const place = await this.#place(principal, query);
    const form = isInside(place.region, principal.region) && query.published !== true ? 'raw' : 'published';
    const table = await this.tables.of(place);
    const knownBy = table.knownBy === null ? null : isoOf(table.knownBy);
    const { region, period, asOf, rule } = place;
    const definition = defineRate(rule, { regionName: await this.codes.nameOfRegion(region), period, asOf, knownBy });
    return { rule: rule.id, region, period, asOf, knownBy, form, definition, figures: presentTable(table, form) };
  }

  /** The persons behind one number, for those in whose scope they are. @throws OutOfScope, PlacementQueryInvalid, CursorInvalid */
  async listPersons(principal: Principal, query: RatePersonsQuery): Promise<Page<RatePerson>> {
    const after = (decodeCursor(query.cursor, ['uuid']) as readonly [string] | null)?.[0] ?? null;
    if (query.key !== undefined && query.by === undefined) throw new PlacementQueryInvalid('key', '须与 by 同时给出');
    if (query.region !== undefined && isRegionCode(query.region) && !isInside(query.region, principal.region)) throw new OutOfScope();
    const { rule, region, period, asOf, by, knownBy: asked } = await this.#place(principal, query);
    if ('measure' in rule) throw new PlacementQueryInvalid('rule', '此指标按承诺人数计，没有个人名单');
    const knownBy = await this.histories.knownBy(region.slice(0, COUNTY_DIGITS), asked);
    const audited = { action: 'rate.persons', subjectKind: 'rate', subjectId: rule.id, region, details: { part: query.part } };
    return this.members.page(principal, { region, asOf, knownBy }, (slice) => {
      const [table] = computeRates(slice, { rules: [rule], period, by, withMembers: true }) as [PlacementTable];
      return membersOf(table, query.part, query.key);
    }, { limit: query.limit, after, audited });
  }

  async #place(principal: Principal, query: RateQueryInput): Promise<RatePlace> {
    const question = readQuestion(query, this.clock.now());
    const region = await readRateRegion(this.codes, query.region ?? principal.region);
    if ('measure' in question.rule && regionPrefix(region).length > COUNTY_DIGITS) throw new PlacementQueryInvalid('region', '此指标按全县的订单计，不分乡镇，请查询到县');
    return { ...question, region };
  }
}
