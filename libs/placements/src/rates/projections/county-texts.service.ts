import { Injectable } from '@nestjs/common';
import type { Instant } from '@app/outcomes';
import { CountyHistoriesRepository, type CountyKnownBy, type IdRange } from './county-histories.repository.js';
import { SHARE_BY_NIGHT, SHARE_FOR_READERS, isToBeKeptAnew } from './keep-anew.js';
import { KeptHistoriesRepository, type KeptHistory } from './kept-histories.repository.js';
import type { TextsAndTail } from './read-county.js';

/** The histories of a county in parts, to be asked for in any order, each once. */
export interface PartsOfTexts {
  /** Facts recorded after this instant stand in the texts and do not count; null: there are none. */
  readonly limit: Instant | null;
  readonly count: number;
  readonly part: (at: number) => Promise<TextsAndTail>;
  /** Called at last, whatever has happened. */
  readonly end: (isWhole: boolean) => Promise<void>;
}

/** The database goes through the whole ledger for every part that it does not keep, so a part has many people. */
const PEOPLE_OF_A_PART = 80_000;
/** And so many stand in one text of it. */
const PEOPLE_OF_A_TEXT = 4_000;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const NO_TAIL: readonly string[] = [];

/** Where the histories of a county are read: from those that are kept, and the ledger's facts since; or from the ledger, and kept as they are read. */
@Injectable()
export class CountyTexts {
  constructor(private readonly histories: CountyHistoriesRepository, private readonly repository: KeptHistoriesRepository) {}

  async of(asked: CountyKnownBy): Promise<PartsOfTexts> {
    const state = await this.repository.state(asked);
    const making = isToBeKeptAnew(state, SHARE_FOR_READERS) ? await this.repository.begin(asked.county, PEOPLE_OF_A_PART) : null;
    if (making !== null) return this.#keeping(asked, making);
    return state.kept === null ? this.#fromLedger(asked) : this.#kept(asked, state.kept, state.factsSince);
  }

  /** Keeps a county's histories anew when it is time, for whoever reads them next: by night. */
  async keep(asked: CountyKnownBy, signal?: AbortSignal): Promise<void> {
    if (!isToBeKeptAnew(await this.repository.state(asked), SHARE_BY_NIGHT)) return;
    const making = await this.repository.begin(asked.county, PEOPLE_OF_A_PART);
    if (making === null) return;
    const { count, part, end } = this.#keeping(asked, making);
    let isWhole = false;
    try {
      for (let at = 0; at < count; at++) {
        signal?.throwIfAborted();
        await part(at);
      }
      isWhole = true;
    } finally {
      await end(isWhole);
    }
  }

  #keeping({ county, knownBy }: CountyKnownBy, making: KeptHistory): PartsOfTexts {
    const ranges = rangesOf(making.bounds);
    const end = (isWhole: boolean): Promise<void> => this.repository.end(county, making, isWhole);
    return {
      limit: making.knownBy.micros > knownBy.micros ? knownBy.micros : null, count: ranges.length,
      part: async (at) => ({ texts: await this.repository.keepPart(county, making, at, ranges[at]!, PEOPLE_OF_A_TEXT), tail: NO_TAIL }),
      // What is begun and not dropped is taken for dead after a while: that it could not be dropped must not hide why it was not ended.
      end: (isWhole) => (isWhole ? end(true) : end(false).catch(() => undefined)),
    };
  }

  #kept(asked: CountyKnownBy, kept: KeptHistory, factsSince: number): PartsOfTexts {
    const ranges = rangesOf(kept.bounds);
    // Thrown away meanwhile, it is read from the ledger: no further than it was kept, since the rest is in the tail.
    const texts = async (at: number): Promise<string[]> => (await this.repository.part(asked.county, kept, at)) ?? this.histories.texts({ ...asked, knownBy: kept.knownBy }, null, ranges[at]!, PEOPLE_OF_A_TEXT);
    const tail = async (at: number): Promise<readonly string[]> => (factsSince === 0 ? NO_TAIL : this.histories.texts(asked, kept.knownBy.text, ranges[at]!, PEOPLE_OF_A_TEXT));
    return {
      limit: kept.knownBy.micros > asked.knownBy.micros ? asked.knownBy.micros : null, count: ranges.length,
      part: async (at) => ({ tail: await tail(at), texts: await texts(at) }),
      end: async () => undefined,
    };
  }

  async #fromLedger(asked: CountyKnownBy): Promise<PartsOfTexts> {
    const ranges = rangesOf(await this.histories.bounds(asked, PEOPLE_OF_A_PART));
    return { limit: null, count: ranges.length, part: async (at) => ({ texts: await this.histories.texts(asked, null, ranges[at]!, PEOPLE_OF_A_TEXT), tail: NO_TAIL }), end: async () => undefined };
  }
}

function rangesOf(bounds: readonly string[]): IdRange[] {
  return [...bounds, LAST_ID].map((upto, at) => ({ after: bounds[at - 1] ?? FIRST_ID, upto }));
}
