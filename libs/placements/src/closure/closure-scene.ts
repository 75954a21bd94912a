import { Inject, Injectable } from '@nestjs/common';
import { isRegionCode, padRegion, regionLevel, regionPrefix, type CivilDate, type Clock } from '@app/kernel';
import type { HouseholdClosure, Instant, PersonClosure, PriorPayRecord, ZeroEmploymentHousehold } from '@app/outcomes';
import { CLOCK, requireInScope, type Principal } from '@app/platform';
import { ClassCodes } from '../classes/class-codes.js';
import { PlacementQueryInvalid } from '../placements.errors.js';
import { isoOf, readAsOf, readKnownBy } from '../rates/rate-query.js';
import { ClosureBooksRepository } from './closure-books.repository.js';
import { ClosureSheets, type ClosureSheet, type Computation, type HomedPerson, type WithRow } from './closure-sheets.js';
import { ClosureOfAnotherComputation } from './closure.errors.js';

/** Which place and which two dates, as text. */
export interface ClosureQuery {
  readonly region?: string | undefined;
  readonly asOf?: string | undefined;
  readonly knownBy?: string | undefined;
}

/** The computation that a page was of, and the instant that was asked for then (null: none). */
export interface PagedComputation extends Computation {
  readonly asked: Instant | null;
}

/** A person of the lists: whose work it is follows from where the person is registered now. */
export interface Resident extends PersonClosure {
  readonly registrationId: string;
  /** 12 digits. */
  readonly region: string;
}

/** The people and households of a place, judged at two dates. */
export interface ClosureScene {
  /** 12 digits. */
  readonly region: string;
  readonly asOf: CivilDate;
  readonly knownBy: Instant | null;
  readonly knownByText: string | null;
  readonly computation: PagedComputation;
  readonly priorPays: readonly PriorPayRecord[];
  readonly registrationsOf: ReadonlyMap<string, readonly string[]>;
  /** Everybody of the county; and of these, those at home in the place at the first enrolment: who is counted. */
  readonly everybody: readonly PersonClosure[];
  readonly persons: readonly HomedPerson[];
  readonly households: readonly WithRow<HouseholdClosure>[];
  readonly zeroEmployment: readonly WithRow<ZeroEmploymentHousehold>[];
}

/** Sets the scene: of a county judged as the service itself, what lies in the place that the caller serves. */
@Injectable()
export class ClosureScenes {
  constructor(
    private readonly sheets: ClosureSheets,
    private readonly books: ClosureBooksRepository,
    private readonly codes: ClassCodes,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Household status is nobody's business elsewhere: a place out of scope has no figures at all.
   * @param page what the page before was of, for the next one of it
   * @throws PlacementQueryInvalid, OutOfScope, ClosureOfAnotherComputation
   */
  async at(principal: Principal, query: ClosureQuery, page: PagedComputation | null = null): Promise<ClosureScene> {
    const [asOf, asked] = [readAsOf(query.asOf ?? page?.asOf, this.clock.now()), readKnownBy(query.knownBy)];
    const region = await this.#readRegion(query.region ?? principal.region);
    requireInScope(principal, region);
    if (page !== null && !isOf(page, asOf, asked)) throw new ClosureOfAnotherComputation();
    const county = region.slice(0, 6);
    const sheet = page === null ? await this.sheets.at(county, asOf, asked) : await this.sheets.again(county, page);
    return sceneOf(sheet, region, page?.asked ?? asked);
  }

  /** Who of these people, nobody excluded, is registered in the place now. */
  async residents({ region, registrationsOf }: ClosureScene, persons: readonly PersonClosure[]): Promise<Resident[]> {
    const regions = await this.books.loadRegions(region.slice(0, 6), regionPrefix(region));
    return persons.flatMap((person): Resident[] => {
      if (person.isExcluded) return [];
      const id = registrationsOf.get(person.personId)?.find((each) => regions.has(each));
      return id === undefined ? [] : [{ ...person, registrationId: id, region: regions.get(id)! }];
    });
  }

  async #readRegion(region: string): Promise<string> {
    if (!isRegionCode(region) || !(await this.codes.hasRegion(region))) throw new PlacementQueryInvalid('region', '没有这个行政区划代码');
    const level = regionLevel(region);
    if (level === 'province' || level === 'prefecture') throw new PlacementQueryInvalid('region', '按县、乡镇或村统计，请指明县');
    return padRegion(region);
  }
}

/** Whether the dates of a query are those of the page before: what it was asked with, or what it answered. */
function isOf(page: PagedComputation, asOf: CivilDate, asked: Instant | null): boolean {
  return asOf === page.asOf && (asked === null || asked === page.asked || asked === page.knownBy);
}

function sceneOf({ asOf, knownBy, merges, persons, priorPays, registrationsOf, ...sheet }: ClosureSheet, region: string, asked: Instant | null): ClosureScene {
  const prefix = regionPrefix(region);
  const isWhole = prefix.length === 6;
  const isHere = ({ row }: WithRow<unknown>): boolean => row.ownerRegion.startsWith(prefix);
  return {
    region, asOf, knownBy, knownByText: knownBy === null ? null : isoOf(knownBy), computation: { asOf, knownBy, merges, asked }, priorPays, registrationsOf, everybody: persons,
    persons: persons.filter(({ home }) => isWhole || home?.startsWith(prefix) === true), households: sheet.households.filter(isHere), zeroEmployment: sheet.zeroEmployment.filter(isHere),
  };
}
