import { Injectable } from '@nestjs/common';
import { OrganizationsService } from '@app/accounts';
import { CatalogueService } from '@app/catalogue';
import { padRegion, type FieldFault } from '@app/kernel';
import { decodeCursor, pageOf, StaleVersion, type Page, type Principal, type Transaction } from '@app/platform';
import { QueueWakes } from '../queue/queue-wakes.js';
import { TrainingBooks } from '../training-books.js';
import { ProviderUnknown, SlotUnknown, TrainingInputInvalid } from '../training.errors.js';
import type { PauseRow, SlotFilter, SlotRow, SlotWords } from './provider-slots.repository.js';
import { ScoredSlots, type ScoredSlot } from './scored-slots.js';

const SEATS_MAX = 500;

export interface NewSlot extends SlotWords {
  /** Null: the provider that the caller works for. */
  readonly providerId: string | null;
}

/** Whether a provider takes orders now. */
export interface ProviderStanding {
  readonly providerId: string;
  readonly pause: PauseRow | null;
}

/** Providers' free places for classes: a provider keeps its own, the county's officers everybody's. Every change wakes the queue. */
@Injectable()
export class ProviderSlots {
  constructor(
    private readonly books: TrainingBooks,
    private readonly slots: ScoredSlots,
    private readonly organizations: OrganizationsService,
    private readonly catalogue: CatalogueService,
    private readonly wakes: QueueWakes,
  ) {}

  /** @throws ProviderUnknown, TrainingInputInvalid */
  async add(principal: Principal, { providerId, ...words }: NewSlot): Promise<ScoredSlot> {
    await this.#check(words);
    return this.books.database.inScope(principal, async (tx) => {
      const provider = await this.#provider(tx, principal, providerId);
      const id = await this.slots.rows.insert(tx, countyOf(principal), provider, words);
      return this.#done(tx, principal, 'provider-slot.create', id);
    });
  }

  /** @throws SlotUnknown */
  async get(principal: Principal, id: string): Promise<ScoredSlot> {
    return this.books.database.inScope(principal, (tx) => this.#get(tx, id));
  }

  /** By first day. @throws CursorInvalid */
  async list(principal: Principal, query: SlotFilter & { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<ScoredSlot>> {
    const after = decodeCursor(query.cursor, ['date', 'uuid']);
    const rows = await this.books.database.inScope(principal, (tx) => this.slots.list(tx, query, after, query.limit + 1));
    return pageOf(rows, query.limit, (row) => [row.fromOn, row.id], (row) => row);
  }

  /** @throws SlotUnknown, StaleVersion, SlotNotFree (it serves an order), TrainingInputInvalid */
  async change(principal: Principal, id: string, version: number, change: Partial<SlotWords>): Promise<ScoredSlot> {
    return this.books.database.inScope(principal, async (tx) => {
      const row = await this.#lock(tx, id, version);
      const words: SlotWords = { occupation: row.occupation, fromOn: row.fromOn, seats: row.seats, ...change };
      await this.#check(words);
      await this.slots.rows.change(tx, id, words);
      return this.#done(tx, principal, 'provider-slot.change', id);
    });
  }

  /** @throws SlotUnknown, StaleVersion, SlotNotFree */
  async withdraw(principal: Principal, id: string, version: number): Promise<ScoredSlot> {
    return this.books.database.inScope(principal, async (tx) => {
      await this.#lock(tx, id, version);
      await this.slots.rows.withdraw(tx, id, principal.id);
      return this.#done(tx, principal, 'provider-slot.withdraw', id);
    });
  }

  /** Nothing of the provider's is free until it is resumed; what serves an order already goes on. Once more is the same. @throws ProviderUnknown */
  async pause(principal: Principal, providerId: string, reason: string): Promise<ProviderStanding> {
    return this.#hold(principal, providerId, 'provider.pause', (tx, county) => this.slots.rows.pause(tx, county, providerId, reason, principal.id));
  }

  /** @throws ProviderUnknown */
  async resume(principal: Principal, providerId: string): Promise<ProviderStanding> {
    return this.#hold(principal, providerId, 'provider.resume', (tx, county) => this.slots.rows.resume(tx, county, providerId, principal.id));
  }

  async #hold(principal: Principal, providerId: string, action: string, work: (tx: Transaction, county: string) => Promise<boolean>): Promise<ProviderStanding> {
    const county = countyOf(principal);
    return this.books.database.inScope(principal, async (tx) => {
      await this.#provider(tx, principal, providerId);
      if (await work(tx, county)) {
        await this.books.audit.record(tx, { action, subjectKind: 'organization', subjectId: providerId, region: county });
        await this.wakes.wake(tx, county);
      }
      return { providerId, pause: await this.slots.rows.findPause(tx, county, providerId) };
    });
  }

  async #check({ occupation, seats }: SlotWords): Promise<void> {
    const faults: FieldFault[] = [];
    if (seats < 1 || seats > SEATS_MAX) faults.push({ path: 'seats', message: `座位数须为 1 至 ${SEATS_MAX}` });
    if (occupation !== null && !(await this.catalogue.current()).occupations.has(occupation)) faults.push({ path: 'occupation', message: '目录中没有这个职业' });
    if (faults.length > 0) throw new TrainingInputInvalid(faults);
  }

  /** A provider speaks for itself only. */
  async #provider(tx: Transaction, { role, organizationId }: Principal, wanted: string | null): Promise<string> {
    const id = wanted ?? organizationId;
    const found = id === null ? null : await this.organizations.find(tx, id);
    if (found?.kind !== 'training-provider' || (role === 'training-provider' && found.id !== organizationId)) throw new ProviderUnknown();
    return found.id;
  }

  async #get(tx: Transaction, id: string): Promise<ScoredSlot> {
    const row = await this.slots.find(tx, id);
    if (row === null) throw new SlotUnknown();
    return row;
  }

  async #lock(tx: Transaction, id: string, version: number): Promise<SlotRow> {
    const row = await this.slots.rows.lock(tx, id);
    if (row === null) throw new SlotUnknown();
    if (row.version !== version) throw new StaleVersion();
    return row;
  }

  async #done(tx: Transaction, principal: Principal, action: string, id: string): Promise<ScoredSlot> {
    const row = await this.#get(tx, id);
    await this.books.audit.record(tx, { action, subjectKind: 'provider-slot', subjectId: id, region: principal.region, details: { seats: row.seats } });
    await this.wakes.wake(tx, row.county);
    return row;
  }
}

const countyOf = (principal: Principal): string => padRegion(principal.region).slice(0, 6);
