import type { CivilDate } from '@app/kernel';
import type { MatchingContext } from '@app/matching';
import { CountyBook } from './county-book.js';
import type { EngineQuery } from './query.js';
import { pagesOfPeople, readPeople } from './read-people.js';
import { readContext, readState, type Change } from './read-state.js';
import { readVacancies } from './read-vacancies.js';

/** Above so many changes at once the county is read anew: it costs less than taking each in. */
const ONE_BY_ONE_MAX = 300;

type Work<T> = (book: CountyBook) => T | Promise<T>;

interface HeldBook {
  readonly book: CountyBook;
  readonly asOf: CivilDate;
  readonly rules: string;
  bound: number;
  /** Changes at or above the bound that were taken in: they are read again until the bound has passed them. */
  taken: Set<string>;
}

/**
 * The counties that a thread holds: read whole at the first question, then kept by the change feed. Each question waits its
 * turn and meets its county as the database has it at that moment; a transaction that commits late is seen at the next one.
 */
export class CountyBooks {
  readonly #held = new Map<string, HeldBook>();
  readonly #turns = new Map<string, Promise<unknown>>();
  /** Shared by the counties: the code lists are the same for all. */
  #context: { readonly key: string; readonly context: MatchingContext } | null = null;

  /** @param most so many counties are held, those asked for last */
  constructor(private readonly query: EngineQuery, private readonly most: number) {}

  /** Runs the work on the county (6 digits) as it is now; one at a time. */
  with<T>(county: string, asOf: CivilDate, work: Work<T>): Promise<T> {
    return this.#inTurn(county, async () => work(await this.#current(county, asOf)));
  }

  /**
   * As {@link CountyBooks.with} for work of a moment that only reads: it is done while the database says what has changed, and
   * done again when something has.
   */
  look<T>(county: string, asOf: CivilDate, work: Work<T>): Promise<T> {
    return this.#inTurn(county, async () => {
      const held = this.#held.get(county)?.book;
      const current = this.#current(county, asOf);
      if (held === undefined) return work(await current);
      const { revision } = held;
      const early = questionSent().then(() => work(held));
      const [book] = await Promise.all([current, early.catch(() => undefined)]); // what fails now fails again where it counts
      return book === held && book.revision === revision ? early : work(book);
    });
  }

  #inTurn<T>(county: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(county) ?? Promise.resolve()).then(work);
    const settled = turn.then(() => undefined, () => undefined);
    this.#turns.set(county, settled);
    void settled.then(() => { if (this.#turns.get(county) === settled) this.#turns.delete(county); });
    return turn;
  }

  async #current(county: string, asOf: CivilDate): Promise<CountyBook> {
    const held = this.#held.get(county);
    const state = await readState(this.query, county, held?.bound ?? Number.MAX_SAFE_INTEGER);
    if (held === undefined || held.asOf !== asOf || held.rules !== state.rules) return this.#hold(county, asOf, state.rules, state.bound);
    const fresh = state.changes.filter((change) => !held.taken.has(keyOf(change)));
    if (fresh.length > ONE_BY_ONE_MAX) return this.#hold(county, asOf, state.rules, state.bound);
    if (fresh.length > 0) {
      try {
        await this.#take(county, held, fresh);
      } catch (error) {
        this.#held.delete(county); // half taken in: to be read anew
        throw error;
      }
    }
    held.bound = state.bound;
    held.taken = new Set(state.changes.filter(({ xact }) => xact >= state.bound).map(keyOf));
    this.#touch(county, held);
    return held.book;
  }

  async #hold(county: string, asOf: CivilDate, rules: string, bound: number): Promise<CountyBook> {
    this.#held.delete(county); // the old one makes room first
    const context = await this.#contextOf(asOf, rules);
    const vacancies = await readVacancies(this.query, { county });
    const held = { book: await CountyBook.of(context, pagesOfPeople(this.query, county, asOf), vacancies), asOf, rules, bound, taken: new Set<string>() };
    this.#touch(county, held);
    return held.book;
  }

  async #contextOf(asOf: CivilDate, rules: string): Promise<MatchingContext> {
    const key = `${asOf}/${rules}`;
    if (this.#context?.key !== key) this.#context = { key, context: await readContext(this.query, asOf) };
    return this.#context.context;
  }

  async #take(county: string, { book, asOf }: HeldBook, changes: readonly Change[]): Promise<void> {
    const idsOf = (wanted: Change['kind']): string[] => [...new Set(changes.flatMap(({ kind, id }) => (kind === wanted ? [id] : [])))];
    const [trainees, vacancies] = [idsOf('trainee'), idsOf('vacancy')];
    const people = trainees.length === 0 ? [] : await readPeople(this.query, { county, ids: trainees, asOf });
    const offered = vacancies.length === 0 ? [] : (await readVacancies(this.query, { ids: vacancies })).filter(({ profile }) => profile.open);
    const [here, open] = [new Set(people.map(({ profile }) => profile.id)), new Set(offered.map(({ profile }) => profile.id))];
    book.apply({ people, peopleGone: trainees.filter((id) => !here.has(id)), vacancies: offered, vacanciesGone: vacancies.filter((id) => !open.has(id)) });
  }

  /** Puts it last in the order of use, and lets the one go that was asked for longest ago. */
  #touch(county: string, held: HeldBook): void {
    this.#held.delete(county);
    this.#held.set(county, held);
    for (const oldest of this.#held.keys()) {
      if (this.#held.size <= this.most) break;
      this.#held.delete(oldest);
    }
  }
}

const keyOf = ({ kind, id, xact }: Change): string => `${xact}/${kind}/${id}`;

/** Resolves when a question that was just asked of the database has left this thread. */
const questionSent = (): Promise<void> => new Promise((done) => setImmediate(done));
