import { setImmediate as turn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Instant } from '@app/outcomes';
import type { Transaction } from '@app/platform';
import { CountyHistoriesRepository, type CountyKnownBy, type KnownBy } from './county-histories.repository.js';
import { CountyTexts, type PartsOfTexts } from './county-texts.service.js';
import { PageReader, foldFacts, type HistoriesPage, type TextsAndTail } from './read-county.js';

/** What a report reads a county for. */
export interface PagesQuestion {
  /** 12 digits: the county of it is read. */
  readonly region: string;
  readonly asOf: CivilDate;
  readonly knownBy: KnownBy;
}

/** Is told now and then how many people are done, and of about how many. */
export type ReportProgress = (done: number, expected: number) => Promise<void>;

const COUNTY_DIGITS = 6;
/** So many parts are on their way while one is worked on: to make one takes the database longer than to work on it takes here. */
const READ_AHEAD = 2;
/** Whoever writes about people, page by page, writes about many at once. */
const PEOPLE_OF_A_PAGE = 4_000;
/** Whoever only counts them takes few, whose histories are forgotten again while they are still young. */
const PEOPLE_COUNTED_AT_ONCE = 250;
/** People with retractions or several ids are read fact by fact, so fewer at a time. */
const SPECIAL_PAGE = 2_000;
/** A report says how far it is when it has done so many more. */
const PEOPLE_BETWEEN_WORDS = 20_000;

/** Reads a county page by page, so that memory does not grow with it. */
@Injectable()
export class CountyReader {
  constructor(private readonly histories: CountyHistoriesRepository, private readonly texts: CountyTexts) {}

  /** Everybody of a county with what is in force on a day and known by an instant. @throws LedgerFaulty */
  async *read(county: string, knownBy: KnownBy, asOf: CivilDate): AsyncGenerator<HistoriesPage> {
    yield* this.#pages({ county, knownBy }, asOf, PEOPLE_OF_A_PAGE);
  }

  /** The last committed record at or before an instant (null: of all); null: nothing is recorded. */
  async knownBy(county: string, asked: Instant | null): Promise<KnownBy | null> {
    return this.histories.knownBy(county, asked);
  }

  /**
   * Hands every page of the region's county to a report, and says how far it has come to whoever wants to know. Between two
   * pages whatever else waits in this process has its turn. @throws LedgerFaulty
   */
  async readPages({ region, asOf, knownBy }: PagesQuestion, progress: ReportProgress | null, take: (page: HistoriesPage) => void): Promise<void> {
    const county = region.slice(0, COUNTY_DIGITS);
    const expected = progress === null ? 0 : await this.histories.countPersons(county);
    let [done, told] = [0, 0];
    for await (const page of this.#pages({ county, knownBy }, asOf, PEOPLE_COUNTED_AT_ONCE)) {
      take(page);
      done += page.ids.length;
      await turn();
      if (progress === null || done < told + PEOPLE_BETWEEN_WORDS) continue;
      told = done;
      await progress(done, Math.max(done, expected));
    }
    await progress?.(done, Math.max(done, expected));
  }

  /** These people, and whoever was found to be one of them, as they are now. @throws LedgerFaulty */
  async readPersons(tx: Transaction, county: string, personIds: readonly string[], view: { readonly asOf: CivilDate; readonly knownBy: Instant }): Promise<HistoriesPage> {
    const aliases = await this.histories.aliases(tx, county);
    const persons = new Set(personIds.map((id) => aliases.get(id) ?? id));
    const ids = [...persons, ...[...aliases].filter(([, same]) => persons.has(same)).map(([id]) => id)];
    return foldFacts(await this.histories.factsOf(tx, county, ids), aliases, view, ids);
  }

  /** Keeps a county's histories for whoever reads them next, when it is time. */
  async keep(county: string, signal?: AbortSignal): Promise<void> {
    const knownBy = await this.histories.knownBy(county, null);
    if (knownBy !== null) await this.texts.keep({ county, knownBy }, signal);
  }

  async *#pages(asked: CountyKnownBy, asOf: CivilDate, people: number): AsyncGenerator<HistoriesPage> {
    const { limit, parts } = await this.texts.of(asked).then((texts) => ({ limit: texts.limit, parts: everyPart(texts) }));
    const coming = this.histories.scene(asked);
    coming.catch(() => undefined); // met below
    let reader: PageReader | null = null;
    for await (const part of parts) {
      reader ??= new PageReader(await coming, asOf, limit, people);
      yield* reader.read(part);
    }
    const scene = await coming;
    const special = [...(reader?.specialIds ?? [])];
    const idsAt = (at: number): string[] => special.slice(at * SPECIAL_PAGE, (at + 1) * SPECIAL_PAGE);
    let at = 0;
    for await (const facts of readAhead(Math.ceil(special.length / SPECIAL_PAGE), (next) => this.histories.factsOutside(scene, idsAt(next)))) yield foldFacts(facts, scene.aliases, { asOf, knownBy: scene.knownBy.micros }, idsAt(at++));
  }
}

/** One part after the other. Whoever stops in between, or fails, ends them too. */
async function* everyPart({ count, part, end }: PartsOfTexts): AsyncGenerator<TextsAndTail> {
  let isWhole = false;
  try {
    yield* readAhead(count, part);
    isWhole = true;
  } finally {
    await end(isWhole);
  }
}

/** So many answers, one after the other; the next is on its way while one is worked on. */
async function* readAhead<T>(count: number, ask: (at: number) => Promise<T>): AsyncGenerator<T> {
  const coming: Promise<T>[] = [];
  const askNext = (at: number): void => {
    if (at >= count) return;
    const asked = ask(at);
    asked.catch(() => undefined); // met when its turn comes, also when one before it fails
    coming.push(asked);
  };
  for (let at = 0; at < READ_AHEAD; at++) askNext(at);
  try {
    for (let at = 0; at < count; at++) {
      askNext(at + READ_AHEAD);
      yield await coming.shift()!;
    }
  } finally {
    await Promise.allSettled(coming);
  }
}
