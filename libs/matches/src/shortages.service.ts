import { Injectable } from '@nestjs/common';
import { CatalogueService } from '@app/catalogue';
import type { Shortage } from '@app/matching';
import { Database, Outbox, type Principal } from '@app/platform';
import { countyOf, type MatchJobs } from './match-refresh.service.js';
import { MatchListsRepository, type StoredBoard } from './match-lists.repository.js';
import { ShortagesNotReady } from './matches.errors.js';
import { ShownRowsRepository, type ShownTrainee } from './shown-rows.repository.js';

/** A line of the board with names; people who are not the caller's to see are left out. */
export interface ShownShortage extends Omit<Shortage, 'course'> {
  readonly occupationName: string | null;
  readonly course: {
    readonly courseId: string;
    readonly courseName: string;
    readonly fills: number;
    readonly hoursPlanned: number | null;
    readonly people: readonly { readonly trainee: ShownTrainee; readonly vacancyId: string }[];
  } | null;
}

export interface ShortageBoard extends Omit<StoredBoard, 'lines'> {
  readonly lines: readonly ShownShortage[];
}

/** What is short in a county and what to train for, as the worker worked it out last (`MatchRefresh.refreshShortages`). */
@Injectable()
export class MatchShortages {
  constructor(
    private readonly database: Database,
    private readonly lists: MatchListsRepository,
    private readonly rows: ShownRowsRepository,
    private readonly catalogue: CatalogueService,
    private readonly outbox: Outbox,
  ) {}

  /** Has the worker do it. Asking twice does it twice, to the same end. */
  async request(principal: Principal): Promise<void> {
    await this.database.inScope(principal, (tx) => this.outbox.add<MatchJobs, 'shortages.refresh'>(tx, 'shortages.refresh', {}, { queue: 'counties', region: countyOf(principal) }));
  }

  /** @throws ShortagesNotReady */
  async board(principal: Principal, limit: number): Promise<ShortageBoard> {
    const { courseNames, occupations } = await this.catalogue.current();
    return this.database.inScope(principal, async (tx) => {
      const board = await this.lists.findBoard(tx, countyOf(principal));
      if (board === null) throw new ShortagesNotReady();
      const lines = board.lines.slice(0, limit);
      const shown = await this.rows.trainees(tx, lines.flatMap(({ course }) => course?.people.map(({ traineeId }) => traineeId) ?? []));
      const named = ({ course, ...line }: Shortage): ShownShortage => ({
        ...line,
        occupationName: line.occupation === null ? null : (occupations.get(line.occupation)?.name ?? line.occupation),
        course: course === null ? null : { ...course, courseName: courseNames.get(course.courseId) ?? course.courseId, people: course.people.flatMap(({ traineeId, vacancyId }) => (shown.has(traineeId) ? [{ trainee: shown.get(traineeId)!, vacancyId }] : [])) },
      });
      return { ...board, lines: lines.map(named) };
    });
  }
}
