import { Injectable } from '@nestjs/common';
import { decodeCursor, pageOf, type Page, type Principal } from '@app/platform';
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
  readonly validUntil: Date;
};

/** Waves of notices of vacancies and of policies: nothing leaves without an officer, and above 200 not without two. */
@Injectable()
export class NotificationWaves {
  constructor(
    private readonly books: NotificationBooks,
    private readonly waves: WavesRepository,
    private readonly notifications: Notifications,
  ) {}

  /**
   * Confirms the next wave of a vacancy or policy notice and lets it go: all of a small one, the trial of a large one. Whom a
   * former wave told of it is left out.
   * @throws WaveSizeRefused, WaveVacancyRefused, WaveNumberTaken, WaveTellsNobody
   */
  async confirm(principal: Principal, { messages, validUntil, ...subject }: NewWave): Promise<{ readonly wave: NotificationWave; readonly leftOut: PlannedNotifications['leftOut'] }> {
    const size = messages.length;
    if (size === 0 || size > WAVE_SIZE_MAX || new Set(messages.map(({ traineeId }) => traineeId)).size < size) throw new WaveSizeRefused();
    const { vacancyId, policyNoticeId, purpose, keyOf } = waveKindOf(subject);
    return this.books.database.inScope(principal, async (tx) => {
      if (vacancyId !== null && !(await this.waves.mayBeSent(tx, vacancyId))) throw new WaveVacancyRefused();
      const first = firstOf(size);
      const [at, ownerRegion] = [this.books.now(), countyOf(principal.region)];
      const id = await this.waves.insert(tx, { ownerRegion, vacancyId, policyNoticeId, size, confirmedBy: principal.id, releasedBy: first === size ? principal.id : null, at });
      if (id === null) throw new WaveNumberTaken();
      const made = await this.notifications.plan(tx, messages.map((message, i): NewNotification => ({ ...message, purpose, dedupeKey: keyOf(message.traineeId), validUntil, ...(vacancyId === null ? {} : { vacancyId }), wave: { id, position: i + 1 } })));
      if (made.planned.length === 0) throw new WaveTellsNobody();
      const places = new Map(messages.map(({ traineeId }, i) => [traineeId, i + 1]));
      await this.notifications.release(tx, made.planned.filter(({ traineeId }) => places.get(traineeId)! <= first));
      await this.books.audit.record(tx, { action: 'notification-wave.confirm', subjectKind: 'notification-wave', subjectId: id, region: ownerRegion, details: { ...subject, size, planned: made.planned.length } });
      return { wave: (await this.waves.find(tx, id))!, leftOut: made.leftOut };
    });
  }

  /** The rest of a large wave, after its trial, by another officer. Released again it stays as it is. @throws WaveUnknown, WaveMoveRefused, WaveSecondOfficerNeeded */
  async release(principal: Principal, id: string): Promise<NotificationWave> {
    return this.books.database.inScope(principal, async (tx) => {
      const wave = await this.waves.lock(tx, id);
      if (wave === null) throw new WaveUnknown();
      if (wave.stoppedAt !== null) throw new WaveMoveRefused();
      if (wave.releasedAt !== null) return wave;
      if (wave.confirmedBy === principal.id) throw new WaveSecondOfficerNeeded();
      await this.waves.release(tx, id, principal.id, this.books.now());
      await this.notifications.release(tx, await this.waves.listPlanned(tx, id));
      await this.books.audit.record(tx, { action: 'notification-wave.release', subjectKind: 'notification-wave', subjectId: id, region: wave.ownerRegion });
      return (await this.waves.find(tx, id))!;
    });
  }

  /** From the commit on nothing more of it is claimed. Stopped again it stays as it is. @throws WaveUnknown */
  async stop(principal: Principal, id: string, reason: WaveStop): Promise<NotificationWave> {
    return this.books.database.inScope(principal, async (tx) => {
      const wave = await this.waves.lock(tx, id);
      if (wave === null) throw new WaveUnknown();
      if (wave.stoppedAt !== null) return wave;
      const spared = await this.waves.stop(tx, id, principal.id, reason, this.books.now());
      await this.books.audit.record(tx, { action: 'notification-wave.stop', subjectKind: 'notification-wave', subjectId: id, region: wave.ownerRegion, details: { reason, spared } });
      return (await this.waves.find(tx, id))!;
    });
  }

  /** Newest first. @throws CursorInvalid */
  async list(principal: Principal, query: { readonly vacancyId?: string | undefined; readonly policyNoticeId?: string | undefined; readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<NotificationWave>> {
    const after = decodeCursor(query.cursor, ['instant', 'uuid']);
    const rows = await this.books.database.inScope(principal, (tx) => this.waves.list(tx, query, after, query.limit + 1));
    return pageOf(rows, query.limit, (row) => [row.confirmedAt, row.id], (row) => row);
  }

  /** @throws WaveUnknown */
  async get(principal: Principal, id: string): Promise<NotificationWave> {
    const wave = await this.books.database.inScope(principal, (tx) => this.waves.find(tx, id));
    if (wave === null) throw new WaveUnknown();
    return wave;
  }
}
