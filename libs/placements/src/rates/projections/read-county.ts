import type { CivilDate } from '@app/kernel';
import { Calendar, FactLedger, buildHistories, type Fact, type Instant, type LedgerQuery, type PersonHistory } from '@app/outcomes';
import type { CountyHistoriesRepository, CountyScene, FactRow } from './county-histories.repository.js';
import { readHistory } from './history-page.js';

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

const FACTS_OF_A_PAGE = 100_000;
/** People with retractions or several ids are read fact by fact, so fewer at a time. */
const SPECIAL_PAGE = 2_000;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Reads a county page by page, so that memory does not grow with it; the next page is on its way while one is worked on. */
export async function* readCounty(repository: CountyHistoriesRepository, scene: CountyScene, asOf: CivilDate): AsyncGenerator<HistoriesPage> {
  const reader = new PageReader(scene, asOf);
  const bounds = [FIRST_ID, ...(await repository.bounds(scene, FACTS_OF_A_PAGE)), LAST_ID];
  const ask = (page: number): ReturnType<typeof repository.page> => {
    const asked = page + 1 < bounds.length ? repository.page(scene, bounds[page]!, bounds[page + 1]!) : Promise.resolve([]);
    asked.catch(() => undefined); // met when its turn comes, also when a page before it fails
    return asked;
  };
  let coming = ask(0);
  for (let page = 0; page + 1 < bounds.length; page++) {
    const rows = await coming;
    coming = ask(page + 1);
    yield reader.read(rows);
  }
  const special = [...reader.specialIds];
  for (let from = 0; from < special.length; from += SPECIAL_PAGE) {
    const ids = special.slice(from, from + SPECIAL_PAGE);
    yield foldFacts(await repository.factsOutside(scene, ids), scene.aliases, { asOf, knownBy: scene.knownBy.micros }, ids);
  }
}

/** Folds every fact about some people, in force or not, by the library's own ledger. @throws RangeError when they contradict each other */
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
  if (slice.faults.length > 0) throw new RangeError(`the ledger has ${slice.faults.length} faults`);
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
  readonly specialIds = new Set<string>();
  private readonly calendar = new Calendar();
  private readonly classes = new Map<string, Fact>();
  private readonly exclusions = new Map<string, Fact[]>();

  constructor(scene: CountyScene, private readonly asOf: CivilDate) {
    for (const [id, same] of scene.aliases) this.specialIds.add(id).add(same);
    const personOf = new Map(scene.rarities.map(({ fact, personId }) => [fact.id, personId]));
    const targetOf = new Map(scene.rarities.flatMap(({ fact }) => (fact.kind === 'retracted' ? [[fact.id, fact.fact] as const] : [])));
    for (const { fact, personId } of scene.rarities) {
      if (fact.kind !== 'retracted') continue;
      let [person, target] = [personId, targetOf.get(fact.id)];
      for (; person === null && target !== undefined; target = targetOf.get(target)) person = personOf.get(target) ?? null;
      if (person !== null) this.specialIds.add(person);
    }
    const inForce = retractionsInForce(scene);
    for (const { fact, personId } of scene.rarities) {
      if (fact.kind === 'class' && !inForce.has(fact.id)) this.classes.set(fact.class, fact);
      if (fact.kind === 'excluded') this.exclusions.set(personId!, [...(this.exclusions.get(personId!) ?? []), fact]);
    }
  }

  read(rows: readonly { readonly personId: string; readonly facts: string }[]): HistoriesPage {
    const [homeOf, dueOf, ids] = [new Map<string, string>(), new Map<string, CivilDate>(), [] as string[]];
    const holding: { line: number; fact: Fact }[] = [];
    const classes = new Set<string>();
    for (const { personId, facts: text } of rows) {
      if (this.specialIds.has(personId)) continue;
      ids.push(personId);
      const { facts, home } = readHistory(personId, text);
      if (home !== null) homeOf.set(personId, home);
      for (const fact of [...facts, ...(this.exclusions.get(personId) ?? [])]) {
        if ('class' in fact) {
          classes.add(fact.class);
          noteDue(dueOf, personId, this.classes.get(fact.class)?.effectiveOn ?? this.asOf, this.asOf);
        }
        if (fact.effectiveOn > this.asOf) noteDue(dueOf, personId, fact.effectiveOn, this.asOf);
        else holding.push({ line: 0, fact });
      }
    }
    for (const id of classes) {
      const fact = this.classes.get(id);
      if (fact !== undefined && fact.effectiveOn <= this.asOf) holding.push({ line: 0, fact });
    }
    let faults = 0;
    const { persons } = buildHistories(holding, this.calendar, () => void (faults += 1));
    if (faults > 0) throw new RangeError(`the ledger has ${faults} faults`);
    return { persons, homeOf, dueOf, ids };
  }
}

/** The facts that a retraction in force takes away. A retraction names an older fact, so there are no circles. */
function retractionsInForce({ rarities }: CountyScene): ReadonlySet<string> {
  const byTarget = new Map<string, string[]>();
  for (const { fact } of rarities) if (fact.kind === 'retracted') byTarget.set(fact.fact, [...(byTarget.get(fact.fact) ?? []), fact.id]);
  const isTakenAway = (id: string): boolean => (byTarget.get(id) ?? []).some((retraction) => !isTakenAway(retraction));
  return new Set([...byTarget.keys()].filter(isTakenAway));
}
