import { Injectable } from '@nestjs/common';
import { daysBetween, type CivilDate } from '@app/kernel';
import { Database, decodeCursor, pageOf, requireInScope, type Page, type Principal } from '@app/platform';
import { CountyBooks } from '../county-books.js';
import { FollowUpsRepository, type FollowUp, type FollowUpFilter } from './follow-ups.repository.js';

/** Employments that are looked at in one transaction: the county's ledger waits no longer than that. */
const BATCH = 500;

export interface FollowUpView extends FollowUp {
  /** Of an open one: days since the due day; 0 until then. */
  readonly overdueDays: number;
}

export interface FollowUpPage extends Page<FollowUpView> {
  readonly asOf: CivilDate;
  /** What is listed, in Chinese. */
  readonly definition: string;
}

/** The calendar of looks after people at work, at 30, 90, 180 and 365 days. Whose work it is follows from row scope. */
@Injectable()
export class FollowUpsService {
  constructor(
    private readonly database: Database,
    private readonly followUps: FollowUpsRepository,
    private readonly books: CountyBooks,
  ) {}

  /** @throws OutOfScope, CursorInvalid */
  async list(principal: Principal, query: FollowUpFilter & { readonly limit: number; readonly cursor?: string | undefined }): Promise<FollowUpPage> {
    if (query.region !== undefined) requireInScope(principal, query.region);
    const after = decodeCursor(query.cursor, ['date', 'uuid']);
    const asOf = this.books.today();
    const county = principal.region.length < 6 ? null : principal.region.slice(0, 6);
    return this.database.inScope(principal, async (tx) => {
      const page = pageOf(await this.followUps.list(tx, county, query, after, query.limit + 1), query.limit, (row) => [row.dueOn, row.id], (row) => ({ ...row, overdueDays: overdueDays(row, asOf) }));
      return { ...page, asOf, definition: definitionOn(asOf) };
    });
  }

  /** Writes the calendar of a whole county again: people who moved, and books that were taken over. When it is told to stop, it stops between two batches and fails, so that it runs again. */
  async refreshCounty(principal: Principal, signal?: AbortSignal): Promise<void> {
    const county = principal.region.slice(0, 6);
    for (let after: string | null = null; ;) {
      signal?.throwIfAborted();
      const from: string | null = after;
      // A principal of its own: each batch is a transaction, and lets the county's lock go.
      const ids = await this.database.inScope({ ...principal }, async (tx) => {
        const batch = await this.followUps.listEmployments(tx, county, from, BATCH);
        if (batch.length > 0) await this.followUps.refresh(tx, county, batch);
        return batch;
      });
      if (ids.length < BATCH) return;
      after = ids.at(-1)!;
    }
  }
}

function overdueDays({ state, dueOn }: FollowUp, today: CivilDate): number {
  return state === 'open' ? Math.max(0, daysBetween(dueOn, today)) : 0;
}

function definitionOn(today: CivilDate): string {
  return `台账中有效的每一段就业，自上岗日起满 30、90、180、365 天各回访一次，到期日为上岗日加天数。登记了该节点的佐证即为完成；到期日之前已离职，或就业记录已撤回的，不再需要。归学员现登记地的经办人。逾期天数按 ${today} 计算。`;
}
