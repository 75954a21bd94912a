import { Injectable } from '@nestjs/common';
import { AuditTrail, Database, decodeCursor, Outbox, pageOf, type Page, type Principal, type Transaction } from '@app/platform';
import { TraineeFinder, TraineeUnknown } from '@app/trainees';
import type { ErasureGround, ErasureRefusal, ErasureState, ErasureWay } from './erasure.js';
import type { ErasureJobs } from './erasure-jobs.js';
import { ErasureDecided, ErasureHindered, ErasurePending, ErasureUnknown, SecondOfficerForErasure } from './erasures.errors.js';
import { ErasuresRepository, type Erasure } from './erasures.repository.js';

/** `name` null: the person is gone, or out of scope. */
export type ErasureView = Erasure & { readonly name: string | null };

/** People who have themselves erased: an officer asks for them, a second decides, the worker carries it out. */
@Injectable()
export class Erasures {
  constructor(
    private readonly database: Database,
    private readonly erasures: ErasuresRepository,
    private readonly trainees: TraineeFinder,
    private readonly audit: AuditTrail,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Asks on behalf of the person. The same once more by the same officer is the same request.
   * @throws TraineeUnknown, ErasurePending, ErasureHindered
   */
  async ask(principal: Principal, traineeId: string, input: { readonly askedHow: ErasureWay; readonly ground: ErasureGround }): Promise<ErasureView> {
    return this.database.inScope(principal, async (tx) => {
      const trainee = (await this.trainees.findByIds(tx, [traineeId])).get(traineeId);
      if (trainee === undefined) throw new TraineeUnknown();
      await this.#refuseHindered(tx, traineeId);
      const added = await this.erasures.insert(tx, { ownerRegion: trainee.ownerRegion, registrationId: traineeId, ...input, askedBy: principal.id });
      if (added !== null) await this.#record(tx, 'erasure.ask', added, { askedHow: input.askedHow, ground: input.ground });
      const open = added ?? (await this.erasures.findOpen(tx, traineeId));
      if (open === null || (added === null && !(open.state === 'asked' && open.askedBy === principal.id && open.askedHow === input.askedHow && open.ground === input.ground))) throw new ErasurePending();
      return this.#viewOne(tx, open);
    });
  }

  /**
   * A second officer agrees; from then on the worker is at it.
   * @throws ErasureUnknown, ErasureDecided, SecondOfficerForErasure, ErasureHindered
   */
  async confirm(principal: Principal, id: string): Promise<ErasureView> {
    return this.#decide(principal, id, 'marked', null);
  }

  /** A second officer does not agree, for a coded reason. @throws ErasureUnknown, ErasureDecided, SecondOfficerForErasure */
  async refuse(principal: Principal, id: string, code: ErasureRefusal): Promise<ErasureView> {
    return this.#decide(principal, id, 'refused', code);
  }

  /** @throws ErasureUnknown */
  async get(principal: Principal, id: string): Promise<ErasureView> {
    return this.database.inScope(principal, async (tx) => {
      const erasure = await this.erasures.find(tx, id);
      if (erasure === null) throw new ErasureUnknown();
      return this.#viewOne(tx, erasure);
    });
  }

  /** The newest first. @throws CursorInvalid */
  async list(principal: Principal, query: { readonly state?: ErasureState | undefined; readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<ErasureView>> {
    const after = decodeCursor(query.cursor, ['instant', 'uuid']);
    return this.database.inScope(principal, async (tx) => {
      const page = pageOf(await this.erasures.list(tx, query.state ?? null, after, query.limit + 1), query.limit, (row) => [row.askedAt, row.id], (row) => row);
      return { items: await this.#view(tx, page.items), nextCursor: page.nextCursor };
    });
  }

  async #decide(principal: Principal, id: string, to: 'marked' | 'refused', code: ErasureRefusal | null): Promise<ErasureView> {
    return this.database.inScope(principal, async (tx) => {
      const asked = await this.erasures.find(tx, id);
      if (asked === null) throw new ErasureUnknown();
      if (asked.decidedBy === principal.id && asked.refusalCode === code) return this.#viewOne(tx, asked);
      if (asked.state !== 'asked') throw new ErasureDecided();
      if (asked.askedBy === principal.id) throw new SecondOfficerForErasure();
      if (to === 'marked') await this.#refuseHindered(tx, asked.registrationId);
      if (!(await this.erasures.decide(tx, id, principal.id, to, code))) throw new ErasureDecided();
      await this.#record(tx, to === 'marked' ? 'erasure.confirm' : 'erasure.refuse', asked, { askedBy: asked.askedBy, code });
      if (to === 'marked') await this.outbox.add<ErasureJobs, 'erasures.carry-out'>(tx, 'erasures.carry-out', {}, { region: asked.ownerRegion.slice(0, 6) });
      return this.#viewOne(tx, (await this.erasures.find(tx, id))!);
    });
  }

  /** The database judges again when the row is written: between here and there it is the same transaction, not the same instant. */
  async #refuseHindered(tx: Transaction, registrationId: string): Promise<void> {
    const hindrances = await this.erasures.findHindrances(tx, registrationId);
    if (hindrances.length > 0) throw new ErasureHindered(hindrances);
  }

  async #record(tx: Transaction, action: string, { id, registrationId, ownerRegion }: Erasure, details: Readonly<Record<string, string | null>>): Promise<void> {
    await this.audit.record(tx, { action, subjectKind: 'trainee', subjectId: registrationId, region: ownerRegion, details: { erasureId: id, ...details } });
  }

  async #viewOne(tx: Transaction, erasure: Erasure): Promise<ErasureView> {
    return (await this.#view(tx, [erasure]))[0]!;
  }

  async #view(tx: Transaction, erasures: readonly Erasure[]): Promise<ErasureView[]> {
    const shown = await this.trainees.findByIds(tx, erasures.map(({ registrationId }) => registrationId));
    return erasures.map((erasure) => ({ ...erasure, name: shown.get(erasure.registrationId)?.name ?? null }));
  }
}
