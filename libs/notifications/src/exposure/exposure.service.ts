import { Injectable } from '@nestjs/common';
import type { Principal, Transaction } from '@app/platform';
import { NotificationBooks } from '../notification-books.js';
import { AddresseeUnknown, WaveVacancyUnknown } from '../notifications.errors.js';
import { ExposureRepository, type Congestion, type Exposure, type WaveCongestion } from './exposure.repository.js';
import { perOpening } from './per-opening.js';

/** With the share for each place; null: no place is left. */
export type ShownCongestion<Counted extends Congestion = Congestion> = Counted & { readonly perOpening: number | null };

export interface VacancyExposure {
  readonly whole: ShownCongestion;
  readonly waves: readonly ShownCongestion<WaveCongestion>[];
  readonly definition: string;
}

export interface PersonExposure extends Exposure {
  readonly definition: string;
}

/** How crowded offers are, of posts and of people: telling everybody of the same posts helps nobody. */
@Injectable()
export class ExposureService {
  constructor(
    private readonly books: NotificationBooks,
    private readonly exposures: ExposureRepository,
  ) {}

  /** @throws AddresseeUnknown */
  async ofPerson(principal: Principal, traineeId: string): Promise<PersonExposure> {
    const exposure = await this.books.database.inScope(principal, (tx) => this.exposures.ofPerson(tx, traineeId, this.books.now()));
    if (exposure === null) throw new AddresseeUnknown();
    return { ...exposure, definition: '按岗位计：短信未取消、未被通道拒收的，以及列入电话名单、未作废的；同一岗位几种方式只算一次。已答复：以任何方式答复过；待答复：没有答复、岗位仍在招。微信群和大喇叭面向全村，不计入个人。' };
  }

  /** Over all waves, and by wave. Of the caller's people. @throws WaveVacancyUnknown */
  async ofVacancy(principal: Principal, vacancyId: string): Promise<VacancyExposure> {
    return this.books.database.inScope(principal, async (tx) => {
      const whole = await this.exposures.ofVacancy(tx, vacancyId);
      if (whole === null) throw new WaveVacancyUnknown();
      return { whole: shown(whole), waves: (await this.exposures.ofWaves(tx, { vacancyId })).map(shown), definition: '已通知：短信未取消、未被通道拒收的人，以及列入电话名单、未作废的人；每个名额 = 已通知 ÷ 剩余名额（“若干”按 1 个算）。同时收到别的岗位：其中前后 7 天内也被通知过别的岗位的人；涉及岗位：那些岗位的个数。' };
    });
  }

  /** By wave; in the caller's transaction. */
  async ofWaves(tx: Transaction, waveIds: readonly string[]): Promise<Map<string, ShownCongestion<WaveCongestion>>> {
    return new Map((await this.exposures.ofWaves(tx, waveIds)).map((wave) => [wave.waveId, shown(wave)]));
  }
}

function shown<Counted extends Congestion>(counted: Counted): ShownCongestion<Counted> {
  return { ...counted, perOpening: perOpening(counted.offered, counted.openings) };
}
