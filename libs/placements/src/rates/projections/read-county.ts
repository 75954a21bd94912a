import { dayNumber, regionPrefix, type CivilDate } from '@app/kernel';
import { FactLedger, type Instant, type LedgerQuery, type PersonHistory } from '@app/outcomes';
import type { CountyScene, FactRow } from './county-histories.repository.js';
import { HistoryTextFolder, UUID, classesOf, type ClassFact, type Exclusion, type FoldedHistory } from './history-text.js';
import { LedgerFaulty } from './ledger-faulty.js';

/** Some people of a county with everything in force about them on a day. */
export interface HistoriesPage {
  readonly people: readonly FoldedHistory[];
  /** Every id of these people: several ids may be found to be one person. */
  readonly ids: readonly string[];
}

const COUNTY_DIGITS = 6;
/** So far behind a line's beginning its facts stand: a line feed and an id. */
const FACTS = 1 + UUID;

/** People by their ids, as a slice of the ledger has them. */
export function personsOf(people: readonly FoldedHistory[]): ReadonlyMap<string, PersonHistory> {
  return new Map(people.map(({ history }) => [history.id, history]));
}

/** Whether a home lies in the region, asked for many; in a county everybody's does, also without a home. */
export function homeTest(region: string): (home: string | null) => boolean {
  const prefix = regionPrefix(region);
  return prefix.length <= COUNTY_DIGITS ? () => true : (home) => home?.startsWith(prefix) ?? false;
}

/** A page's people whose home lies in the region, by their ids; of a county everybody, also without a home. */
export function peopleIn({ people }: HistoriesPage, region: string): ReadonlyMap<string, PersonHistory> {
  const livesThere = homeTest(region);
  return personsOf(people.filter(({ home }) => livesThere(home)));
}

/** Where the people of a page lived at their first enrolment; others have no home here. */
export function homesOf({ people }: HistoriesPage): ReadonlyMap<string, string> {
  return new Map(people.flatMap(({ history, home }) => (home === null ? [] : [[history.id, home] as const])));
}

/** Folds every fact about some people, in force or not, by the library's own ledger. @throws LedgerFaulty when they contradict each other */
export function foldFacts(rows: readonly FactRow[], aliases: ReadonlyMap<string, string>, view: LedgerQuery & { readonly knownBy: Instant }, ids: readonly string[]): HistoriesPage {
  const { asOf, knownBy } = view;
  const ledger = new FactLedger();
  const homeOf = new Map<string, string>();
  const dueOf = new Map<string, number>();
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
  return { people: Array.from(slice.persons.values(), (history) => ({ history, home: homeOf.get(history.id) ?? null, dueOn: dueOf.get(history.id) ?? Number.POSITIVE_INFINITY })), ids };
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

function noteDue(dueOf: Map<string, number>, person: string, day: CivilDate, asOf: CivilDate): void {
  if (day > asOf) dueOf.set(person, Math.min(dueOf.get(person) ?? Number.POSITIVE_INFINITY, dayNumber(day)));
}

const NO_EXCLUSIONS: readonly Exclusion[] = [];

interface PageInMaking extends HistoriesPage {
  readonly people: FoldedHistory[];
  readonly ids: string[];
}

/** Some people's facts as the texts of `rate_history_texts`, and those recorded since. */
export interface TextsAndTail {
  readonly texts: readonly string[];
  /** Texts of the facts recorded since, of the same people and whoever has come between them. */
  readonly tail: readonly string[];
}

/** Folds pages of people about whom nothing was retracted. */
export class PageReader {
  /** Who is read fact by fact: several ids for one person, or a retraction. */
  readonly specialIds: ReadonlySet<string>;
  private readonly exclusions = new Map<string, Exclusion[]>();
  private readonly folder: HistoryTextFolder;

  /**
   * @param limit facts recorded after this instant stand in the texts and do not count; null: there are none
   * @param people so many at most are on a page
   */
  constructor(scene: CountyScene, asOf: CivilDate, limit: Instant | null, private readonly people: number) {
    this.specialIds = specialIdsOf(scene);
    const takenAway = retractionsInForce(scene);
    const classes = new Map<string, ClassFact>();
    for (const { fact, personId } of scene.rarities) {
      if (fact.kind === 'class' && !takenAway.has(fact.id)) classes.set(fact.class, fact);
      if (fact.kind === 'excluded') this.exclusions.set(personId!, [...(this.exclusions.get(personId!) ?? []), fact]);
    }
    this.folder = new HistoryTextFolder(classesOf(classes.values()), dayNumber(asOf), limit);
  }

  /** The people of a part, each with what was recorded since, then whoever has come since. @throws LedgerFaulty */
  *read({ texts, tail }: TextsAndTail): Generator<HistoriesPage> {
    let page = emptyPage();
    for (const personId of this.fold(texts, factsByPerson(tail))) {
      this.take(page, personId);
      if (page.ids.length < this.people) continue;
      yield page;
      page = emptyPage();
    }
    if (page.ids.length > 0) yield page;
  }

  /** Folds one person after the other, each to be taken before the next. */
  private *fold(texts: readonly string[], tail: Map<string, string>): Generator<string> {
    for (const text of texts) {
      for (let end = 0; end < text.length;) {
        const at = end;
        end = endOfLine(text, at);
        const personId = personAt(text, at);
        if (this.specialIds.has(personId)) continue;
        this.folder.begin(personId);
        this.folder.add(text, at + FACTS, end);
        const since = tail.get(personId);
        if (since !== undefined && tail.delete(personId)) this.folder.add(since, 0, since.length);
        yield personId;
      }
    }
    for (const [personId, since] of tail) {
      if (this.specialIds.has(personId)) continue;
      this.folder.begin(personId);
      this.folder.add(since, 0, since.length);
      yield personId;
    }
  }

  private take({ people, ids }: PageInMaking, personId: string): void {
    const folded = this.folder.end(this.exclusions.get(personId) ?? NO_EXCLUSIONS);
    if (folded === null) return;
    ids.push(personId);
    people.push(folded);
  }
}

function emptyPage(): PageInMaking {
  return { people: [], ids: [] };
}

/** Of every person of the texts the facts. */
function factsByPerson(texts: readonly string[]): Map<string, string> {
  const facts = new Map<string, string>();
  for (const text of texts) {
    for (let end = 0; end < text.length;) {
      const at = end;
      end = endOfLine(text, at);
      facts.set(personAt(text, at), text.slice(at + FACTS, end));
    }
  }
  return facts;
}

/** Where the line that begins there ends: each begins with a line feed. */
function endOfLine(text: string, begin: number): number {
  const next = text.indexOf('\n', begin + 1);
  return next < 0 ? text.length : next;
}

function personAt(text: string, begin: number): string {
  return text.slice(begin + 1, begin + FACTS);
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
