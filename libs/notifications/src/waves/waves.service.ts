import { Injectable } from '@nestjs/common';
import { decodeCursor, pageOf, type Page, type Principal, type Transaction } from '@app/platform';
import { CallLists, type CallTo } from '../calls/call-lists.service.js';
import type { WaveCongestion } from '../exposure/exposure.repository.js';
import { ExposureService, type ShownCongestion } from '../exposure/exposure.service.js';
import { countyOf, NotificationBooks } from '../notification-books.js';
import { WaveMoveRefused, WaveNumberTaken, WaveSecondOfficerNeeded, WaveSizeRefused, WaveTellsNobody, WaveUnknown, WaveVacancyRefused } from '../notifications.errors.js';
import { Notifications, type NewNotification, type PlannedNotifications } from '../pipeline/notifications.service.js';
import { firstOf, WAVE_SIZE_MAX, type WaveStop } from './wave-rules.js';
import { waveKindOf, type WaveSubject } from './wave-subject.js';
import { WavesRepository, type NotificationWave } from './waves.repository.js';

/** A notice to one trainee, its text complete. */
export type WaveMessage = Pick<NewNotification, 'traineeId' | 'template' | 'text' | 'variables' | 'parts'>;

export type NewWave = WaveSubject & {
  /** In the order in which they go: a large wave's first are its trial. */
  readonly messages: readonly WaveMessage[];
  /** Who is called instead; nobody when absent. */
  readonly calls?: readonly CallTo[];
  readonly validUntil: Date;
};

/** A wave as officers see it. */
export interface ShownWave extends NotificationWave {
  readonly congestion: ShownCongestion<WaveCongestion>;
}

/** Waves of notices of vacancies and of policies: nothing leaves without an officer, and above 200 not without two. */
@Injectable()
export class NotificationWaves {
  constructor(
    private readonly books: NotificationBooks,
    private readonly waves: WavesRepository,
    private readonly notifications: Notifications,
    private readonly calls: CallLists,
    private readonly exposures: ExposureService,
  ) {}

  /**
   * Confirms the next wave of a vacancy or policy notice and lets it go: all of a small one, the trial of a large one, whose
   * calls wait for the release. Whom a former wave told of it is left out.
   * @throws WaveSizeRefused, WaveVacancyRefused, WaveNumberTaken, WaveTellsNobody
   */
  async confirm(principal: Principal, { messages, calls = [], validUntil, ...subject }: NewWave): Promise<{ readonly wave: ShownWave; readonly leftOut: PlannedNotifications['leftOut'] }> {
    const size = messages.length + calls.length;
    if (size === 0 || size > WAVE_SIZE_MAX || new Set([...messages, ...calls].map(({ traineeId }) => traineeId)).size < size) throw new WaveSizeRefused();
    const { vacancyId, policyNoticeId, purpose, keyOf } = waveKindOf(subject);
    return this.books.database.inScope(principal, async (tx) => {
      if (vacancyId !== null && !(await this.waves.mayBeSent(tx, vacancyId))) throw new WaveVacancyRefused();
      const first = firstOf(size);
      const [at, ownerRegion] = [this.books.now(), countyOf(principal.region)];
      const id = await this.waves.insert(tx, { ownerRegion, vacancyId, policyNoticeId, size, confirmedBy: principal.id, releasedBy: first === size ? principal.id : null, at });
      if (id === null) throw new WaveNumberTaken();
      const made = await this.notifications.plan(tx, messages.map((message, i): NewNotification => ({ ...message, purpose, dedupeKey: keyOf(message.traineeId), validUntil, ...(vacancyId === null ? {} : { vacancyId }), wave: { id, position: i + 1 } })));
      const called = (await this.calls.plan(tx, id, calls)).filter(({ verdict }) => verdict === 'planned');
      if (made.planned.length + called.length === 0) throw new WaveTellsNobody();
      const places = new Map(messages.map(({ traineeId }, i) => [traineeId, i + 1]));
      await this.notifications.release(tx, made.planned.filter(({ traineeId }) => places.get(traineeId)! <= first));
      await this.books.audit.record(tx, { action: 'notification-wave.confirm', subjectKind: 'notification-wave', subjectId: id, region: ownerRegion, details: { ...subject, size, planned: made.planned.length, calls: called.length } });
      return { wave: await this.#shown(tx, id), leftOut: made.leftOut };
    });
  }

  /** The rest of a large wave, after its trial, by another officer. Released again it stays as it is. @throws WaveUnknown, WaveMoveRefused, WaveSecondOfficerNeeded */
  async release(principal: Principal, id: string): Promise<ShownWave> {
    return this.books.database.inScope(principal, async (tx) => {
      const wave = await this.waves.lock(tx, id);
      if (wave === null) throw new WaveUnknown();
      if (wave.stoppedAt !== null) throw new WaveMoveRefused();
      if (wave.releasedAt !== null) return this.#shown(tx, id);
      if (wave.confirmedBy === principal.id) throw new WaveSecondOfficerNeeded();
      await this.waves.release(tx, id, principal.id, this.books.now());
      await this.notifications.release(tx, await this.waves.listPlanned(tx, id));
      await this.books.audit.record(tx, { action: 'notification-wave.release', subjectKind: 'notification-wave', subjectId: id, region: wave.ownerRegion });
      return this.#shown(tx, id);
    });
  }

  /** From the commit on nothing more of it is claimed. Stopped again it stays as it is. @throws WaveUnknown */
  async stop(principal: Principal, id: string, reason: WaveStop): Promise<ShownWave> {
    return this.books.database.inScope(principal, async (tx) => {
      const wave = await this.waves.lock(tx, id);
      if (wave === null) throw new WaveUnknown();
      if (wave.stoppedAt !== null) return this.#shown(tx, id);
      const spared = await this.waves.stop(tx, id, principal.id, reason, this.books.now());
      await this.books.audit.record(tx, { action: 'notification-wave.stop', subjectKind: 'notification-wave', subjectId: id, region: wave.ownerRegion, details: { reason, spared } });
      return this.#shown(tx, id);
    });
  }

  /** Newest first. @throws CursorInvalid */
  async list(principal: Principal, query: { readonly vacancyId?: string | undefined; readonly policyNoticeId?: string | undefined; readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<ShownWave>> {
    const after = decodeCursor(query.cursor, ['instant', 'uuid']);
    return this.books.database.inScope(principal, async (tx) => {
      const rows = await this.waves.list(tx, query, after, query.limit + 1);
      const congestions = await this.exposures.ofWaves(tx, rows.map(({ id }) => id));
      return pageOf(rows, query.limit, (row) => [row.confirmedAt, row.id], (row) => ({ ...row, congestion: congestions.get(row.id)! }));
    });
  }

  /** @throws WaveUnknown */
  async get(principal: Principal, id: string): Promise<ShownWave> {
    return this.books.database.inScope(principal, (tx) => this.#shown(tx, id));
  }

  async #shown(tx: Transaction, id: string): Promise<ShownWave> {
    const wave = await this.waves.find(tx, id);
    if (wave === null) throw new WaveUnknown();
    return { ...wave, congestion: (await this.exposures.ofWaves(tx, [id])).get(id)! };
  }
}
