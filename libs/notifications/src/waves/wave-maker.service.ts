import { Injectable } from '@nestjs/common';
import { systemPrincipal, type Principal, type Transaction } from '@app/platform';
import { countyOf, NotificationBooks } from '../notification-books.js';
import type { NotificationJobs } from '../notification-jobs.js';
import { WaveListChanged, WaveTooEarly, WaveVacancyRefused, WaveVacancyUnknown } from '../notifications.errors.js';
import { WaveCandidatesRepository, type TellableVacancy, type WaveStanding } from './wave-candidates.repository.js';
import { WaveChoice } from './wave-choice.service.js';
import { nextWaveAt, sizeOfWave, WAVE_PAUSE_HOURS } from './wave-size.js';
import { WaveTexts, type NamedCall, type NoticeTo } from './wave-texts.js';
import { NotificationWaves, type ShownWave } from './waves.service.js';

/** The next wave of a vacancy, ready to be confirmed. */
export interface ReadyWave {
  readonly vacancy: TellableVacancy;
  readonly standing: WaveStanding;
  /** Openings × fanout. */
  readonly size: number;
  readonly fanout: number;
  /** Not before then, unless everybody has answered; null: now. */
  readonly notBefore: Date | null;
  /** In the order in which they go: whom the plan puts forward, then the best of the list. */
  readonly notices: readonly NoticeTo[];
  /** Whom a message does not reach, or has not: village officers call them. In the same order. */
  readonly calls: readonly NamedCall[];
}

/** How long a notice is worth sending: openings close, plans change. */
const NOTICE_HOURS = 48;

/** Makes the ready list of a vacancy's next wave, and lets it go on an officer's word. */
@Injectable()
export class WaveMaker {
  constructor(
    private readonly books: NotificationBooks,
    private readonly candidates: WaveCandidatesRepository,
    private readonly choice: WaveChoice,
    private readonly texts: WaveTexts,
    private readonly waves: NotificationWaves,
  ) {}

  /** @throws WaveVacancyUnknown */
  async ready(principal: Principal, vacancyId: string): Promise<ReadyWave> {
    const vacancy = await this.books.database.inScope(principal, (tx) => this.candidates.vacancy(tx, vacancyId));
    if (vacancy === null) throw new WaveVacancyUnknown();
    const ranked = vacancy.mayBeSent ? await this.choice.ranked(principal, vacancyId) : [];
    return this.books.database.inScope(principal, async (tx) => {
      const now = this.books.now();
      const [standing, sender] = [await this.candidates.standing(tx, vacancyId), await this.texts.senderOf(tx, principal.region)];
      const size = sizeOfWave(vacancy.openings, sender.fanout);
      const chosen = await this.choice.choose(tx, ranked, { vacancyId, county: countyOf(principal.region).slice(0, 6), size, at: now });
      return { vacancy, standing, size, fanout: sender.fanout, notBefore: nextWaveAt(standing, now), ...(await this.texts.of(tx, vacancy, sender, chosen)) };
    });
  }

  /**
   * One click on the ready list. `traineeIds`: those of the list whom the officer keeps.
   * @throws WaveVacancyUnknown, WaveVacancyRefused, WaveTooEarly, WaveListChanged (somebody is not on the list any more), WaveSizeRefused, WaveNumberTaken
   */
  async confirm(principal: Principal, vacancyId: string, traineeIds: readonly string[]): Promise<ShownWave> {
    const ready = await this.ready(principal, vacancyId);
    if (!ready.vacancy.mayBeSent) throw new WaveVacancyRefused();
    if (ready.notBefore !== null) throw new WaveTooEarly(ready.notBefore);
    const kept = new Set(traineeIds);
    const [notices, calls] = [ready.notices.filter(({ traineeId }) => kept.has(traineeId)), ready.calls.filter(({ traineeId }) => kept.has(traineeId))];
    if (notices.length + calls.length < kept.size) throw new WaveListChanged();
    return this.books.database.inScope(principal, async (tx) => {
      const messages = await this.texts.complete(tx, vacancyId, notices);
      const { wave } = await this.waves.confirm(principal, { vacancyId, messages, calls, validUntil: new Date(this.books.now().getTime() + NOTICE_HOURS * 3_600_000) });
      if (ready.standing.isStanding) await this.#follow(tx, vacancyId, principal.region);
      return wave;
    });
  }

  /** From now on the vacancy's later waves follow by themselves, or no longer do. @throws WaveVacancyUnknown */
  async setStanding(principal: Principal, vacancyId: string, isOn: boolean): Promise<WaveStanding> {
    return this.books.database.inScope(principal, async (tx) => {
      if ((await this.candidates.vacancy(tx, vacancyId)) === null) throw new WaveVacancyUnknown();
      const ownerRegion = countyOf(principal.region);
      await this.candidates.setStanding(tx, { ownerRegion, vacancyId, isOn, by: principal.id, at: this.books.now() });
      await this.books.audit.record(tx, { action: 'notification-wave.standing', subjectKind: 'vacancy', subjectId: vacancyId, region: ownerRegion, details: { isOn } });
      if (isOn) await this.#follow(tx, vacancyId, principal.region);
      return this.candidates.standing(tx, vacancyId);
    });
  }

  /** The job of a vacancy whose waves follow by themselves: the next one, in the name of the officer who said so; until it is filled, withdrawn, or nobody is left. */
  async follow(principal: Principal, vacancyId: string): Promise<void> {
    const ready = await this.ready(principal, vacancyId);
    if (!ready.standing.isStanding || !ready.vacancy.mayBeSent || ready.standing.waves === 0 || ready.notices.length + ready.calls.length === 0) return;
    if (ready.notBefore !== null) {
      await this.books.database.inScope(principal, (tx) => this.#follow(tx, vacancyId, principal.region));
      return;
    }
    const inTheNameOf = { ...systemPrincipal(ready.standing.standingBy!, principal.region) };
    await this.confirm(inTheNameOf, vacancyId, [...ready.notices, ...ready.calls].map(({ traineeId }) => traineeId));
  }

  async #follow(tx: Transaction, vacancyId: string, region: string): Promise<void> {
    const dueAt = new Date(this.books.now().getTime() + WAVE_PAUSE_HOURS * 3_600_000);
    await this.books.outbox.add<NotificationJobs, 'notification-wave.follow'>(tx, 'notification-wave.follow', { vacancyId }, { queue: 'counties', region: countyOf(region), dueAt });
  }
}
