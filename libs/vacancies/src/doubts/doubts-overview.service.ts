import { Injectable } from '@nestjs/common';
import { Database, regionRange, type Principal, type Transaction } from '@app/platform';
import { countyOf } from '../imports/vacancy-sources.service.js';
import { EmployerSpellings, type SpellingDoubt } from '../employers/employer-spellings.service.js';
import { EmployerDoubtsRepository } from './employer-doubts.repository.js';
import { HeldRunRepository } from './held-run.repository.js';
import { TitleDoubtsRepository } from './title-doubts.repository.js';
import { WordingRepository } from './wording.repository.js';

/** How long a queue is. `count` = wordings, vacancies, runs or employers; `oldestAt` null = empty. */
export interface QueueState {
  readonly count: number;
  readonly oldestAt: Date | null;
  readonly bySource: readonly { readonly source: string; readonly count: number; readonly oldestAt: Date }[];
}

/** `titles.count` = wordings; its `bySource` and `vacancies` count vacancies. */
export interface DoubtsOverviewRow {
  readonly titles: QueueState & { readonly vacancies: number };
  readonly wording: QueueState;
  readonly heldRuns: QueueState;
  readonly employers: QueueState;
  /** Pairs; the age is that of the younger name. */
  readonly spellings: QueueState;
}

/** Everything that waits for an officer of the county. */
@Injectable()
export class DoubtsOverview {
  constructor(
    private readonly database: Database,
    private readonly titles: TitleDoubtsRepository,
    private readonly wordings: WordingRepository,
    private readonly runs: HeldRunRepository,
    private readonly employers: EmployerDoubtsRepository,
    private readonly spellings: EmployerSpellings,
  ) {}

  async get(principal: Principal): Promise<DoubtsOverviewRow> {
    return this.database.inScope(principal, (tx) => this.#read(tx, countyOf(principal)));
  }

  async #read(tx: Transaction, county: string): Promise<DoubtsOverviewRow> {
    const range = regionRange(county);
    const titles = stateOf(await this.titles.countBySource(tx, range));
    return {
      titles: { ...titles, count: await this.titles.countWordings(tx, range), vacancies: titles.count },
      wording: stateOf(await this.wordings.countBySource(tx, range)),
      heldRuns: stateOf(await this.runs.countBySource(tx)),
      employers: { ...stateOf(await this.employers.countBySource(tx, range)), count: await this.employers.count(tx, range) },
      spellings: stateOfPairs(await this.spellings.findAll(tx, county)),
    };
  }
}

function stateOfPairs(pairs: readonly SpellingDoubt[]): QueueState {
  const waiting = pairs.map(({ kept, other }) => Math.max(kept.createdAt.getTime(), other.createdAt.getTime()));
  return { count: pairs.length, oldestAt: waiting.length === 0 ? null : new Date(Math.min(...waiting)), bySource: [] };
}

function stateOf(bySource: QueueState['bySource']): QueueState {
  const oldest = bySource.map((each) => each.oldestAt).sort((a, b) => a.getTime() - b.getTime())[0] ?? null;
  return { count: bySource.reduce((sum, each) => sum + each.count, 0), oldestAt: oldest, bySource };
}
