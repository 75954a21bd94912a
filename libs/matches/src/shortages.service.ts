import { Inject, Injectable } from '@nestjs/common';
import { CatalogueService } from '@app/catalogue';
import { today, type CivilDate, type Clock } from '@app/kernel';
import { shortageBoard, type Shortage } from '@app/matching';
import { CLOCK, Database, Outbox, type Principal, type Transaction } from '@app/platform';
import { MatchingEngine } from './engine.js';
import { countyOf, type MatchJobs } from './match-refresh.service.js';
import { ShortagesNotReady } from './matches.errors.js';
import { ShownRowsRepository, type ShownTrainee } from './shown-rows.repository.js';

/** Of a board so many lines are kept, the greatest shortage first. */
const STORED_LINES = 300;

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

export interface ShortageBoard {
  readonly asOf: CivilDate;
  readonly policyVersion: string;
  readonly madeAt: Date;
  readonly lines: readonly ShownShortage[];
}

interface BoardRow {
  readonly as_of: CivilDate;
  readonly policy_version: string;
  readonly made_at: Date;
  readonly lines: readonly Shortage[];
}

/** What is short in a county and what to train for: worked out by the worker every night, read by officers. */
@Injectable()
export class MatchShortages {
  constructor(
    private readonly database: Database,
    private readonly engine: MatchingEngine,
    private readonly rows: ShownRowsRepository,
    private readonly catalogue: CatalogueService,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Works the county's board out anew. Safe to run twice. */
  async refresh(principal: Principal): Promise<void> {
    const { context, trainees, vacancies } = await this.engine.county(countyOf(principal), today(this.clock));
    const lines = shortageBoard(context, [...trainees.values()].map(({ profile }) => profile), [...vacancies.values()].map(({ profile }) => profile)).slice(0, STORED_LINES);
    await this.database.inScope(principal, (tx) =>
      tx.query(
        `insert into shortage_boards (county, as_of, policy_version, lines) values ($1, $2, $3, $4)
         on conflict (county) do update set as_of = excluded.as_of, policy_version = excluded.policy_version, lines = excluded.lines, made_at = now()`,
        [countyOf(principal), context.asOf, context.policy.version, JSON.stringify(lines)],
      ),
    );
  }

  /** Has the worker do it. Asking twice does it twice, to the same end. */
  async request(principal: Principal): Promise<void> {
    await this.database.inScope(principal, (tx) => this.outbox.add<MatchJobs, 'shortages.refresh'>(tx, 'shortages.refresh', {}, { region: countyOf(principal) }));
  }

  /** @throws ShortagesNotReady */
  async board(principal: Principal, limit: number): Promise<ShortageBoard> {
    const { courseNames, occupations } = await this.catalogue.current();
    return this.database.inScope(principal, async (tx) => {
      const row = await findBoard(tx, countyOf(principal));
      if (row === null) throw new ShortagesNotReady();
      const lines = row.lines.slice(0, limit);
      const shown = await this.rows.trainees(tx, lines.flatMap(({ course }) => course?.people.map(({ traineeId }) => traineeId) ?? []));
      const named = ({ course, ...line }: Shortage): ShownShortage => ({
        ...line,
        occupationName: line.occupation === null ? null : (occupations.get(line.occupation)?.name ?? line.occupation),
        course: course === null ? null : { ...course, courseName: courseNames.get(course.courseId) ?? course.courseId, people: course.people.flatMap(({ traineeId, vacancyId }) => (shown.has(traineeId) ? [{ trainee: shown.get(traineeId)!, vacancyId }] : [])) },
      });
      return { asOf: row.as_of, policyVersion: row.policy_version, madeAt: row.made_at, lines: lines.map(named) };
    });
  }
}

async function findBoard(tx: Transaction, county: string): Promise<BoardRow | null> {
  const [row] = await tx.query<BoardRow[]>('select as_of, policy_version, made_at, lines from shortage_boards where county = $1', [county]);
  return row ?? null;
}
