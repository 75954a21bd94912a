import { setImmediate as turn } from 'node:timers/promises';
import { dayNumber, fromDayNumber, regionPrefix, type CivilDate } from '@app/kernel';
import { FactLedger, type Instant, type LedgerQuery, type PersonHistory } from '@app/outcomes';
import type { CountyHistoriesRepository, CountyScene, FactRow, KnownBy, PersonText } from './county-histories.repository.js';
import { HistoryTextFolder, classesOf, type ClassFact, type Exclusion } from './history-text.js';
import { LedgerFaulty } from './ledger-faulty.js';

/** Some people of a county with everything in force about them on a day. */
export interface HistoriesPage {
  readonly persons: ReadonlyMap<string, PersonHistory>;
  /** Where a person lived at the first enrolment. */
  readonly homeOf: ReadonlyMap<string, string>;
  /** The next day on which a fact recorded already takes effect. */
  readonly dueOf: ReadonlyMap<string, CivilDate>;
  /** Every id of these people: several ids may be found to be one person. */
  readonly ids: readonly string[];
}

const COUNTY_DIGITS = 6;
/** The database goes through the whole table for every statement, so a statement reads many people at once. */
const PEOPLE_READ_AT_ONCE = 80_000;
/** So many statements are on their way while the answer of one is worked on. */
const READ_AHEAD = 1;
/** And so many people are worked on at once: their histories are forgotten again while they are still young. */
const PEOPLE_OF_A_PAGE = 4_000;
/** People with retractions or several ids are read fact by fact, so fewer at a time. */
const SPECIAL_PAGE = 2_000;
/** A report says how far it is when it has done so many more. */
const PEOPLE_BETWEEN_WORDS = 20_000;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * Reads a county page by page, so that memory does not grow with it; the next people are on their way while some are worked on.
 * Between two pages whatever else waits in this process has its turn.
 */
export async function* readCounty(repository: CountyHistoriesRepository, scene: CountyScene, asOf: CivilDate): AsyncGenerator<HistoriesPage> {
  const reader = new PageReader(scene, asOf);
  const bounds = [FIRST_ID, ...(await repository.bounds(scene, PEOPLE_READ_AT_ONCE)), LAST_ID];
  const ask = (at: number): ReturnType<typeof repository.people> => {
    const asked = at + 1 < bounds.length ? repository.people(scene, bounds[at]!, bounds[at + 1]!) : Promise.resolve([]);
    asked.catch(() => undefined); // met when its turn comes, also when one before it fails
    return asked;
  };
  const coming = Array.from({ length: READ_AHEAD }, (_, at) => ask(at));
  for (let at = 0; at + 1 < bounds.length; at++) {
    coming.push(ask(at + READ_AHEAD));
    const rows = await coming.shift()!;
    for (let from = 0; from < rows.length; from += PEOPLE_OF_A_PAGE) {
      yield reader.read(rows, from, from + PEOPLE_OF_A_PAGE);
      await turn();
    }
  }
  const special = [...reader.specialIds];
  for (let from = 0; from < special.length; from += SPECIAL_PAGE) {
    const ids = special.slice(from, from + SPECIAL_PAGE);
    yield foldFacts(await repository.factsOutside(scene, ids), scene.aliases, { asOf, knownBy: scene.knownBy.micros }, ids);
  }
}

/** What a report reads a county for. */
export interface PagesQuestion {
  /** 12 digits: the county of it is read. */
  readonly region: string;
  readonly asOf: CivilDate;
  readonly knownBy: KnownBy;
}

/** Is told now and then how many people are done, and of about how many. */
export type ReportProgress = (done: number, expected: number) => Promise<void>;

/** Hands every page of the region's county to a report, and says how far it has come to whoever wants to know. @throws LedgerFaulty */
export async function readPages(repository: CountyHistoriesRepository, { region, asOf, knownBy }: PagesQuestion, progress: ReportProgress | null, take: (page: HistoriesPage) => void): Promise<void> {
  const scene = await repository.scene(region.slice(0, COUNTY_DIGITS), knownBy);
  const expected = progress === null ? 0 : await repository.countPersons(scene);
  let [done, told] = [0, 0];
  for await (const page of readCounty(repository, scene, asOf)) {
    take(page);
    done += page.ids.length;
    if (progress === null || done < told + PEOPLE_BETWEEN_WORDS) continue;
    told = done;
    await progress(done, Math.max(done, expected));
  }
  await progress?.(done, Math.max(done, expected));
}

/** A page's people whose home lies in the region; of a county everybody, also without a home. */
export function peopleIn({ persons, homeOf }: HistoriesPage, region: string): ReadonlyMap<string, PersonHistory> {
  const prefix = regionPrefix(region);
  if (prefix.length <= COUNTY_DIGITS) return persons;
  return new Map([...persons].filter(([id]) => homeOf.get(id)?.startsWith(prefix)));
}

/** Folds every fact about some people, in force or not, by the library's own ledger. @throws LedgerFaulty when they contradict each other */
export function foldFacts(rows: readonly FactRow[], aliases: ReadonlyMap<string, string>, view: LedgerQuery & { readonly knownBy: Instant }, ids: readonly string[]): HistoriesPage {
  const { asOf, knownBy } = view;
  const ledger = new FactLedger();
  const homeOf = new Map<string, string>();
  const dueOf = new Map<string, CivilDate>();
  const classDays = new Map<string, CivilDate>();
  for (const { fact } of rows) if (fact.kind === 'class') classDays.set(fact.class, fact.effectiveOn);
  const known = new Set(rows.flatMap(({ fact }) => (fact.kind === 'retracted' ? [] : [fact.id])));
  for (const { fact, personId, home } of withoutStrangers(rows, known)) {
    const person = personId === null ? null : (aliases.get(personId) ?? personId);
    ledger.add('person' in fact ? { ...fact, person: person ?? fact.person } : fact);
    if (person === null || fact.recordedAt > knownBy) continue;
    if (home !== null && !homeOf.has(person)) homeOf.set(person, home);
    if (fact.kind === 'retracted') continue;
    noteDue(dueOf, person, fact.effectiveOn, asOf);
    if ('class' in fact) noteDue(dueOf, person, classDays.get(fact.class) ?? asOf, asOf);
  }
  const slice = ledger.at(view);
  if (slice.faults.length > 0) throw new LedgerFaulty(slice.faults.length);
  return { persons: slice.persons, homeOf, dueOf, ids };
}

/** Without retractions of what is not among these facts. A retraction can be retracted, so this goes on until nothing more is found. */
function withoutStrangers(rows: readonly FactRow[], known: Set<string>): readonly FactRow[] {
  const retractions = rows.filter(({ fact }) => fact.kind === 'retracted');
  for (let size = -1; size !== known.size;) {
    size = known.size;
    for (const { fact } of retractions) if (fact.kind === 'retracted' && known.has(fact.fact)) known.add(fact.id);
  }
  return rows.filter(({ fact }) => known.has(fact.id));
}

function noteDue(dueOf: Map<string, CivilDate>, person: string, day: CivilDate, asOf: CivilDate): void {
  if (day <= asOf) return;
  const before = dueOf.get(person);
  if (before === undefined || day < before) dueOf.set(person, day);
}

/** Folds pages of people about whom nothing was retracted. */
class PageReader {
  /** Who is read fact by fact: several ids for one person, or a retraction. */
  readonly specialIds: ReadonlySet<string>;
  private readonly exclusions = new Map<string, Exclusion[]>();
  private readonly folder: HistoryTextFolder;

  constructor(scene: CountyScene, asOf: CivilDate) {
    this.specialIds = specialIdsOf(scene);
    const takenAway = retractionsInForce(scene);
    const classes = new Map<string, ClassFact>();
    for (const { fact, personId } of scene.rarities) {
      if (fact.kind === 'class' && !takenAway.has(fact.id)) classes.set(fact.class, fact);
      if (fact.kind === 'excluded') this.exclusions.set(personId!, [...(this.exclusions.get(personId!) ?? []), fact]);
    }
    this.folder = new HistoryTextFolder(classesOf(classes.values()), dayNumber(asOf));
  }

  /** @param from the first of the rows, up to `to` (not included) */
  read(rows: readonly PersonText[], from: number, to: number): HistoriesPage {
    const [persons, homeOf, dueOf, ids] = [new Map<string, PersonHistory>(), new Map<string, string>(), new Map<string, CivilDate>(), [] as string[]];
    for (let at = from; at < Math.min(to, rows.length); at++) {
      const { personId, facts } = rows[at]!;
      if (this.specialIds.has(personId)) continue;
      ids.push(personId);
      const { history, home, dueOn } = this.folder.fold(personId, facts, this.exclusions.get(personId) ?? []);
      persons.set(personId, history);
      if (home !== null) homeOf.set(personId, home);
      if (dueOn < Number.POSITIVE_INFINITY) dueOf.set(personId, fromDayNumber(dueOn));
    }
    return { persons, homeOf, dueOf, ids };
  }
}

function specialIdsOf({ aliases, rarities }: CountyScene): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const [id, same] of aliases) ids.add(id).add(same);
  const personOf = new Map(rarities.map(({ fact, personId }) => [fact.id, personId]));
  const targetOf = new Map(rarities.flatMap(({ fact }) => (fact.kind === 'retracted' ? [[fact.id, fact.fact] as const] : [])));
  for (const { fact, personId } of rarities) {
    if (fact.kind !== 'retracted') continue;
    let [person, target] = [personId, targetOf.get(fact.id)];
    for (; person === null && target !== undefined; target = targetOf.get(target)) person = personOf.get(target) ?? null;
    if (person !== null) ids.add(person);
  }
  return ids;
}

/** The facts that a retraction in force takes away. A retraction names an older fact, so there are no circles. */
function retractionsInForce({ rarities }: CountyScene): ReadonlySet<string> {
  const byTarget = new Map<string, string[]>();
  for (const { fact } of rarities) if (fact.kind === 'retracted') byTarget.set(fact.fact, [...(byTarget.get(fact.fact) ?? []), fact.id]);
  const isTakenAway = (id: string): boolean => (byTarget.get(id) ?? []).some((retraction) => !isTakenAway(retraction));
  return new Set([...byTarget.keys()].filter(isTakenAway));
}
