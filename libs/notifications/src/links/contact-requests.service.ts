import { Injectable } from '@nestjs/common';
import { decodeCursor, pageOf, type Page, type Principal } from '@app/platform';
import { NotificationBooks } from '../notification-books.js';
import { ContactRequestUnknown } from '../notifications.errors.js';
import type { ContactRequestEntity } from './link.entity.js';
import { LinksRepository } from './links.repository.js';

/** People who asked on their page for a person instead of the machine. */
@Injectable()
export class ContactRequests {
  constructor(
    private readonly books: NotificationBooks,
    private readonly links: LinksRepository,
  ) {}

  /** Open ones of the caller's people, who waits longest first. @throws CursorInvalid */
  async list(principal: Principal, query: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<ContactRequestEntity>> {
    const after = decodeCursor(query.cursor, ['instant', 'uuid']);
    const rows = await this.books.database.inScope(principal, (tx) => this.links.listRequests(tx, after, query.limit + 1));
    return pageOf(rows, query.limit, (row) => [row.at, row.id], (row) => row);
  }

  /** Somebody has talked to the person. @throws ContactRequestUnknown */
  async settle(principal: Principal, id: string): Promise<void> {
    await this.books.database.inScope(principal, async (tx) => {
      const settled = await this.links.settleRequest(tx, id, principal.id, this.books.now());
      if (settled === null) throw new ContactRequestUnknown();
      await this.books.audit.record(tx, { action: 'contact.settle', subjectKind: 'contact-request', subjectId: id, region: settled.ownerRegion });
    });
  }
}
