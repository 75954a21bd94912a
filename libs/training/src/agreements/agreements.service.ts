import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { padRegion, type CivilDate } from '@app/kernel';
import { CountyBooks } from '@app/placements';
import { decodeCursor, pageOf, requireInScope, type Page, type Principal, type Transaction } from '@app/platform';
import { TrainingOrdersRepository, type OrderRow } from '../orders/training-orders.repository.js';
import { TrainingBooks } from '../training-books.js';
import { AgreementEnded, AgreementRefused, AgreementsMissing, AgreementUnknown, OrderUnknown } from '../training.errors.js';
import { missingWords, type AgreementEndingCode, type AgreementStep, type MissingAgreement, type OrganizationAgreement, type Signature } from './agreement.js';
import { AgreementsRepository, type AgreementParties, type AgreementRow } from './agreements.repository.js';

/** Both hands under a paper, in the order in which its kind names the parties. */
export interface Signatures {
  readonly first: Signature;
  readonly second: Signature;
}

export interface NewOrganizationAgreement extends Signatures {
  readonly kind: OrganizationAgreement;
  /** Null: the officer's own. */
  readonly bureauId: string | null;
}

/** What became of one person's agreement; `already`: there is one with this provider. */
export interface TraineeSigned {
  readonly traineeId: string;
  readonly outcome: 'recorded' | 'already';
}

/** What an order lacks for its next step; null: no agreements are asked for where it stands. */
export interface MissingView {
  readonly step: AgreementStep | null;
  readonly missing: readonly MissingAgreement[];
  readonly words: readonly string[];
}

/** Who signed what for an order and when. Officers record it from the paper; nothing is edited, another version follows. */
@Injectable()
export class Agreements {
  constructor(
    private readonly books: TrainingBooks,
    private readonly agreements: AgreementsRepository,
    private readonly orders: TrainingOrdersRepository,
    private readonly county: CountyBooks,
  ) {}

  /**
   * Records an agreement between organizations of the order: its provider, its employer, the bureau. The same once more is
   * the same; other words are the next version.
   * @throws OrderUnknown, AgreementRefused
   */
  async sign(principal: Principal, orderId: string, { kind, first, second, bureauId }: NewOrganizationAgreement): Promise<AgreementRow> {
    return this.books.database.inScope(principal, async (tx) => {
      const order = await this.#order(tx, orderId);
      await this.agreements.lock(tx, orderId);
      const parties = partiesOf(kind, { providerId: await this.agreements.providerOf(tx, orderId), employerId: order.employerId, bureauId: bureauId ?? principal.organizationId });
      const latest = await this.agreements.latest(tx, orderId, kind);
      if (latest !== null && isSame(latest, parties, { first, second })) return latest;
      const id = randomUUID();
      await this.agreements.insertMany(tx, [{ id, ownerRegion: `${order.county}000000`, orderId, kind, registrationId: null, ...parties, first, second }]);
      await this.books.audit.record(tx, { action: 'agreement.record', subjectKind: 'training-order', subjectId: orderId, region: order.county, details: { agreementId: id, kind } });
      return (await this.agreements.find(tx, id))!;
    });
  }

  /** Records that these people signed with the order's provider; who has an agreement with it keeps that one. @throws OrderUnknown, PersonUnknown, AgreementRefused */
  async signTrainees(principal: Principal, orderId: string, traineeIds: readonly string[], { first, second }: Signatures): Promise<TraineeSigned[]> {
    return this.books.database.inScope(principal, async (tx) => {
      const order = await this.#order(tx, orderId);
      const ids = [...new Set(traineeIds)];
      const people = await this.county.people.getSubjects(tx, ids);
      await this.agreements.lock(tx, orderId);
      const providerId = await this.agreements.providerOf(tx, orderId);
      if (providerId === null) throw new AgreementRefused('订单还没有承接的培训机构（开始招生以后才有），不能登记协议。');
      const signed = await this.agreements.signedWith(tx, orderId, providerId, people);
      const joining = people.filter(({ registrationId }) => !signed.has(registrationId));
      await this.agreements.insertMany(tx, joining.map(({ registrationId, ownerRegion }) => ({ id: randomUUID(), ownerRegion, orderId, kind: 'trainee-provider' as const, registrationId, providerId, employerId: null, bureauId: null, first, second })));
      if (joining.length > 0) await this.books.audit.record(tx, { action: 'agreement.record', subjectKind: 'training-order', subjectId: orderId, region: order.county, details: { kind: 'trainee-provider', trainees: joining.length } });
      return ids.map((traineeId) => ({ traineeId, outcome: signed.has(traineeId) ? 'already' : 'recorded' }));
    });
  }

  /** Ends an agreement; the same once more is the same. @throws AgreementUnknown, AgreementEnded (otherwise), AgreementRefused, OutOfScope (between organizations: the county's) */
  async end(principal: Principal, id: string, endedOn: CivilDate, code: AgreementEndingCode, reason: string | null): Promise<AgreementRow> {
    return this.books.database.inScope(principal, async (tx) => {
      const found = await this.#get(tx, id);
      requireInScope(principal, found.ownerRegion);
      if (await this.agreements.end(tx, id, { endedOn, code, reason })) {
        await this.books.audit.record(tx, { action: 'agreement.end', subjectKind: 'training-order', subjectId: found.orderId, region: found.ownerRegion, details: { agreementId: id, code } });
      }
      const ended = await this.#get(tx, id);
      if (ended.endedOn !== endedOn || ended.endingCode !== code) throw new AgreementEnded();
      return ended;
    });
  }

  /** As they were recorded, as far as they are the caller's to see. @throws OrderUnknown, CursorInvalid */
  async list(principal: Principal, orderId: string, query: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<AgreementRow>> {
    const after = decodeCursor(query.cursor, ['instant', 'uuid']);
    return this.books.database.inScope(principal, async (tx) => {
      await this.#order(tx, orderId);
      const rows = await this.agreements.list(tx, orderId, after, query.limit + 1);
      return pageOf(rows, query.limit, (row) => [row.recordedAt, row.id], (row) => row);
    });
  }

  /**
   * Those of the caller's county that are the caller's to see, as they were recorded: a provider's and an employer's are the
   * ones that they have signed. @param orderId null: of all orders @throws CursorInvalid
   */
  async listOwn(principal: Principal, orderId: string | null, query: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<AgreementRow>> {
    const after = decodeCursor(query.cursor, ['instant', 'uuid']);
    const rows = await this.books.database.inScope(principal, (tx) => this.agreements.listOfCounty(tx, padRegion(principal.region).slice(0, 6), orderId, after, query.limit + 1));
    return pageOf(rows, query.limit, (row) => [row.recordedAt, row.id], (row) => row);
  }

  /** What the order lacks for its next step. @throws OrderUnknown */
  async missing(principal: Principal, orderId: string): Promise<MissingView> {
    return this.books.database.inScope(principal, async (tx) => {
      const { state, classId } = await this.#order(tx, orderId);
      const step = state === 'recruiting' ? 'class-open' : state === 'class-open' ? 'training' : null;
      const missing = step === null ? [] : await this.agreements.missing(tx, orderId, classId, step);
      return { step, missing, words: missingWords(missing) };
    });
  }

  /** @throws AgreementsMissing naming each */
  async require(tx: Transaction, orderId: string, classId: string | null, step: AgreementStep): Promise<void> {
    const words = missingWords(await this.agreements.missing(tx, orderId, classId, step));
    if (words.length > 0) throw new AgreementsMissing(step, words);
  }

  async #order(tx: Transaction, id: string): Promise<OrderRow> {
    const row = await this.orders.find(tx, id);
    if (row === null) throw new OrderUnknown();
    return row;
  }

  async #get(tx: Transaction, id: string): Promise<AgreementRow> {
    const row = await this.agreements.find(tx, id);
    if (row === null) throw new AgreementUnknown();
    return row;
  }
}

/** Of the order's parties those that the kind is between. @throws AgreementRefused where the order has not got one of them */
function partiesOf(kind: OrganizationAgreement, { providerId, employerId, bureauId }: AgreementParties): AgreementParties {
  const parties = { providerId: kind === 'employer-bureau' ? null : providerId, employerId: kind === 'provider-bureau' ? null : employerId, bureauId: kind === 'provider-employer' ? null : bureauId };
  if (kind !== 'employer-bureau' && providerId === null) throw new AgreementRefused('订单还没有承接的培训机构（开始招生以后才有），不能登记协议。');
  if (kind !== 'provider-bureau' && employerId === null) throw new AgreementRefused('这个订单没有用人单位，请登记培训机构与人社局的协议。');
  if (kind !== 'provider-employer' && bureauId === null) throw new AgreementRefused('请指明签约的人社局。');
  return parties;
}

function isSame(row: AgreementRow, parties: AgreementParties, { first, second }: Signatures): boolean {
  return row.endedOn === null && row.providerId === parties.providerId && row.employerId === parties.employerId && row.bureauId === parties.bureauId
    && row.firstSigner === first.signer && row.firstSignedOn === first.on && row.secondSigner === second.signer && row.secondSignedOn === second.on;
}
