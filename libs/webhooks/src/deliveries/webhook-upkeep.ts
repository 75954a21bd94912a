import { Injectable } from '@nestjs/common';
import type { Principal } from '@app/platform';
import type { DataSource } from 'typeorm';
import { EndpointsRepository } from '../endpoints/endpoints.repository.js';
import { WebhookBooks } from '../webhook-books.js';
import { DeliveriesRepository } from './deliveries.repository.js';

export const KEEP_DELIVERIES_DAYS = 90;
const MS_PER_DAY = 86_400_000;

/** What is done about webhooks at night. */
@Injectable()
export class WebhookUpkeep {
  constructor(
    private readonly books: WebhookBooks,
    private readonly endpoints: EndpointsRepository,
    private readonly deliveries: DeliveriesRepository,
  ) {}

  /** Forgets the county's finished deliveries after 90 days, and secrets that sign no more. Safe to run twice; returns how many deliveries. */
  async cleanUp(principal: Principal, signal: AbortSignal): Promise<number> {
    const before = new Date(this.books.now().getTime() - KEEP_DELIVERIES_DAYS * MS_PER_DAY);
    await this.books.database.inScope(principal, (tx) => this.endpoints.forgetEndedSecrets(tx, this.books.now()));
    let forgotten = 0;
    for (let batch = 1; batch > 0 && !signal.aborted; ) {
      batch = await this.books.database.inScope(principal, (tx) => this.deliveries.forget(tx, before));
      forgotten += batch;
    }
    return forgotten;
  }
}

/** Of every county: deliveries that wait, those that failed in the last 90 days, and endpoints that are disabled. */
export async function webhookBacklog(dataSource: DataSource): Promise<{ readonly waiting: number; readonly failed: number; readonly disabled: number }> {
  const [row] = await dataSource.query<{ waiting: number; failed: number; disabled: number }[]>('select waiting, failed, disabled from webhook_backlog()');
  return row!;
}
