import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type Clock } from '@app/kernel';
import { CLOCK, Database, systemPrincipal, type Principal } from '@app/platform';
import { VacancyUnknown } from '../vacancies.errors.js';
import { decodeFeedCursor, encodeFeedCursor, FIRST_ID, type FeedCursor } from './feed-cursor.js';
import { FeedRepository, type OfferedVacancy } from './feed.repository.js';
import { withoutContact } from './without-contact.js';

/** A cursor older than this may have missed what was cleaned up. */
export const FEED_KEEPS_DAYS = 30;
const DAY_MS = 86_400_000;
const SNAPSHOT_BATCH = 1_000;
/** Public data has no row scope: it is read as the service itself, by columns that name nobody. */
const READER: Principal = systemPrincipal('vacancy-feed', '000000');

/** The cursor is too old, or of another database: take the snapshot again. 410. */
export class FeedCursorGone extends DomainError {
  readonly code = 'FEED.CURSOR_GONE';
  readonly kind = 'gone';
  constructor() {
    super('这个游标已过期或不属于本库，请重新取全量（snapshot）。');
  }
}

export class FeedCursorInvalid extends DomainError {
  readonly code = 'FEED.CURSOR_INVALID';
  readonly kind = 'invalid';
  constructor() {
    super('since 不是本接口给出的游标。');
  }
}

/** `upsert` = the vacancy as it is now; `remove` = it is offered no longer. */
export type FeedChange = { readonly op: 'upsert'; readonly vacancy: OfferedVacancy } | { readonly op: 'remove'; readonly id: string };

export interface FeedChanges {
  readonly changes: readonly FeedChange[];
  /** Where to go on. */
  readonly cursor: string;
  /** Whether more is there already. */
  readonly more: boolean;
}

export interface FeedSnapshot {
  /** Changes only when the list does. */
  readonly etag: string;
  /** From here on the changes go on; some may repeat what the snapshot holds already. */
  readonly cursor: string;
  rows(): AsyncGenerator<OfferedVacancy>;
}

/** Offered vacancies for data users and the public: everything at once, or what changed since. */
@Injectable()
export class VacancyFeed {
  constructor(
    private readonly database: Database,
    private readonly feed: FeedRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What changed after the cursor: late commits are not missed, each change comes once. @throws FeedCursorInvalid, FeedCursorGone */
  async changes(since: string, limit: number): Promise<FeedChanges> {
    const cursor = decodeFeedCursor(since);
    if (cursor === null) throw new FeedCursorInvalid();
    return this.database.inScope({ ...READER }, async (tx) => {
      const { epoch, next } = await this.feed.state(tx);
      const isFromAhead = BigInt(cursor.xact) > BigInt(next); // the database was set back
      if (cursor.epoch !== epoch || isFromAhead || this.clock.now().getTime() - cursor.at > FEED_KEEPS_DAYS * DAY_MS) throw new FeedCursorGone();
      const rows = await this.feed.listChanges(tx, cursor.xact, cursor.id, limit + 1);
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      const reached: FeedCursor = last === undefined
        ? { ...cursor, at: this.clock.now().getTime() }
        : { epoch, xact: last.xact, id: last.id, at: this.clock.now().getTime() };
      return {
        changes: page.map(({ xact: _xact, offered, ...vacancy }): FeedChange => (offered ? { op: 'upsert', vacancy: shown(vacancy) } : { op: 'remove', id: vacancy.id })),
        cursor: encodeFeedCursor(reached),
        more: rows.length > limit,
      };
    });
  }

  /** Everything that is offered now. */
  async snapshot(): Promise<FeedSnapshot> {
    const { epoch, bound, sum, offered } = await this.database.inScope({ ...READER }, (tx) => this.feed.state(tx));
    const cursor = encodeFeedCursor({ epoch, xact: bound, id: FIRST_ID, at: this.clock.now().getTime() });
    return { etag: `"${epoch.slice(0, 8)}-${sum}-${offered}"`, cursor, rows: () => this.#rows() };
  }

  /** @throws VacancyUnknown when it is not offered */
  async get(id: string): Promise<OfferedVacancy> {
    const found = await this.database.inScope({ ...READER }, (tx) => this.feed.findOffered(tx, id));
    if (found === null) throw new VacancyUnknown();
    return shown(found);
  }

  /** In short transactions, so that a slow reader holds nothing up; what changes meanwhile comes again with the changes. */
  async *#rows(): AsyncGenerator<OfferedVacancy> {
    for (let after = FIRST_ID; ;) {
      const batch = await this.database.inScope({ ...READER }, (tx) => this.feed.listOffered(tx, after, SNAPSHOT_BATCH));
      for (const vacancy of batch) yield shown(vacancy);
      if (batch.length < SNAPSHOT_BATCH) return;
      after = batch.at(-1)!.id;
    }
  }
}

function shown(vacancy: OfferedVacancy): OfferedVacancy {
  return { ...vacancy, title: withoutContact(vacancy.title), description: vacancy.description === null ? null : withoutContact(vacancy.description) };
}
