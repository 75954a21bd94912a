import { Inject, Injectable } from '@nestjs/common';
import { isRegionCode, padRegion, regionLevel, regionPrefix, type CivilDate, type Clock } from '@app/kernel';
import { closureOf, zeroEmploymentHouseholds, type Closure, type HouseholdClosure, type Instant, type LedgerSlice, type PersonClosure, type ZeroEmploymentHousehold } from '@app/outcomes';
import { CLOCK, requireInScope, type Principal } from '@app/platform';
import { ClassCodes } from '../classes/class-codes.js';
import { PlacementQueryInvalid } from '../placements.errors.js';
import { RateLedgerRepository, ledgerOf, type CountyLedger } from '../rates/rate-ledger.repository.js';
import { isoOf, readAsOf, readKnownBy } from '../rates/rate-query.js';
import { ClosureBooksRepository, type CountyBooksOfClosure, type HouseholdRow } from './closure-books.repository.js';
import { PAID_COURSES, type PaidCourse, type PaidCourses } from './paid-courses.js';

/** Which place and which two dates, as text. */
export interface ClosureQuery {
  readonly region?: string | undefined;
  readonly asOf?: string | undefined;
  readonly knownBy?: string | undefined;
}

/** A person with the home at the first enrolment (12 digits; null: none is known). */
export interface HomedPerson extends PersonClosure {
  readonly home: string | null;
}

/** A person of the lists: whose work it is follows from where the person is registered now. */
export interface Resident extends PersonClosure {
  readonly registrationId: string;
  /** 12 digits. */
  readonly region: string;
}

/** A household with its row. */
interface HomedHousehold extends HouseholdClosure {
  readonly row: HouseholdRow;
}

/** The people and households of a place, judged at two dates. */
export interface ClosureScene {
  readonly region: string;
  readonly asOf: CivilDate;
  readonly knownBy: Instant | null;
  readonly knownByText: string | null;
  readonly county: CountyLedger;
  readonly books: CountyBooksOfClosure;
  /** Everybody of the county; and of these, those at home in the place at the first enrolment: who is counted. */
  readonly everybody: readonly PersonClosure[];
  readonly persons: readonly HomedPerson[];
  readonly households: readonly HomedHousehold[];
  readonly zeroEmployment: readonly (ZeroEmploymentHousehold & { readonly row: HouseholdRow })[];
}

const NO_BOOKS: CountyBooksOfClosure = { incomes: [], lines: [], memberships: [], supports: [], priorPays: [] };

/** Sets the scene: reads a county's ledger and books as the service itself, judges, and keeps what lies in the place that the caller serves. */
@Injectable()
export class ClosureScenes {
  constructor(
    private readonly ledgers: RateLedgerRepository,
    private readonly books: ClosureBooksRepository,
    private readonly codes: ClassCodes,
    @Inject(PAID_COURSES) private readonly paid: PaidCourses,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Household status is nobody's business elsewhere: a place out of scope has no figures at all. @throws PlacementQueryInvalid, OutOfScope */
  async at(principal: Principal, query: ClosureQuery): Promise<ClosureScene> {
    const [asOf, asked] = [readAsOf(query.asOf, this.clock.now()), readKnownBy(query.knownBy)];
    const region = await this.#readRegion(query.region ?? principal.region);
    requireInScope(principal, region);
    const code = region.slice(0, 6);
    const county = await this.ledgers.load(code, asked);
    const slice = ledgerOf(county, () => true).at({ asOf, knownBy: county.head });
    const { books, closure, rows } = await this.#judge(code, slice);
    const prefix = regionPrefix(region);
    const isWhole = prefix.length === 6;
    const rowOf = (household: string): HouseholdRow[] => {
      const row = rows.get(household);
      return row !== undefined && row.ownerRegion.startsWith(prefix) ? [row] : [];
    };
    return {
      region, asOf, knownBy: county.head, knownByText: county.head === null ? null : isoOf(county.head), county, books, everybody: closure.persons,
      persons: closure.persons.map((person): HomedPerson => ({ ...person, home: county.homeOf.get(person.personId) ?? null })).filter(({ home }) => isWhole || home?.startsWith(prefix) === true),
      households: closure.households.flatMap((each) => rowOf(each.household).map((row) => ({ ...each, row }))),
      zeroEmployment: zeroEmploymentHouseholds(slice, books).flatMap((each) => rowOf(each.household).map((row) => ({ ...each, row }))),
    };
  }

  /** Who is registered in the place now, of everybody who is not excluded. */
  async residents({ region, county, everybody }: ClosureScene): Promise<Resident[]> {
    const [prefix, regions] = [regionPrefix(region), await this.books.loadRegions(region.slice(0, 6))];
    return everybody.flatMap((person): Resident[] => {
      if (person.isExcluded) return [];
      const id = county.registrationsOf.get(person.personId)?.find((each) => regions.get(each)?.startsWith(prefix) === true);
      return id === undefined ? [] : [{ ...person, registrationId: id, region: regions.get(id)! }];
    });
  }

  async #judge(county: string, slice: LedgerSlice): Promise<{ books: CountyBooksOfClosure; closure: Closure; rows: Map<string, HouseholdRow> }> {
    const books = slice.knownBy === null ? NO_BOOKS : await this.books.load(county, slice.knownBy);
    const courses = [...slice.persons.values()].flatMap(({ id, attendances }) => attendances.flatMap(({ class: { id: classId, isCounted }, completedOn }) => (isCounted && completedOn !== null ? [{ personId: id, classId }] : [])));
    const payments = slice.knownBy === null ? null : await this.paid.find(county, courses, slice.knownBy);
    const closure = closureOf(slice, { ...books, paidOn: payments === null ? null : firstPayment(payments) });
    const ids = [...new Set([...closure.households.map(({ household }) => household), ...books.supports.map(({ household }) => household)])];
    return { books, closure, rows: await this.books.loadHouseholds(county, ids) };
  }

  async #readRegion(region: string): Promise<string> {
    if (!isRegionCode(region) || !(await this.codes.hasRegion(region))) throw new PlacementQueryInvalid('region', '没有这个行政区划代码');
    const level = regionLevel(region);
    if (level === 'province' || level === 'prefecture') throw new PlacementQueryInvalid('region', '按县、乡镇或村统计，请指明县');
    return padRegion(region);
  }
}

function firstPayment(payments: readonly PaidCourse[]): (person: string) => CivilDate | null {
  const first = new Map<string, CivilDate>();
  for (const { personId, paidOn } of payments) {
    const known = first.get(personId);
    if (known === undefined || paidOn < known) first.set(personId, paidOn);
  }
  return (person) => first.get(person) ?? null;
}
