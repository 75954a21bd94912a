import { Inject, Injectable } from '@nestjs/common';
import { CatalogueService } from '@app/catalogue';
import { CONFIGURATION, type Configuration, type Principal } from '@app/platform';
import { countyOf, NotificationBooks } from '../notification-books.js';
import { WaveVacancyRefused, WaveVacancyUnknown } from '../notifications.errors.js';
import { SmsSenders } from '../senders/sms-senders.service.js';
import { cleanVariable } from '../texts/clean-variable.js';
import { WaveCandidatesRepository, type TellableVacancy } from '../waves/wave-candidates.repository.js';
import { villageNotice, type NoticedPost, type VillageNotice } from './village-notice.js';

/** What villages are given of a post. */
export interface ShownVillageNotice extends VillageNotice {
  readonly post: NoticedPost;
  /** Whom people turn to. */
  readonly office: string;
  /** The post's page for anybody; null: this service has no address for telephones. */
  readonly link: string | null;
}

/** The other channels of a village, made from the same post as the messages, without a word about anybody. */
@Injectable()
export class VillageNotices {
  constructor(
    private readonly books: NotificationBooks,
    private readonly vacancies: WaveCandidatesRepository,
    private readonly senders: SmsSenders,
    private readonly catalogue: CatalogueService,
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'sms'>,
  ) {}

  /** @throws WaveVacancyUnknown, WaveVacancyRefused (not offered, or nobody has verified the employer) */
  async of(principal: Principal, vacancyId: string): Promise<ShownVillageNotice> {
    const { regions } = await this.catalogue.current();
    return this.books.database.inScope(principal, async (tx) => {
      const vacancy = await this.vacancies.vacancy(tx, vacancyId);
      if (vacancy === null) throw new WaveVacancyUnknown();
      if (!vacancy.mayBeSent) throw new WaveVacancyRefused();
      const post = postOf(vacancy, vacancy.region === null ? null : (regions.find(vacancy.region)?.name ?? null));
      const { linkBase } = this.configuration.sms;
      const [{ office }, link] = [await this.senders.of(tx, principal.region), linkBase === null ? null : `${linkBase}/v/${countyOf(principal.region).slice(0, 6)}/${vacancyId}`];
      return { post, office, link, ...villageNotice(post, office, link) };
    });
  }
}

/** Clean as in a text: a page, too, is no place for a name that passes for an office's. */
function postOf({ title, employerName, regionLabel, payFrom, payTo, openings, lodging }: TellableVacancy, place: string | null): NoticedPost {
  return { title: cleanVariable(title).text, employerName: cleanVariable(employerName).text, place: place ?? regionLabel ?? '地点面谈', payFrom, payTo, openings, lodging };
}
