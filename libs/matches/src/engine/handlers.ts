import { describePair, explainPair, forecastVacancies, prepareTrainee, prepareVacancy, shortageBoard, type OutsideSolver, type PreparedTrainee, type VacancyProfile } from '@app/matching';
import type { Answered, Asked, EngineCall, StoredList, Told } from './calls.js';
import type { CountyBook } from './county-book.js';
import { courseWishers } from './course-wishes.js';
import { highsWithin } from './highs.js';
import { comparePlans, makePlan } from './plan-handlers.js';
import type { EngineQuery } from './query.js';
import { assignSeats, listCandidates } from './seat-handlers.js';
import { readVacancies } from './read-vacancies.js';

/** Of a caller who brings no solver. */
const SOLVER_LIMIT_MS = 120_000;

type Handler<Name extends EngineCall> = (book: CountyBook, asked: Asked<Name>, query: EngineQuery, solve?: OutsideSolver, tell?: (told: Told<Name>) => void) => Answered<Name> | Promise<Answered<Name>>;

/** Question → answer. */
export const ENGINE_HANDLERS: { readonly [Name in EngineCall]: Handler<Name> } = {
  'county.load': (book) => book.peopleCount,
  'trainees.list': async (book, { vacancyId, scope, limit }, query, _, tell) => {
    const vacancy = await vacancyOf(book, vacancyId, query);
    if (vacancy === null) return null;
    const prepared = prepareVacancy(book.context, vacancy);
    const { ranked, pending } = book.rankTrainees(prepared, limit, scope);
    tell?.([...ranked, ...pending].map(({ traineeId }) => traineeId));
    const explained = ({ traineeId }: { readonly traineeId: string }) => explainPair(book.context, book.person(traineeId)!.profile, vacancy, prepared);
    return { ...book.madeBy, ranked: ranked.map(explained), pending: pending.map(explained) };
  },
  'vacancies.list': (book, { traineeId, limit }) => {
    const person = book.person(traineeId);
    if (person === null) return null;
    const { ranked, pending } = book.rankVacancies(person.profile, limit);
    const explained = ({ vacancyId }: { readonly vacancyId: string }) => explainPair(book.context, person.profile, book.vacancy(vacancyId)!.profile);
    return { ...book.madeBy, ranked: ranked.map(explained), pending: pending.map(explained) };
  },
  'pair.explain': async (book, { traineeId, vacancyId }, query) => {
    const person = book.person(traineeId);
    const vacancy = await vacancyOf(book, vacancyId, query);
    if (person === null) return 'no-trainee';
    return vacancy === null ? 'no-vacancy' : explainPair(book.context, person.profile, vacancy);
  },
  'vacancies.offered': (book) => ({ ...book.madeBy, ids: book.vacancyIds }),
  'lists.make': (book, { vacancyIds, topK }) => ({ ...book.madeBy, lists: makeLists(book, vacancyIds, topK) }),
  'vacancies.of-trainees': (book, { traineeIds }) => traineeIds.flatMap((id) => {
    const person = book.person(id);
    return person === null ? [] : book.rankVacancies(person.profile, Math.max(1, book.vacancyIds.length)).ranked;
  }),
  'vacancies.forecast': (book) => ({ ...book.madeBy, forecast: forecastVacancies(book.context, book.vacancyProfiles, book.profiles) }),
  'plan.make': (book, { wishes, decided }, query, solve = highsWithin(SOLVER_LIMIT_MS)) => makePlan(book, wishes, decided, { query, solve }),
  'plan.what-if': (book, asked) => comparePlans(book, asked),
  'courses.wishers': (book, { courseIds }) => ({ ...book.madeBy, wishers: courseWishers(book, courseIds) }),
  'class.candidates': (book, asked) => listCandidates(book, asked),
  'class-seats.assign': (book, asked, _, solve = highsWithin(SOLVER_LIMIT_MS)) => assignSeats(book, asked, solve),
  'shortages.work-out': (book, { most }) => ({ ...book.madeBy, lines: shortageBoard(book.context, book.profiles, book.vacancyProfiles).slice(0, most) }),
};

/** Questions that only read and take a moment: they may be asked of the county as it was, and again if it has changed. */
export const QUICK_QUESTIONS: ReadonlySet<EngineCall> = new Set<EngineCall>(['trainees.list', 'vacancies.list', 'pair.explain']);

const EVERYBODY = { from: '0'.repeat(12), to: '9'.repeat(12) };

function makeLists(book: CountyBook, vacancyIds: readonly string[], topK: number): StoredList[] {
  const prepared = new Map<string, { readonly trainee: PreparedTrainee; readonly ownerRegion: string }>();
  const personOf = (id: string): { readonly trainee: PreparedTrainee; readonly ownerRegion: string } => {
    let person = prepared.get(id);
    if (person === undefined) {
      const { profile, ownerRegion } = book.person(id)!;
      prepared.set(id, (person = { trainee: prepareTrainee(book.context, profile), ownerRegion }));
    }
    return person;
  };
  return vacancyIds.flatMap((id) => {
    const read = book.vacancy(id);
    if (read === null) return [];
    const vacancy = prepareVacancy(book.context, read.profile);
    const pairs = book.rankTrainees(vacancy, topK, EVERYBODY).ranked.map(({ traineeId }) => {
      const { trainee, ownerRegion } = personOf(traineeId);
      return { pair: describePair(book.context.policy, trainee, vacancy), ownerRegion };
    });
    return [{ vacancyId: id, vacancyVersion: read.version, pairs }];
  });
}

/** One that no list shows (closed, or another county's) is read from the database, whatever its state. */
async function vacancyOf(book: CountyBook, id: string, query: EngineQuery): Promise<VacancyProfile | null> {
  return (book.vacancy(id) ?? (await readVacancies(query, { ids: [id] }))[0])?.profile ?? null;
}
