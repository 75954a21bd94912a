import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Database, decodeCursor, pageOf, type Page, type Principal, type Transaction } from '@app/platform';
import { CountyBooks } from '../county-books.js';
import type { ShownPerson } from '../people/registrations.repository.js';
import { CorrectionDecided, CorrectionPending, CorrectionUnknown, SecondOfficerNeeded } from '../placements.errors.js';
import { CorrectionRequestsRepository, type CorrectionRequest, type CorrectionState } from './correction-requests.repository.js';
import { CorrectionWriter } from './correction-writer.js';
import { isSlipOfTheHand, type CheckedCorrection, type CorrectionInput, type Replacement } from './correction.js';

/** Done at once, or waiting for a second officer. */
export type CorrectionOutcome = { readonly factId: string | null; readonly request: null } | { readonly factId: null; readonly request: CorrectionRequestView };

export interface CorrectionRequestView extends CorrectionRequest {
  readonly person: ShownPerson | null;
}

/**
 * A correction retracts a fact and adds another: what was recorded stays readable, and reports as known before stay as they
 * were. A second officer confirms it, except what an officer wrote the same day.
 */
@Injectable()
export class CorrectionsService {
  constructor(
    private readonly database: Database,
    private readonly writer: CorrectionWriter,
    private readonly requests: CorrectionRequestsRepository,
    private readonly books: CountyBooks,
  ) {}

  /**
   * Corrects a slip of the own hand at once; asks for a second officer otherwise. The same request again is the same.
   * @throws FactUnknown, PlacementInvalid, LedgerMoveRefused, CorrectionPending
   */
  async correct(principal: Principal, factId: string, input: CorrectionInput): Promise<CorrectionOutcome> {
    return this.database.inScope(principal, async (tx) => {
      const checked = await this.writer.check(tx, principal, factId, input);
      // What a second officer has put right is not undone by one alone.
      const isOwnSlip = isSlipOfTheHand(checked, principal.id, this.books.today()) && !(await this.requests.isRightFact(tx, factId));
      if (!isOwnSlip) return { factId: null, request: await this.#ask(tx, principal, checked, input) };
      await this.#recordDeed(tx, checked, input.reason, {});
      await this.writer.write(tx, principal, checked, input.reason);
      return { factId: checked.right?.id ?? null, request: null };
    });
  }

  /**
   * A second officer confirms: the correction is written. Confirmed again by the same officer, it is what it was.
   * @throws CorrectionUnknown, CorrectionDecided, SecondOfficerNeeded, LedgerMoveRefused
   */
  async confirm(principal: Principal, id: string): Promise<CorrectionRequestView> {
    return this.database.inScope(principal, async (tx) => {
      const request = await this.#getPending(tx, principal, id, 'confirmed');
      if (request.state === 'confirmed') return this.#viewOne(tx, request);
      const { factId, reason, replacement, askedBy } = request;
      const checked = await this.writer.check(tx, principal, factId, { reason, replacement: replacement ?? undefined });
      const decided = await this.requests.decide(tx, id, principal.id, { state: 'confirmed', refusalReason: null, rightFactId: checked.right?.id ?? null });
      if (decided === null) throw new CorrectionDecided();
      await this.#recordDeed(tx, checked, reason, { requestId: id, askedBy });
      await this.writer.write(tx, principal, checked, reason);
      return this.#viewOne(tx, decided);
    });
  }

  /** A second officer declines, with a reason. @throws CorrectionUnknown, CorrectionDecided, SecondOfficerNeeded */
  async refuse(principal: Principal, id: string, reason: string): Promise<CorrectionRequestView> {
    return this.database.inScope(principal, async (tx) => {
      const request = await this.#getPending(tx, principal, id, 'refused');
      if (request.state === 'refused') return this.#viewOne(tx, request);
      const decided = await this.requests.decide(tx, id, principal.id, { state: 'refused', refusalReason: reason, rightFactId: null });
      if (decided === null) throw new CorrectionDecided();
      await this.books.audit.record(tx, { action: 'correction.refuse', subjectKind: 'correction-request', subjectId: id, region: request.ownerRegion, reason, details: { factId: request.factId } });
      return this.#viewOne(tx, decided);
    });
  }

  /** The newest first. @throws CursorInvalid */
  async list(principal: Principal, query: { readonly state?: CorrectionState | undefined; readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<CorrectionRequestView>> {
    const after = decodeCursor(query.cursor, ['instant', 'uuid']);
    return this.database.inScope(principal, async (tx) => {
      const page = pageOf(await this.requests.list(tx, query.state ?? null, after, query.limit + 1), query.limit, (row) => [row.askedAt, row.id], (row) => row);
      return { items: await this.#view(tx, page.items), nextCursor: page.nextCursor };
    });
  }

  async #ask(tx: Transaction, principal: Principal, checked: CheckedCorrection, input: CorrectionInput): Promise<CorrectionRequestView> {
    const added = await this.requests.insert(tx, principal.id, checked, input);
    if (added !== null) {
      await this.books.audit.record(tx, { action: 'correction.request', subjectKind: 'fact', subjectId: checked.factId, region: checked.subject.ownerRegion, reason: input.reason, details: { kind: checked.kind, requestId: added.id } });
      return this.#viewOne(tx, added);
    }
    const waiting = await this.requests.findPending(tx, checked.factId);
    if (waiting === null || waiting.askedBy !== principal.id || waiting.reason !== input.reason || !isSame(waiting.replacement, input.replacement)) throw new CorrectionPending();
    return this.#viewOne(tx, waiting);
  }

  /** The request when it waits, or when the caller has decided it so already. */
  async #getPending(tx: Transaction, principal: Principal, id: string, as: CorrectionState): Promise<CorrectionRequest> {
    const request = await this.requests.find(tx, id);
    if (request === null) throw new CorrectionUnknown();
    if (request.state === as && request.decidedBy === principal.id) return request;
    if (request.state !== 'pending') throw new CorrectionDecided();
    if (request.askedBy === principal.id) throw new SecondOfficerNeeded('更正是您本人提出的，须由另一名经办人确认或退回。');
    return request;
  }

  async #recordDeed(tx: Transaction, { factId, kind, subject }: CheckedCorrection, reason: string, more: Readonly<Record<string, string>>): Promise<void> {
    await this.books.audit.record(tx, { action: 'fact.correct', subjectKind: 'fact', subjectId: factId, region: subject.ownerRegion, reason, details: { kind, ...more } });
  }

  async #viewOne(tx: Transaction, request: CorrectionRequest): Promise<CorrectionRequestView> {
    return (await this.#view(tx, [request]))[0]!;
  }

  async #view(tx: Transaction, requests: readonly CorrectionRequest[]): Promise<CorrectionRequestView[]> {
    const shown = await this.books.people.findShown(tx, requests.map((request) => request.registrationId));
    return requests.map((request) => ({ ...request, person: shown.get(request.registrationId) ?? null }));
  }
}

function isSame(stored: Replacement | null, given: Replacement | undefined): boolean {
  return isDeepStrictEqual(stored, given === undefined ? null : (JSON.parse(JSON.stringify(given)) as unknown));
}
