import { randomBytes, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ShownRowsRepository, type ShownTrainee } from '@app/matches';
import { FIELD_CIPHER, type CellAddress, type FieldCipher, type Principal, type Transaction } from '@app/platform';
import { announceLottery, drawLottery, listHashOf, openingFaults, type LotteryNotice, type LotteryRecord } from '@app/scheduling';
import { lotteryPolicyOf } from '../candidates/seat-policy.js';
import { TrainingBooks } from '../training-books.js';
import { ClassTermsInvalid, LotteryMoveRefused, LotteryUnknown } from '../seats.errors.js';
import { LotteriesRepository, type LotteryCall, type LotteryEntryRow, type LotteryRow } from './lotteries.repository.js';
import { LotteryInputs } from './lottery-inputs.js';
import { numbered } from './lottery-list.js';
import { mayMoveLottery } from './lottery-moves.js';

const SEED_BYTES = 32;

/** A lottery as it is shown: the seed only once it is drawn. */
export interface LotteryView extends Omit<LotteryRow, 'sealedSeed'> {
  readonly calls: readonly LotteryCall[];
}

export interface NewLottery {
  /** Whole, 1 to the order's seats; null: all that nobody has an offer for. */
  readonly seats: number | null;
  /** ISO 8601 with an offset; as it is published. */
  readonly closesAt: string;
  readonly publicSource: string | null;
}

const seedAddress = (id: string): CellAddress => ({ table: 'lotteries', column: 'sealed_seed', rowId: id });

/**
 * Draws of an order's seats that anyone can verify: the notice with the hash of a seed that nobody has seen, then the list
 * by numbers, then the draw. Each is said once; the database keeps the order.
 */
@Injectable()
export class Lotteries {
  constructor(
    private readonly books: TrainingBooks,
    private readonly lotteries: LotteriesRepository,
    private readonly inputs: LotteryInputs,
    private readonly shown: ShownRowsRepository,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
  ) {}

  /** Publishes the notice. @throws OrderUnknown, OrderNotRecruiting, LotteryMoveRefused, SchedulingInputInvalid naming what is wrong with the notice */
  async announce(principal: Principal, orderId: string, { seats, closesAt, publicSource }: NewLottery): Promise<LotteryView> {
    return this.books.database.inScope(principal, async (tx) => {
      const { county, free, policy } = await this.inputs.ofOrder(tx, orderId);
      const [id, seed] = [randomUUID(), randomBytes(SEED_BYTES).toString('hex')];
      const given: Omit<LotteryNotice, 'seedHash'> = { lottery: id, seats: seats ?? free, policy: lotteryPolicyOf(policy), closesAt, publicSource };
      if (given.seats > free) throw new ClassTermsInvalid([{ path: 'seats', message: `抽签席位：不能多于尚未通知的 ${free} 个席位` }]);
      const { notice, noticeHash } = announceLottery(given, seed);
      await this.lotteries.add(tx, { id, orderId, county, notice, noticeHash, sealedSeed: this.cipher.seal(seed, seedAddress(id)), by: principal.id });
      await this.books.audit.record(tx, { action: 'lottery.announce', subjectKind: 'lottery', subjectId: id, region: county, details: { orderId, seats: notice.seats, noticeHash } });
      return this.#view(tx, orderId, id);
    });
  }

  /** Closes the list at the time that the notice said, or later; closed before, it stays. @throws LotteryUnknown, LotteryMoveRefused */
  async close(principal: Principal, orderId: string, id: string): Promise<LotteryView> {
    return this.books.database.inScope(principal, async (tx) => {
      const lottery = await this.#lock(tx, orderId, id);
      if (lottery.state === 'closed') return this.#view(tx, orderId, id);
      if (!mayMoveLottery(lottery.state, 'closed')) throw new LotteryMoveRefused();
      const { applicants, lossesOf, groupsOf } = await this.inputs.ofList(tx, lottery);
      const list = numbered(applicants, randomBytes(SEED_BYTES), lossesOf, groupsOf);
      const listHash = listHashOf(list);
      await this.lotteries.close(tx, id, list, listHash, principal.id);
      await this.books.audit.record(tx, { action: 'lottery.close', subjectKind: 'lottery', subjectId: id, region: lottery.county, details: { applicants: list.length, listHash } });
      return this.#view(tx, orderId, id);
    });
  }

  /** Opens the seed and draws by it; drawn before, it is the same draw. @throws LotteryUnknown, LotteryMoveRefused, ClassTermsInvalid (the public value) */
  async draw(principal: Principal, orderId: string, id: string, publicValue: string | null): Promise<LotteryView> {
    return this.books.database.inScope(principal, async (tx) => {
      const lottery = await this.#lock(tx, orderId, id);
      if (lottery.state === 'drawn') return this.#view(tx, orderId, id);
      if (!mayMoveLottery(lottery.state, 'drawn')) throw new LotteryMoveRefused();
      const seed = this.cipher.open(lottery.sealedSeed, seedAddress(id));
      const faults = openingFaults(lottery.notice, seed, publicValue).filter(({ path }) => path === 'publicValue');
      if (faults.length > 0) throw new ClassTermsInvalid(faults);
      const result = drawLottery({ notice: lottery.notice, seed, publicValue, applicants: await this.lotteries.listLines(tx, id) });
      await this.lotteries.draw(tx, id, { seed, publicValue, result, by: principal.id });
      await this.books.audit.record(tx, { action: 'lottery.draw', subjectKind: 'lottery', subjectId: id, region: lottery.county, details: { seed, seated: result.seated.length, resultHash: result.resultHash } });
      return this.#view(tx, orderId, id);
    });
  }

  /** Gives a lottery up before its draw; it stays on record with its reason. @throws LotteryUnknown, LotteryMoveRefused */
  async cancel(principal: Principal, orderId: string, id: string, reason: string): Promise<LotteryView> {
    return this.books.database.inScope(principal, async (tx) => {
      const lottery = await this.#lock(tx, orderId, id);
      if (!mayMoveLottery(lottery.state, 'cancelled')) throw new LotteryMoveRefused('抽签规则：已抽签或已取消的不能取消，未作任何更改。');
      await this.lotteries.cancel(tx, id, reason, principal.id);
      await this.books.audit.record(tx, { action: 'lottery.cancel', subjectKind: 'lottery', subjectId: id, region: lottery.county, reason, details: { state: lottery.state } });
      return this.#view(tx, orderId, id);
    });
  }

  /** @throws LotteryUnknown */
  async get(principal: Principal, orderId: string, id: string): Promise<LotteryView> {
    return this.books.database.inScope(principal, (tx) => this.#view(tx, orderId, id));
  }

  /** An order's lotteries, cancelled ones too; the newest first. */
  async list(principal: Principal, orderId: string): Promise<Omit<LotteryRow, 'sealedSeed'>[]> {
    const rows = await this.books.database.inScope(principal, (tx) => this.lotteries.list(tx, orderId));
    return rows.map(({ sealedSeed: _, ...row }) => row);
  }

  /** Everything published, in the form that `shouyu lottery verify --input` takes. @throws LotteryUnknown, LotteryMoveRefused (not drawn) */
  async record(principal: Principal, orderId: string, id: string): Promise<LotteryRecord> {
    return this.books.database.inScope(principal, async (tx) => {
      const row = known(await this.lotteries.find(tx, orderId, id));
      if (row.state !== 'drawn') throw new LotteryMoveRefused('抽签规则：抽签之后才有全部记录。');
      const places = await this.lotteries.listResult(tx, id);
      const seated = places.flatMap(({ id: entry, seat }) => (seat === null ? [] : [{ id: entry, seat }]));
      const waiting = places.flatMap(({ id: entry, seat }) => (seat === null ? [entry] : []));
      return { notice: row.notice, noticeHash: row.noticeHash, applicants: await this.lotteries.listLines(tx, id), listHash: row.listHash!, seed: row.seed!, publicValue: row.publicValue, result: { seated, waiting, resultHash: row.resultHash! } };
    });
  }

  /** Which number each of the caller's own people has, and its place. @throws LotteryUnknown */
  async entries(principal: Principal, orderId: string, id: string): Promise<(LotteryEntryRow & { readonly trainee: ShownTrainee })[]> {
    return this.books.database.inScope(principal, async (tx) => {
      known(await this.lotteries.find(tx, orderId, id));
      const rows = await this.lotteries.listEntries(tx, id);
      const trainees = await this.shown.trainees(tx, rows.map(({ registrationId }) => registrationId));
      return rows.flatMap((row) => (trainees.has(row.registrationId) ? [{ ...row, trainee: trainees.get(row.registrationId)! }] : []));
    });
  }

  async #lock(tx: Transaction, orderId: string, id: string): Promise<LotteryRow> {
    known(await this.lotteries.find(tx, orderId, id));
    return known(await this.lotteries.lock(tx, orderId, id));
  }

  async #view(tx: Transaction, orderId: string, id: string): Promise<LotteryView> {
    const { sealedSeed: _, ...row } = known(await this.lotteries.find(tx, orderId, id));
    return { ...row, calls: await this.lotteries.listCalls(tx, id) };
  }
}

function known<T>(found: T | null): T {
  if (found === null) throw new LotteryUnknown();
  return found;
}
