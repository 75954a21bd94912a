import { Injectable } from '@nestjs/common';
import { AuditTrail, Database, decodeCursor, pageOf, regionRange, type Page, type Principal } from '@app/platform';
import { countyOf } from '../imports/vacancy-sources.service.js';
import { VacancyWriter } from '../vacancies/vacancy-writer.js';
import type { WordingVerdict } from './doubt.entity.js';
import { WordingUnknown } from './doubts.errors.js';
import { restrictedWording, type WordingFlag, type WordingReading } from './wording.js';
import { WordingRepository, type HeldWording } from './wording.repository.js';

/** A held wording, with the words that hold it. */
export type WordingDoubt = Omit<HeldWording, 'ageFrom' | 'ageTo' | 'place'> & WordingReading;

/** Vacancies whose wording restricts who may apply: kept from publication until an officer decides. */
@Injectable()
export class WordingDoubts {
  constructor(private readonly database: Database, private readonly wordings: WordingRepository, private readonly writer: VacancyWriter, private readonly audit: AuditTrail) {}

  /** The longest held first. */
  async list(principal: Principal, query: { readonly flag?: WordingFlag; readonly limit: number; readonly cursor?: string }): Promise<Page<WordingDoubt>> {
    const after = decodeCursor(query.cursor, ['instant', 'text']) as readonly [string, string] | null;
    const rows = await this.database.inScope(principal, (tx) => this.wordings.listHeld(tx, regionRange(countyOf(principal)), { flag: query.flag ?? null, after, limit: query.limit + 1 }));
    return pageOf(rows, query.limit, (row) => [row.place, row.wording], (row) => ({ ...row, ...restrictedWording(row.title, row.description, row) }));
  }

  /**
   * Clears or refuses wordings, all or none. The verdict is kept for the words: whatever is written with the same words
   * is published, or not, without asking. The opposite verdict later takes its place.
   * @param wordings the hashes that `list` gave
   * @returns vacancies that carry the words, and those that are now published or withheld otherwise than before
   * @throws WordingUnknown
   */
  async decide(principal: Principal, wordings: readonly string[], verdict: WordingVerdict, reason: string, dryRun: boolean): Promise<{ readonly vacancies: number; readonly changed: number }> {
    const county = countyOf(principal);
    const range = regionRange(county);
    return this.database.inScope(principal, async (tx) => {
      const counts = await this.wordings.countByWording(tx, range, wordings);
      wordings.forEach((wording, i) => {
        if (!counts.has(wording)) throw new WordingUnknown(`wordings[${i}]`);
      });
      const vacancies = [...counts.values()].reduce((sum, count) => sum + count, 0);
      if (dryRun) return { vacancies, changed: 0 };
      const changed = await this.wordings.decide(tx, range, principal.id, counts, verdict, reason);
      await this.writer.announce(tx, county, changed);
      await this.audit.record(tx, { action: 'wording.decide', subjectKind: 'county', subjectId: county, region: county, reason, details: { verdict, wordings: counts.size, vacancies, changed: changed.length } });
      return { vacancies, changed: changed.length };
    });
  }
}
