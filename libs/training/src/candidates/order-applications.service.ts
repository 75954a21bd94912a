import { Injectable } from '@nestjs/common';
import { ShownRowsRepository, type ShownTrainee } from '@app/matches';
import { decodeCursor, pageOf, type Page, type Principal } from '@app/platform';
import { OfferNews } from '../offers/offer-news.js';
import { TrainingBooks } from '../training-books.js';
import { ApplicantUnknown } from '../seats.errors.js';
import { OrderApplicationsRepository, type ApplicationRow, type OpenOrder } from './order-applications.repository.js';

export interface ShownApplication extends ApplicationRow {
  readonly trainee: ShownTrainee | null;
}

/** People's wishes for one order's class, as officers down to the village record them. */
@Injectable()
export class OrderApplications {
  constructor(
    private readonly books: TrainingBooks,
    private readonly applications: OrderApplicationsRepository,
    private readonly shown: ShownRowsRepository,
    private readonly news: OfferNews,
  ) {}

  /** Records a wish; once more is the same. @throws ApplicantUnknown, ApplicationRefused (the order takes none, or they are closed) */
  async record(principal: Principal, orderId: string, traineeId: string): Promise<ApplicationRow> {
    return this.books.database.inScope(principal, async (tx) => {
      const ownerRegion = await this.applications.regionOf(tx, traineeId);
      if (ownerRegion === null) throw new ApplicantUnknown();
      if (await this.applications.add(tx, orderId, traineeId, ownerRegion)) await this.books.audit.record(tx, { action: 'order-application.record', subjectKind: 'training-order', subjectId: orderId, region: ownerRegion.slice(0, 6), details: { traineeId } });
      return (await this.applications.find(tx, orderId, traineeId))!;
    });
  }

  /** Takes a wish back; a seat that the person had drawn goes to the next. @throws ApplicantUnknown (no such application in scope) */
  async withdraw(principal: Principal, orderId: string, traineeId: string): Promise<void> {
    await this.books.database.inScope(principal, async (tx) => {
      const row = await this.applications.find(tx, orderId, traineeId);
      if (row === null) throw new ApplicantUnknown();
      await this.applications.withdraw(tx, row.id);
      await this.books.audit.record(tx, { action: 'order-application.withdraw', subjectKind: 'training-order', subjectId: orderId, region: row.ownerRegion.slice(0, 6), details: { traineeId } });
      await this.news.seatMayBeFree(tx, orderId, row.ownerRegion.slice(0, 6));
    });
  }

  /** The first first; of the caller's own people. @throws CursorInvalid */
  async list(principal: Principal, orderId: string, query: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<ShownApplication>> {
    const after = decodeCursor(query.cursor, ['instant', 'uuid']);
    return this.books.database.inScope(principal, async (tx) => {
      const rows = await this.applications.list(tx, orderId, after, query.limit + 1);
      const trainees = await this.shown.trainees(tx, rows.map(({ registrationId }) => registrationId));
      return pageOf(rows, query.limit, (row) => [row.recordedAt, row.id], (row) => ({ ...row, trainee: trainees.get(row.registrationId) ?? null }));
    });
  }

  /** Orders that people of the county can apply for, by the start of their window; at most 500. */
  async openOrders(principal: Principal): Promise<OpenOrder[]> {
    return this.books.database.inScope(principal, (tx) => this.applications.openOrders(tx));
  }
}
