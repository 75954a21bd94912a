import { Injectable } from '@nestjs/common';
import { CatalogueService } from '@app/catalogue';
import { isInside, padRegion } from '@app/kernel';
import { decodeCursor, pageOf, type Page, type Principal, type Transaction } from '@app/platform';
import { countyOf, NotificationBooks } from '../notification-books.js';
import { PolicyAudienceChanged, PolicyNoticeRefused, PolicyNoticeUnknown } from '../notifications.errors.js';
import { templateName } from '../texts/templates.js';
import { WAVE_SIZE_MAX } from '../waves/wave-rules.js';
import { NotificationWaves, type ShownWave, type WaveMessage } from '../waves/waves.service.js';
import { PolicyNoticesRepository, type PolicyNotice } from './policy-notices.repository.js';
import { PolicyTexts, type PolicyText } from './policy-texts.js';

/** What an officer writes, and for whom. */
export interface NewPolicyNotice {
  /** 5 to 120 UTF-16 units, without who it is for and whom to ask: these are added. */
  readonly wording: string;
  /** County, township or village; the officer's own region when absent. */
  readonly region?: string | undefined;
  /** Those only who have sat in a class of this programme. */
  readonly programme?: string | null | undefined;
}

/** A notice ready to be confirmed. */
export interface ReadyPolicyNotice {
  readonly notice: PolicyNotice;
  /** People whom the next wave would tell, at most 5,000. */
  readonly size: number;
  /** Message parts of that wave. */
  readonly parts: number;
  /** The texts of the first of them. */
  readonly samples: readonly PolicyText[];
}

const SAMPLES = 5;
/** How long a notice is worth sending: longer than the days that a large one takes under a county's budget. */
const NOTICE_HOURS = 7 * 24;

/** Policy notices (宣传): written by a county's officer, told in waves, to those who agreed to such messages. */
@Injectable()
export class PolicyNotices {
  constructor(
    private readonly books: NotificationBooks,
    private readonly notices: PolicyNoticesRepository,
    private readonly waves: NotificationWaves,
    private readonly texts: PolicyTexts,
    private readonly catalogue: CatalogueService,
  ) {}

  /** Nothing goes yet. @throws PolicyNoticeRefused (what a text must not say; a region that is not the officer's) */
  async write(principal: Principal, { wording, region = principal.region, programme = null }: NewPolicyNotice): Promise<ReadyPolicyNotice> {
    const { regions } = await this.catalogue.current();
    if (!isInside(region, principal.region) || regions.find(region) === null) throw new PolicyNoticeRefused([{ path: 'region', message: '须为您管辖范围内的县、乡镇或村' }]);
    return this.books.database.inScope(principal, async (tx) => {
      const ownerRegion = countyOf(principal.region);
      const faults = await this.texts.faultsOf(tx, { ownerRegion, wording: wording.trim() });
      if (faults.length > 0) throw new PolicyNoticeRefused(faults.map((message) => ({ path: 'wording', message })));
      const id = await this.notices.insert(tx, { ownerRegion, wording: wording.trim(), region: padRegion(region), programme, writtenBy: principal.id, writtenAt: this.books.now() });
      await this.books.audit.record(tx, { action: 'policy-notice.write', subjectKind: 'policy-notice', subjectId: id, region: ownerRegion, details: { audience: padRegion(region), hasProgramme: programme !== null } });
      return this.#ready(tx, id);
    });
  }

  /** Newest first. @throws CursorInvalid */
  async list(principal: Principal, query: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<PolicyNotice>> {
    const after = decodeCursor(query.cursor, ['instant', 'uuid']);
    const rows = await this.books.database.inScope(principal, (tx) => this.notices.list(tx, after, query.limit + 1));
    return pageOf(rows, query.limit, (row) => [row.writtenAt, row.id], (row) => row);
  }

  /** A notice with the wave that would be next. @throws PolicyNoticeUnknown */
  async ready(principal: Principal, id: string): Promise<ReadyPolicyNotice> {
    return this.books.database.inScope(principal, (tx) => this.#ready(tx, id));
  }

  /**
   * Confirms the next wave of a notice: whoever of its audience has not been told yet, at most 5,000.
   * @param size how many the officer saw that it would tell
   * @throws PolicyNoticeUnknown, PolicyAudienceChanged, WaveSizeRefused (nobody is left), WaveNumberTaken, WaveTellsNobody
   */
  async confirm(principal: Principal, id: string, size: number): Promise<ShownWave> {
    return this.books.database.inScope(principal, async (tx) => {
      const texts = await this.#next(tx, await this.#find(tx, id));
      if (texts.length !== size) throw new PolicyAudienceChanged(texts.length);
      const messages = texts.map(({ traineeId, signed, variables, parts, template }): WaveMessage => ({ traineeId, template: templateName(template), text: signed, variables, parts }));
      const { wave } = await this.waves.confirm(principal, { policyNoticeId: id, messages, validUntil: new Date(this.books.now().getTime() + NOTICE_HOURS * 3_600_000) });
      return wave;
    });
  }

  async #find(tx: Transaction, id: string): Promise<PolicyNotice> {
    const notice = await this.notices.find(tx, id);
    if (notice === null) throw new PolicyNoticeUnknown();
    return notice;
  }

  async #ready(tx: Transaction, id: string): Promise<ReadyPolicyNotice> {
    const notice = await this.#find(tx, id);
    const texts = await this.#next(tx, notice);
    return { notice, size: texts.length, parts: texts.reduce((sum, { parts }) => sum + parts, 0), samples: texts.slice(0, SAMPLES) };
  }

  /** What the next wave would send, in the order in which it goes. */
  async #next(tx: Transaction, notice: PolicyNotice): Promise<PolicyText[]> {
    return this.texts.of(tx, notice, await this.notices.audience(tx, notice, this.books.now(), WAVE_SIZE_MAX));
  }
}
