import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { padRegion } from '@app/kernel';
import { CONFIGURATION, decodeCursor, pageOf, StaleVersion, type Configuration, type Page, type Principal, type Transaction } from '@app/platform';
import type { WantedEventType } from '../events/webhook-events.js';
import { newSecret } from '../sending/signature.js';
import { readTarget } from '../sending/target.js';
import { WebhookBooks } from '../webhook-books.js';
import { WebhookLimitReached, WebhookTargetRefused, WebhookUnknown, WebhookUrlTaken } from '../webhooks.errors.js';
import { EndpointSecrets } from './endpoint-secrets.js';
import { ENDPOINTS_MAX, ROTATION_HOURS } from './endpoint-state.js';
import { EndpointsRepository, type EndpointFilter, type SealedEndpoint, type WebhookEndpoint } from './endpoints.repository.js';

const MS_PER_HOUR = 3_600_000;

/** What an endpoint is to be. */
export interface NewWebhookEndpoint {
  readonly url: string;
  readonly eventTypes: readonly WantedEventType[];
  readonly description?: string | null | undefined;
}

/** An endpoint with its secret, which is shown this once. */
export interface EndpointWithSecret {
  readonly endpoint: WebhookEndpoint;
  readonly secret: string;
}

/** Where employers are told. An employer has its own endpoints, officers see those of their county. */
@Injectable()
export class WebhookEndpoints {
  constructor(
    private readonly books: WebhookBooks,
    private readonly endpoints: EndpointsRepository,
    private readonly secrets: EndpointSecrets,
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'webhookTestOrigins'>,
  ) {}

  /**
   * Makes an endpoint for an employer; the caller has seen to it that the employer is one of the principal's.
   * @throws WebhookTargetRefused, WebhookUrlTaken, WebhookLimitReached
   */
  async create(principal: Principal, employerId: string, input: NewWebhookEndpoint): Promise<EndpointWithSecret> {
    const url = this.#targetOf(input.url);
    return this.books.database.inScope(principal, async (tx) => {
      await this.endpoints.lockEmployer(tx, employerId);
      const others = await this.endpoints.listOfEmployer(tx, employerId);
      if (others.some((other) => other.url === url)) throw new WebhookUrlTaken();
      const slot = Array.from({ length: ENDPOINTS_MAX }, (_, i) => i + 1).find((place) => !others.some((other) => other.slot === place));
      if (slot === undefined) throw new WebhookLimitReached();
      const [id, secret, ownerRegion] = [randomUUID(), newSecret(), padRegion(padRegion(principal.region).slice(0, 6))];
      const endpoint = await this.endpoints.insert(tx, {
        id, ownerRegion, employerId, slot, url, description: input.description?.trim() ?? null, eventTypes: [...new Set(input.eventTypes)], secret: this.secrets.seal(id, 'secret', secret), createdBy: principal.id, at: this.books.now(),
      });
      await this.#record(tx, 'webhook.create', endpoint);
      return { endpoint, secret };
    });
  }

  /** @throws CursorInvalid */
  async list(principal: Principal, query: EndpointFilter & { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<WebhookEndpoint>> {
    const after = decodeCursor(query.cursor, ['instant', 'uuid']);
    const rows = await this.books.database.inScope(principal, (tx) => this.endpoints.list(tx, query, after, query.limit + 1));
    return pageOf(rows, query.limit, (row) => [row.createdAt, row.id], (row) => row);
  }

  /** @throws WebhookUnknown */
  async get(principal: Principal, id: string): Promise<WebhookEndpoint> {
    return this.books.database.inScope(principal, async (tx) => {
      const endpoint = await this.endpoints.find(tx, id);
      if (endpoint === null) throw new WebhookUnknown();
      return endpoint;
    });
  }

  /** What is waiting goes to the new address too. @throws WebhookUnknown, StaleVersion, WebhookTargetRefused, WebhookUrlTaken */
  async change(principal: Principal, id: string, version: number, change: Partial<NewWebhookEndpoint>): Promise<WebhookEndpoint> {
    return this.books.database.inScope(principal, async (tx) => {
      const known = await this.#lock(tx, id);
      if (known.version !== version) throw new StaleVersion();
      const url = change.url === undefined ? known.url : this.#targetOf(change.url);
      await this.endpoints.lockEmployer(tx, known.employerId);
      if ((await this.endpoints.listOfEmployer(tx, known.employerId)).some((other) => other.id !== id && other.url === url)) throw new WebhookUrlTaken();
      const description = change.description === undefined ? known.description : (change.description?.trim() ?? null);
      const changed = await this.endpoints.change(tx, id, version, { url, description, eventTypes: change.eventTypes === undefined ? known.eventTypes : [...new Set(change.eventTypes)] }, this.books.now());
      await this.#record(tx, 'webhook.change', changed!);
      return changed!;
    });
  }

  /** A new secret; the old one signs beside it for 24 hours, one older than that no more. @throws WebhookUnknown */
  async rotateSecret(principal: Principal, id: string): Promise<EndpointWithSecret> {
    return this.books.database.inScope(principal, async (tx) => {
      const known = await this.#lock(tx, id);
      const [now, secret] = [this.books.now(), newSecret()];
      const previous = this.secrets.seal(id, 'previous_secret', this.secrets.current(known));
      const endpoint = await this.endpoints.rotate(tx, id, { secret: this.secrets.seal(id, 'secret', secret), previous, previousUntil: new Date(now.getTime() + ROTATION_HOURS * MS_PER_HOUR) }, now);
      await this.#record(tx, 'webhook.rotate-secret', endpoint);
      return { endpoint, secret };
    });
  }

  /** From now on it is told again; of what happened meanwhile nothing is made up for. An active one stays as it is. @throws WebhookUnknown */
  async enable(principal: Principal, id: string): Promise<WebhookEndpoint> {
    return this.books.database.inScope(principal, async (tx) => {
      const known = await this.#lock(tx, id);
      if (known.state === 'active') return known;
      const endpoint = await this.endpoints.enable(tx, id, this.books.now());
      await this.#record(tx, 'webhook.enable', endpoint);
      return endpoint;
    });
  }

  /** With its log of deliveries. @throws WebhookUnknown */
  async remove(principal: Principal, id: string): Promise<void> {
    await this.books.database.inScope(principal, async (tx) => {
      const known = await this.#lock(tx, id);
      await this.endpoints.remove(tx, id);
      await this.#record(tx, 'webhook.delete', known);
    });
  }

  async #lock(tx: Transaction, id: string): Promise<SealedEndpoint> {
    const known = await this.endpoints.lock(tx, id);
    if (known === null) throw new WebhookUnknown();
    return known;
  }

  #targetOf(text: string): string {
    const { url, refusal } = readTarget(text, this.configuration.webhookTestOrigins);
    if (url === null) throw new WebhookTargetRefused(refusal);
    return url.href;
  }

  async #record(tx: Transaction, action: string, { id, ownerRegion, employerId, eventTypes }: WebhookEndpoint): Promise<void> {
    await this.books.audit.record(tx, { action, subjectKind: 'webhook', subjectId: id, region: ownerRegion, details: { employerId, eventTypes } });
  }
}
