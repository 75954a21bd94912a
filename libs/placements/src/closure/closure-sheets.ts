import { setImmediate as turn } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { padRegion, type CivilDate } from '@app/kernel';
import { ClosureReport, type HouseholdClosure, type Instant, type PersonClosure, type PriorPayRecord, type ZeroEmploymentHousehold } from '@app/outcomes';
import { CountyHistoriesRepository } from '../rates/projections/county-histories.repository.js';
import { CountyReader } from '../rates/projections/county-reader.service.js';
import { personsOf } from '../rates/projections/read-county.js';
import { ClosureBooksRepository, type HouseholdRow } from './closure-books.repository.js';
import { ClosureOfAnotherComputation } from './closure.errors.js';
import { FirstPayments } from './first-payments.js';
import { PAID_COURSES, type PaidCourses } from './paid-courses.js';
import { SheetShelf } from './sheet-shelf.js';

/** Which computation: at its two dates nothing changes any more but who is found to be the same person. */
export interface Computation {
  readonly asOf: CivilDate;
  /** The county's last committed record that was looked at; null: nothing is recorded yet. */
  readonly knownBy: Instant | null;
  /** A digest of the merges of the county's people. */
  readonly merges: string;
}

/** A person with the home at the first enrolment (12 digits; null: none is known). */
export interface HomedPerson extends PersonClosure {
  readonly home: string | null;
}

/** Something of a household, with its row. */
export type WithRow<T> = T & { readonly row: HouseholdRow };

/** A whole county judged at two dates: what figures and lists are taken from. */
export interface ClosureSheet extends Computation {
  readonly persons: readonly HomedPerson[];
  readonly households: readonly WithRow<HouseholdClosure>[];
  readonly zeroEmployment: readonly WithRow<ZeroEmploymentHousehold>[];
  readonly priorPays: readonly PriorPayRecord[];
  /** The county's registrations behind a person. */
  readonly registrationsOf: ReadonlyMap<string, readonly string[]>;
  /** People and households. */
  readonly size: number;
}

/** So many households are judged before something else has its turn. */
const HOUSEHOLDS_AT_ONCE = 1_000;
/** What is judged of a county of which nothing is recorded. */
const EMPTY = { persons: [], households: [], zeroEmployment: [], priorPays: [], registrationsOf: new Map<string, readonly string[]>(), size: 0 };
/** So many people and households are kept in memory in all, some 110 MB. */
const CAPACITY = 100_000;

/**
 * Judges a county once for two dates and keeps the answer, so that the pages of a list, and the figures beside it, are of one
 * computation. Ledger and books only grow, so nothing that is kept goes stale: another fact is another `knownBy`. Kept in the
 * memory of the process alone, since it holds what the restricted tables do; whoever finds it gone computes the same again.
 */
@Injectable()
export class ClosureSheets {
  readonly #shelf = new SheetShelf<ClosureSheet>(CAPACITY);
  /** The last computation of each county. */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(
    private readonly histories: CountyHistoriesRepository,
    private readonly reader: CountyReader,
    private readonly books: ClosureBooksRepository,
    @Inject(PAID_COURSES) private readonly paid: PaidCourses,
  ) {}

  /** The county on a day, as known by an instant (null: by now). */
  async at(county: string, asOf: CivilDate, knownBy: Instant | null): Promise<ClosureSheet> {
    const find = async (): Promise<{ readonly which: Computation; readonly sheet: ClosureSheet | null }> => {
      const which = { asOf, ...(await this.books.standOf(county, knownBy)) };
      return { which, sheet: this.#shelf.get(idOf(county, which)) };
    };
    const { sheet } = await find();
    if (sheet !== null) return sheet;
    // A county is judged once at a time; who waited looks again, as somebody may have asked the same.
    return this.#inTurn(county, async () => {
      const found = await find();
      return found.sheet ?? this.#compute(county, found.which);
    });
  }

  /** The very computation that a page before was of. @throws ClosureOfAnotherComputation when people were merged since, and it is no longer kept */
  async again(county: string, which: Computation): Promise<ClosureSheet> {
    const kept = this.#shelf.get(idOf(county, which));
    if (kept !== null) return kept;
    const sheet = await this.at(county, which.asOf, which.knownBy);
    if (sheet.merges !== which.merges || sheet.knownBy !== which.knownBy) throw new ClosureOfAnotherComputation();
    return sheet;
  }

  #inTurn<T>(county: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(county) ?? Promise.resolve()).then(work);
    const ended = turn.catch(() => undefined).finally(() => {
      if (this.#turns.get(county) === ended) this.#turns.delete(county);
    });
    this.#turns.set(county, ended);
    return turn;
  }

  async #compute(county: string, which: Computation): Promise<ClosureSheet> {
    const sheet = await this.#judge(county, which);
    // A merge in the middle would leave half of it before and half after.
    if ((await this.books.standOf(county, which.knownBy)).merges === which.merges) this.#shelf.put(idOf(county, which), sheet);
    return sheet;
  }

  /** Page by page: whatever else is asked of this process has its turn in between. @throws LedgerFaulty */
  async #judge(county: string, which: Computation): Promise<ClosureSheet> {
    const { asOf } = which;
    const knownBy = which.knownBy === null ? null : await this.histories.knownBy(county, which.knownBy);
    if (knownBy === null) return { ...which, ...EMPTY };
    const books = await this.books.load(county, knownBy.micros);
    const paid = await this.paid.find(county, knownBy.micros);
    const payments = paid === null ? null : new FirstPayments(paid);
    const report = new ClosureReport({ ...books, paidOn: payments === null ? null : (person) => payments.on(person) }, { asOf, knownBy: knownBy.micros });
    const homes = new Map<string, string>();
    await this.reader.readPages({ region: padRegion(county), asOf, knownBy }, null, ({ people }) => {
      const persons = personsOf(people);
      for (const { history, home } of people) if (home !== null) homes.set(history.id, home);
      payments?.lookAt(persons.values());
      report.add({ persons, orders: [], asOf, knownBy: knownBy.micros, faults: [] });
    });
    const closures: HouseholdClosure[] = [];
    for (const household of report.households()) if (closures.push(household) % HOUSEHOLDS_AT_ONCE === 0) await turn();
    const zeros = report.zeroEmployment();
    const rows = await this.books.loadHouseholds(county, [...new Set([...closures, ...zeros].map(({ household }) => household))]);
    const withRow = <T extends { readonly household: string }>(each: T): WithRow<T>[] => {
      const row = rows.get(each.household);
      return row === undefined ? [] : [{ ...each, row }];
    };
    const persons = report.everybody().map((person): HomedPerson => ({ ...person, home: homes.get(person.personId) ?? null }));
    const [households, zeroEmployment] = [closures.flatMap(withRow), zeros.flatMap(withRow)];
    return { ...which, persons, households, zeroEmployment, priorPays: books.priorPays, registrationsOf: await this.histories.registrationsOf(county, knownBy, null), size: persons.length + households.length };
  }
}

function idOf(county: string, { asOf, knownBy, merges }: Computation): string {
  return `${county}/${asOf}/${knownBy}/${merges}`;
}
