import { Injectable } from '@nestjs/common';
import { CatalogueService } from '@app/catalogue';
import type { Principal, Transaction } from '@app/platform';
import { countyOf, NotificationBooks } from '../notification-books.js';
import { cleanVariable } from '../texts/clean-variable.js';
import { SenderRefused } from '../notifications.errors.js';
import { SendersRepository } from './senders.repository.js';

export interface SenderWords {
  readonly signature: string;
  readonly office: string;
  readonly withLink: boolean;
  readonly fanout: number;
}

/** The sender of a county; `isSet` false: nobody has decided yet, and a plain one stands in. */
export interface SmsSender extends SenderWords {
  readonly county: string;
  readonly isSet: boolean;
}

/** Openings × this many people are told where a county has set nothing. Source: domain page, waves. */
export const DEFAULT_FANOUT = 3;

/** In whose name a county writes. */
@Injectable()
export class SmsSenders {
  constructor(
    private readonly books: NotificationBooks,
    private readonly senders: SendersRepository,
    private readonly catalogue: CatalogueService,
  ) {}

  async get(principal: Principal): Promise<SmsSender> {
    return this.books.database.inScope(principal, (tx) => this.of(tx, principal.region));
  }

  /** Of the county that a region lies in, in the caller's transaction. */
  async of(tx: Transaction, region: string): Promise<SmsSender> {
    const county = countyOf(region).slice(0, 6);
    const found = await this.senders.find(tx, county);
    if (found !== null) return { ...found, isSet: true };
    const name = (await this.catalogue.current()).regions.find(countyOf(region))?.name ?? '';
    const place = [...name].length > 2 ? name.replace(/(?:县|市|区|林区)$/u, '') : name;
    return { county, signature: `${place}就业`, office: `${name}公共就业服务窗口`, withLink: false, fanout: DEFAULT_FANOUT, isSet: false };
  }

  /** @throws SenderRefused (brackets or characters that nobody sees) */
  async set(principal: Principal, words: SenderWords): Promise<SmsSender> {
    for (const text of [words.signature, words.office]) if (cleanVariable(text).cleanedOf.length > 0) throw new SenderRefused();
    return this.books.database.inScope(principal, async (tx) => {
      const county = countyOf(principal.region).slice(0, 6);
      await this.senders.set(tx, { ...words, county, setBy: principal.id, setAt: this.books.now() });
      await this.books.audit.record(tx, { action: 'sms-sender.set', subjectKind: 'county', subjectId: county, region: county, details: { withLink: words.withLink, fanout: words.fanout } });
      return this.of(tx, county);
    });
  }
}
