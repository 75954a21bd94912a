import { Inject, Injectable } from '@nestjs/common';
import { CatalogueService } from '@app/catalogue';
import { CONFIGURATION, type Configuration, type Transaction } from '@app/platform';
import type { CallTo } from '../calls/call-lists.service.js';
import type { SmsReason } from '../channels/next-channel.js';
import type { Exposure } from '../exposure/exposure.repository.js';
import { JobLinks } from '../links/job-links.service.js';
import { SmsSenders, type SmsSender } from '../senders/sms-senders.service.js';
import { Addressees } from '../texts/addressees.service.js';
import { payWords } from '../texts/money.js';
import { renderText, type RenderedText } from '../texts/render-text.js';
import { templateName } from '../texts/templates.js';
import type { TellableVacancy } from './wave-candidates.repository.js';
import type { ChosenPerson } from './wave-choice.service.js';
import type { WaveMessage } from './waves.service.js';

/** Somebody of a ready list, and what would be sent. */
export interface NoticeTo {
  readonly traineeId: string;
  readonly ownerRegion: string;
  /** The county's plan puts the person forward. */
  readonly isPlanned: boolean;
  /** Why this person is written to. */
  readonly reason: SmsReason;
  readonly exposure: Exposure;
  readonly rendered: RenderedText;
  readonly name: string;
  readonly sender: SmsSender;
  readonly post: PostWords;
}

/** Somebody of a ready list who is to be called. */
export interface NamedCall extends CallTo, Pick<NoticeTo, 'ownerRegion' | 'isPlanned' | 'exposure' | 'name'> {}

/** What a notice says. */
export interface PostWords {
  readonly who: string;
  readonly employer: string;
  readonly title: string;
  readonly place: string;
  readonly pay: string;
}

/** As long as a real token: a text is shown with the parts that it will have. */
const TOKEN_LENGTH = 32;

/** The texts of a wave. */
@Injectable()
export class WaveTexts {
  constructor(
    private readonly senders: SmsSenders,
    private readonly addressees: Addressees,
    private readonly links: JobLinks,
    private readonly catalogue: CatalogueService,
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'sms'>,
  ) {}

  senderOf(tx: Transaction, region: string): Promise<SmsSender> {
    return this.senders.of(tx, region);
  }

  /** What each would be sent, and who is called; who cannot be addressed is left out. */
  async of(tx: Transaction, vacancy: TellableVacancy, sender: SmsSender, people: readonly ChosenPerson[]): Promise<{ readonly notices: NoticeTo[]; readonly calls: NamedCall[] }> {
    const [addressed, words] = [await this.addressees.of(tx, people.map(({ traineeId }) => traineeId)), await this.#postOf(vacancy)];
    const [notices, calls]: [NoticeTo[], NamedCall[]] = [[], []];
    for (const { way, ...person } of people) {
      const of = addressed.get(person.traineeId);
      if (of === undefined) continue;
      const post = { ...words, who: of.who };
      if (way.channel === 'call') calls.push({ ...person, reason: way.reason, name: of.name });
      else notices.push({ ...person, reason: way.reason, name: of.name, sender, post, rendered: this.#render(post, sender, of.name, 'x'.repeat(TOKEN_LENGTH)) });
    }
    return { notices, calls };
  }

  /** The messages as they go, each with its own link where the county wants links. */
  async complete(tx: Transaction, vacancyId: string, notices: readonly NoticeTo[]): Promise<WaveMessage[]> {
    const wantsLinks = notices.some(({ sender }) => this.#linkBase(sender) !== null);
    const tokens = wantsLinks ? await this.links.make(tx, vacancyId, notices) : new Map<string, string>();
    return notices.map(({ traineeId, sender, name, post }): WaveMessage => {
      const { signed, variables, parts, template } = this.#render(post, sender, name, tokens.get(traineeId) ?? null);
      return { traineeId, template: templateName(template), text: signed, variables, parts };
    });
  }

  async #postOf({ title, employerName, regionLabel, region, payFrom, payTo }: TellableVacancy): Promise<Omit<PostWords, 'who'>> {
    const name = region === null ? null : (await this.catalogue.current()).regions.find(region)?.name;
    return { title, employer: employerName, place: name ?? regionLabel ?? '地点面谈', pay: payWords(payFrom, payTo) };
  }

  #linkBase({ withLink }: SmsSender): string | null {
    return withLink ? this.configuration.sms.linkBase : null;
  }

  #render(post: PostWords, sender: SmsSender, name: string, token: string | null): RenderedText {
    const [context, base] = [{ signature: sender.signature, names: [name] }, this.#linkBase(sender)];
    if (base === null || token === null) return renderText('match', post, context);
    return renderText('match-link', { ...post, link: `${base}/t/${token}` }, context);
  }
}
