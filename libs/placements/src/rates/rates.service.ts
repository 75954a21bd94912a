import { Inject, Injectable } from '@nestjs/common';
import { isInside, isRegionCode, regionPrefix, today, type CivilDate, type Clock } from '@app/kernel';
import { computeRates, presentTable, type Period, type PlacementTable, type PresentedRate, type RateTable } from '@app/outcomes';
import { CLOCK, OutOfScope, decodeCursor, pageOf, type Page, type Principal } from '@app/platform';
import { ClassCodes } from '../classes/class-codes.js';
import { PlacementQueryInvalid } from '../placements.errors.js';
import { defineRate } from './definition.js';
import { countTable } from './projections/count-standings.js';
import { isProjected } from './projections/projected-rules.js';
import { RateProjector } from './projections/rate-projector.service.js';
import { RateProjectionsRepository, edgesOf } from './projections/rate-projections.repository.js';
import { RateLedgerRepository, ledgerOf, type CountyLedger } from './rate-ledger.repository.js';
import { RatePersonsRepository, type RatePerson } from './rate-persons.repository.js';
import { membersOf, type RatePart } from './rate-parts.js';
import { readRateRegion } from './rate-region.js';
import { isoOf, readQuestion, type RateQueryInput, type RateQuestion } from './rate-query.js';

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

interface Place extends RateQuestion {
  readonly region: string;
}
interface Scene extends Place {
  readonly county: CountyLedger;
}

/** Computes rates over a county's ledger, and opens them down to the person and the proof. */
@Injectable()
export class RatesService {
  constructor(
    private readonly ledgers: RateLedgerRepository,
    private readonly persons: RatePersonsRepository,
    private readonly codes: ClassCodes,
    private readonly projector: RateProjector,
    private readonly projections: RateProjectionsRepository,
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
    const table = (await this.#counted(place)) ?? this.#table(await this.#scene(place), false);
    const knownBy = table.knownBy === null ? null : isoOf(table.knownBy);
    const { region, period, asOf, rule } = place;
    const definition = defineRate(rule, { regionName: await this.codes.nameOfRegion(region), period, asOf, knownBy });
    return { rule: rule.id, region, period, asOf, knownBy, form, definition, figures: presentTable(table, form) };
  }

  /** The persons behind one number, for those in whose scope they are. @throws OutOfScope, PlacementQueryInvalid, CursorInvalid */
  async listPersons(principal: Principal, query: RatePersonsQuery): Promise<Page<RatePerson>> {
    const after = decodeCursor(query.cursor, ['uuid']);
    if (query.key !== undefined && query.by === undefined) throw new PlacementQueryInvalid('key', '须与 by 同时给出');
    if (query.region !== undefined && isRegionCode(query.region) && !isInside(query.region, principal.region)) throw new OutOfScope();
    const scene = await this.#scene(await this.#place(principal, query));
    const table = this.#table(scene, true);
    if ('pledges' in table) throw new PlacementQueryInvalid('rule', '此指标按承诺人数计，没有个人名单');
    const members = membersOf(table, query.part, query.key).filter((member) => after === null || member.personId > after[0]!);
    const page = pageOf(members.slice(0, query.limit + 1), query.limit, (member) => [member.personId], (member) => member);
    const audited = { action: 'rate.persons', subjectKind: 'rate', subjectId: scene.rule.id, region: scene.region, details: { part: query.part } };
    return { items: await this.persons.describe(principal, page.items, scene.county, audited), nextCursor: page.nextCursor };
  }

  async #place(principal: Principal, query: RateQueryInput): Promise<Place> {
    const question = readQuestion(query, this.clock.now());
    const region = await readRateRegion(this.codes, query.region ?? principal.region);
    if ('measure' in question.rule && regionPrefix(region).length > COUNTY_DIGITS) throw new PlacementQueryInvalid('region', '此指标按全县的订单计，不分乡镇，请查询到县');
    return { ...question, region };
  }

  async #scene(place: Place): Promise<Scene> {
    return { ...place, county: await this.ledgers.load(place.region.slice(0, 6), place.knownBy) };
  }

  /** Today's named rates are counted from what is kept beside the ledger; null: this one, or this county, is not kept ready. */
  async #counted({ rule, period, asOf, knownBy, by, region }: Place): Promise<PlacementTable | null> {
    if (!isProjected(rule) || knownBy !== null || asOf !== today(this.clock)) return null;
    const [county, homePrefix, edges] = [region.slice(0, 6), regionPrefix(region), edgesOf(asOf)];
    return this.projector.counted(county, asOf, async (tx, headMicros) =>
      countTable(rule, await this.projections.groups(tx, { county, homePrefix, period, by }, edges), edges, { asOf, knownBy: headMicros, period, dimension: by }));
  }

  #table({ rule, period, asOf, knownBy, by, region, county }: Scene, withMembers: boolean): RateTable {
    const prefix = regionPrefix(region);
    const isCounty = prefix.length === COUNTY_DIGITS;
    const ledger = ledgerOf(county, (home) => isCounty || home.startsWith(prefix));
    // Nothing can appear at or before the last committed record: asked for a later instant, that is what is known.
    const known = knownBy === null || county.head === null ? county.head : Math.min(knownBy, county.head);
    return computeRates(ledger.at({ asOf, knownBy: known }), { rules: [rule], period, by, withMembers })[0]!;
  }
}
