import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CorrectionsService, CountyBooks, EmploymentsService, type CorrectionRequestView, type EvidenceInput, type StoredFact } from '@app/placements';
import { Forbidden, type Principal, type Transaction } from '@app/platform';
import { TrainingOrders, type OrderDetail } from '../orders/training-orders.service.js';
import { TrainingOrdersRepository, type OrderRow } from '../orders/training-orders.repository.js';
import { TrainingBooks } from '../training-books.js';
import { OrderUnknown, TrainingInputInvalid } from '../training.errors.js';
import { hireFaults, type HiredWork } from './hired-work.js';
import { OrderHiresRepository, type HireRow } from './order-hires.repository.js';

/** Somebody hired for a pledged seat: into work that begins with it, or into work that the ledger has already. */
export interface HireInput {
  readonly traineeId: string;
  readonly work: HiredWork;
  /** Of an employment on record (a referral's hire); then the work is read from there. */
  readonly employmentId: string | null;
  /** What proves it now; more can be added to the employment later. */
  readonly evidence: EvidenceInput | null;
}

/** Taken back, or waiting for a second officer. */
export interface HireWithdrawal {
  readonly order: OrderDetail;
  readonly request: CorrectionRequestView | null;
}

/** What hires need of the ledger. */
@Injectable()
export class HireLedger {
  constructor(
    readonly employments: EmploymentsService,
    readonly corrections: CorrectionsService,
    readonly county: CountyBooks,
  ) {}
}

/** Hires for the pledged seats of an order: a hire and the employment that it stands on are one fact, in one transaction. */
@Injectable()
export class OrderHires {
  constructor(
    private readonly books: TrainingBooks,
    private readonly orders: TrainingOrders,
    private readonly rows: TrainingOrdersRepository,
    private readonly hires: OrderHiresRepository,
    private readonly ledger: HireLedger,
  ) {}

  /**
   * Fills a seat and begins the employment in the ledger, with its employer, pay, contract and proof as they are; once more is
   * the same. The order's row is taken first, the county's ledger last.
   * @throws OrderUnknown, TrainingInputInvalid, OrderSeatsTaken, PlacementInvalid (the proof), LedgerMoveRefused
   */
  async hire(principal: Principal, orderId: string, { traineeId, work, employmentId, evidence }: HireInput): Promise<OrderDetail> {
    return this.books.database.inScope(principal, async (tx) => {
      const order = await this.#lock(tx, orderId);
      const [person] = await tx.query<{ ownerRegion: string }[]>('select owner_region as "ownerRegion" from registrations where id = $1 and county = $2', [traineeId, order.county]);
      if (person === undefined) throw new TrainingInputInvalid([{ path: 'traineeId', message: '没有这名学员，或不在您的管辖范围内' }]);
      if ((await this.hires.find(tx, orderId, traineeId)) !== null) return this.orders.get(principal, orderId);
      const known = employmentId === null ? null : await this.#known(tx, employmentId, traineeId, order);
      const faults = known === null ? hireFaults(work, order.employerId, this.books.today()) : [];
      if (faults.length > 0) throw new TrainingInputInvalid(faults);
      const into = employmentId ?? randomUUID();
      await this.hires.insert(tx, { orderId, registrationId: traineeId, ownerRegion: person.ownerRegion, employmentId: into, hiredOn: known?.effectiveOn ?? work.startsOn });
      await this.books.audit.record(tx, { action: 'training-order.hire', subjectKind: 'training-order', subjectId: orderId, region: order.county, details: { traineeId, employmentId: into } });
      if (known === null) await this.ledger.employments.start(principal, { ...work, traineeId, employerId: order.employerId ?? work.employerId, employmentId: into, orderId });
      if (evidence !== null) await this.ledger.employments.addEvidence(principal, into, evidence);
      return this.orders.get(principal, orderId);
    });
  }

  /**
   * Takes a hire back: its seat is free again. An employment that began with the hire is corrected away, at once where it is a
   * slip of one's own hand, else when a second officer confirms; one that was on record before stays. The order's row is locked
   * by the database when the seat is freed, after the correction's request as a confirmation does it.
   * @throws OrderUnknown, TrainingInputInvalid (no such hire), OrderSeatsTaken, CorrectionPending
   */
  async withdraw(principal: Principal, orderId: string, traineeId: string, reason: string): Promise<HireWithdrawal> {
    return this.books.database.inScope(principal, async (tx) => {
      const order = await this.#find(tx, orderId);
      const hire = await this.hires.find(tx, orderId, traineeId);
      if (hire === null) throw new TrainingInputInvalid([{ path: 'traineeId', message: '这名学员没有登记录用，或已撤销' }]);
      const own = await this.#begunBy(tx, hire, orderId);
      if (own === null) await this.hires.withdraw(tx, hire.id, principal.id);
      const { request } = own === null ? { request: null } : await this.ledger.corrections.correct(principal, own.id, { reason });
      const action = request === null ? 'training-order.withdraw-hire' : 'training-order.ask-to-withdraw-hire';
      await this.books.audit.record(tx, { action, subjectKind: 'training-order', subjectId: orderId, region: order.county, reason, details: { traineeId } });
      return { order: await this.orders.get(principal, orderId), request };
    });
  }

  async #find(tx: Transaction, id: string): Promise<OrderRow> {
    const row = await this.rows.find(tx, id);
    if (row === null) throw new OrderUnknown();
    return row;
  }

  async #lock(tx: Transaction, id: string): Promise<OrderRow> {
    await this.#find(tx, id);
    const row = await this.rows.lock(tx, id);
    if (row === null) throw new Forbidden();
    return row;
  }

  /** The start of an employment that is on record: of this person, and of the order's employer. */
  async #known(tx: Transaction, employmentId: string, traineeId: string, { employerId }: OrderRow): Promise<StoredFact> {
    const start = (await this.ledger.county.ledger.listOfEmployments(tx, [employmentId])).find(({ kind, inForce }) => kind === 'employment-started' && inForce);
    const isTheirs = start !== undefined && start.registrationId === traineeId;
    const [same] = isTheirs ? await tx.query<{ same: boolean | null }[]>('select $1::uuid is null or canonical_employer($2) = canonical_employer($1) as same', [employerId, start.employerId]) : [];
    if (start === undefined || same?.same !== true) throw new TrainingInputInvalid([{ path: 'employmentId', message: '没有这名学员在该用人单位的这条就业记录' }]);
    return start;
  }

  /** The start in force that the hire itself wrote, or null. */
  async #begunBy(tx: Transaction, { employmentId }: HireRow, orderId: string): Promise<StoredFact | null> {
    if (employmentId === null) return null;
    const facts = await this.ledger.county.ledger.listOfEmployments(tx, [employmentId]);
    return facts.find(({ kind, inForce, payload }) => kind === 'employment-started' && inForce && payload.orderId === orderId) ?? null;
  }
}
