import { Injectable } from '@nestjs/common';
import { CatalogueService } from '@app/catalogue';
import { decodeCursor, pageOf, type Page, type Principal, type Transaction } from '@app/platform';
import type { CallReason } from '../channels/next-channel.js';
import { countyOf, NotificationBooks } from '../notification-books.js';
import type { NotificationJobs } from '../notification-jobs.js';
import { CallAnswered, CallReasonRefused, CallUnknown, WaveMoveRefused, WaveUnknown } from '../notifications.errors.js';
import { WavesRepository } from '../waves/waves.repository.js';
import { CALL_DAYS, type CallRefusal, type CallResult } from './call-rules.js';
import { callScript } from './call-script.js';
import { CallsRepository, type CallOfWave, type OpenCall, type PlannedCall } from './calls.repository.js';

/** Somebody who is to be called about the post of a wave. */
export interface CallTo {
  readonly traineeId: string;
  readonly reason: CallReason;
}

/** A call that is to be made, with what the caller says. */
export interface ShownCall extends OpenCall {
  /** Name of the village or township; null: the region is not in the catalogue. */
  readonly village: string | null;
  readonly script: string;
}

/** Failed messages of waves so old are left to lie: their posts have other waves by now. */
const EXTENDED_FOR_DAYS = 3;
const DAY_MS = 86_400_000;
/** People of one transaction: each is locked twice while it lasts. */
const EXTENDED_AT_ONCE = 500;

/** What one transaction asked of the database. */
interface Share {
  readonly asked: readonly PlannedCall[];
  /** There may be more after this message; null: there is none. */
  readonly last: string | null;
}

/** Whom village officers call about the post of a wave, in the place of a message, and what they tap in. */
@Injectable()
export class CallLists {
  constructor(
    private readonly books: NotificationBooks,
    private readonly calls: CallsRepository,
    private readonly waves: WavesRepository,
    private readonly catalogue: CatalogueService,
  ) {}

  /** Puts people on the list of a wave, in the caller's transaction; the database looks at every one, and says why not. */
  async plan(tx: Transaction, waveId: string, people: readonly CallTo[]): Promise<PlannedCall[]> {
    if (people.length === 0) return [];
    const now = this.books.now();
    return this.calls.plan(tx, people.map(({ traineeId, reason }) => ({ registration_id: traineeId, wave_id: waveId, reason })), new Date(now.getTime() + CALL_DAYS * DAY_MS), now);
  }

  /**
   * Puts on the list whom the wave's messages certainly did not reach, at most 500 at once. Done again it adds nobody twice.
   * @returns of each of them what the database said
   * @throws WaveUnknown, WaveMoveRefused (stopped)
   */
  async extend(principal: Principal, waveId: string): Promise<readonly PlannedCall[]> {
    return this.books.database.inScope(principal, async (tx) => {
      const wave = await this.waves.find(tx, waveId);
      if (wave === null) throw new WaveUnknown();
      if (wave.stoppedAt !== null) throw new WaveMoveRefused('这个批次已经停止，不能再列入电话名单。');
      return (await this.#extend(tx, wave.ownerRegion, { waveId, after: null })).asked;
    });
  }

  /** The nightly job of a county: what was not called in time is ended, and whom messages did not reach is put on the lists. */
  async refresh(principal: Principal): Promise<{ readonly closed: number; readonly planned: number }> {
    const closed = await this.books.database.inScope(principal, (tx) => this.calls.close(tx, this.books.now()));
    let planned = 0;
    for (let share: Share = { asked: [], last: null }, isFirst = true; isFirst || share.last !== null; isFirst = false) {
      const after = share.last;
      share = await this.books.database.inScope(principal, (tx) => this.#extend(tx, principal.region, { waveId: null, after }));
      planned += share.asked.filter(({ verdict }) => verdict === 'planned').length;
    }
    return { closed, planned };
  }

  /** Whom the caller is to call now, by village. @throws CursorInvalid */
  async list(principal: Principal, query: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<ShownCall>> {
    const after = decodeCursor(query.cursor, ['text', 'instant', 'uuid']);
    const { regions } = await this.catalogue.current();
    const nameOf = (region: string | null): string | null => (region === null ? null : (regions.find(region)?.name ?? null));
    const rows = await this.books.database.inScope(principal, (tx) => this.calls.listOpen(tx, this.books.now(), after, query.limit + 1));
    return pageOf(rows, query.limit, (row) => [row.ownerRegion, row.plannedAt, row.id], (row) => ({ ...row, village: nameOf(row.ownerRegion), script: callScript({ ...row, place: nameOf(row.region) ?? row.regionLabel ?? '地点面谈' }) }));
  }

  /** The calls of a wave with what became of them. @throws WaveUnknown, CursorInvalid */
  async listOfWave(principal: Principal, waveId: string, query: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<CallOfWave>> {
    const after = decodeCursor(query.cursor, ['text', 'uuid']);
    return this.books.database.inScope(principal, async (tx) => {
      if ((await this.waves.find(tx, waveId)) === null) throw new WaveUnknown();
      return pageOf(await this.calls.listOfWave(tx, waveId, after, query.limit + 1), query.limit, (row) => [row.ownerRegion, row.id], (row) => row);
    });
  }

  /**
   * Takes what a call came to. The same tapped twice is one (of a call in vain: on the same day). What follows of an answer
   * (the referral list, the refusal) follows by the job `call.answered`, as of a message.
   * @param reason of a refusal, and only then
   * @returns false: it had been tapped in before
   * @throws CallReasonRefused, CallUnknown, CallAnswered (there is an answer, or the person wants no calls)
   */
  async record(principal: Principal, id: string, result: CallResult, reason: CallRefusal | null): Promise<boolean> {
    if ((result === 'refused') !== (reason !== null)) throw new CallReasonRefused();
    return this.books.database.inScope(principal, async (tx) => {
      const recorded = await this.calls.record(tx, id, result, reason, this.books.now());
      if (recorded === null) throw new CallUnknown();
      if (recorded.verdict === 'closed') throw new CallAnswered();
      if (recorded.verdict === 'again') return false;
      await this.books.audit.record(tx, { action: 'call.record', subjectKind: 'call', subjectId: id, region: principal.region, details: { result, ...(reason === null ? {} : { reason }) } });
      if (result === 'interested' || result === 'refused') {
        await this.books.outbox.add<NotificationJobs, 'call.answered'>(tx, 'call.answered', { resultId: recorded.resultId! }, { queue: 'sms', region: countyOf(principal.region) });
      }
      return true;
    });
  }

  async #extend(tx: Transaction, region: string, { waveId, after }: { readonly waveId: string | null; readonly after: string | null }): Promise<Share> {
    const now = this.books.now();
    const unreached = await this.calls.listUnreached(tx, { waveId, since: new Date(now.getTime() - EXTENDED_FOR_DAYS * DAY_MS), after, limit: EXTENDED_AT_ONCE });
    if (unreached.length === 0) return { asked: [], last: null };
    const asked = await this.calls.plan(tx, unreached, new Date(now.getTime() + CALL_DAYS * DAY_MS), now);
    const [county, planned] = [countyOf(region), asked.filter(({ verdict }) => verdict === 'planned').length];
    if (planned > 0) await this.books.audit.record(tx, { action: 'call-list.extend', subjectKind: waveId === null ? 'county' : 'notification-wave', subjectId: waveId ?? county.slice(0, 6), region: county, details: { planned } });
    return { asked, last: unreached.length < EXTENDED_AT_ONCE ? null : unreached.at(-1)!.message };
  }
}
