import { Injectable } from '@nestjs/common';
import { aliasKey, bundledSkills, CatalogueService, skillsInText, type Catalogue } from '@app/catalogue';
import { AuditTrail, Database, Outbox, regionRange, type Principal, type Transaction } from '@app/platform';
import { countyOf } from '../imports/vacancy-sources.service.js';
import type { VacancyJobs } from '../vacancy-jobs.js';
import { readWords } from '../vacancies/vacancy-fields.js';
import { VacancyWriter } from '../vacancies/vacancy-writer.js';
import { TitleDoubtsRepository, type Reread, type WordsRow } from './title-doubts.repository.js';
import { WordingRepository } from './wording.repository.js';
import { wordingOf } from './wording-columns.js';

const SKILLS = bundledSkills();

/** What a decision says of its wording. */
interface Said {
  readonly wording: string;
  readonly verdict: 'occupation' | 'no-trade' | 'undecidable';
  readonly occupation: string | null;
}

/** Writes what was read again, and tells whoever keeps matches. */
@Injectable()
export class RereadVacancies {
  constructor(private readonly doubts: TitleDoubtsRepository, private readonly writer: VacancyWriter, private readonly outbox: Outbox, private readonly audit: AuditTrail) {}

  async write(tx: Transaction, county: string, rows: readonly Reread[]): Promise<void> {
    await this.doubts.write(tx, rows);
    await this.tell(tx, county, rows.map((row) => row.id));
  }

  async tell(tx: Transaction, county: string, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.writer.announce(tx, county, ids);
    await this.audit.record(tx, { action: 'vacancy.reread', subjectKind: 'county', subjectId: county, region: county, details: { vacancies: ids.length } });
  }

  async ask(tx: Transaction, county: string): Promise<void> {
    await this.outbox.add<VacancyJobs, 'vacancies.reread-words'>(tx, 'vacancies.reread-words', {}, { region: county });
  }
}

/** Reads the words of stored vacancies again, when what is known of words has changed. What an officer decided of one vacancy stays. */
@Injectable()
export class WordsRereader {
  constructor(
    private readonly vacancies: RereadVacancies,
    private readonly doubts: TitleDoubtsRepository,
    private readonly wording: WordingRepository,
    private readonly catalogues: CatalogueService,
    private readonly database: Database,
  ) {}

  /** Gives the waiting vacancies of each wording its meaning, in the caller's transaction; the rest follows in a job. */
  async decide(tx: Transaction, county: string, said: readonly Said[]): Promise<void> {
    const catalogue = await this.catalogues.current();
    const meanings = new Map(said.filter((each) => each.verdict !== 'undecidable').map((each) => [each.wording, each]));
    if (meanings.size === 0) return;
    const rows = await this.doubts.lockWaiting(tx, regionRange(county), 'cleaned_title', [...meanings.keys()]);
    await this.vacancies.write(tx, county, rows.map((row): Reread => {
      const { occupation } = meanings.get(row.cleanedTitle)!;
      return { id: row.id, cleanedTitle: row.cleanedTitle, occupation, by: occupation === null ? null : 'alias', noTrade: occupation === null, skills: skillsOf(row, occupation, catalogue) };
    }));
    await this.vacancies.ask(tx, county);
  }

  /** Lets the vacancies that an alias decided wait again; the job then asks the rest of the catalogue. @returns how many */
  async undo(tx: Transaction, county: string, alias: string, occupation: string | null): Promise<number> {
    const catalogue = await this.catalogues.current();
    const decided = await this.doubts.lockDecided(tx, regionRange(county), occupation);
    // A network's row may stand by its source's label, which is not kept: only what carries the words is asked again.
    const rows = decided.filter((row) => row.source === 'employer' || aliasKey(row.cleanedTitle).includes(alias));
    await this.vacancies.write(tx, county, rows.map((row): Reread => ({ id: row.id, cleanedTitle: row.cleanedTitle, occupation: null, by: null, noTrade: false, skills: skillsOf(row, null, catalogue) })));
    await this.vacancies.ask(tx, county);
    return rows.length;
  }

  /** Reads the waiting titles of a county again: after an import too, which may have begun before a decision. @returns vacancies that now mean something else */
  async rereadTitles(principal: Principal): Promise<number> {
    const catalogue = await this.catalogues.fresh();
    return this.database.inScope(principal, (tx) => this.#rereadTitles(tx, countyOf(principal), catalogue));
  }

  /**
   * Reads all waiting titles and all wordings of a county again (job `vacancies.reread-words`: after a decision, and every
   * night: what other counties decided, what a new version reads otherwise). Safe to run twice.
   * @returns vacancies that now mean something else
   */
  async rereadCounty(principal: Principal): Promise<{ readonly titles: number; readonly wordings: number }> {
    const county = countyOf(principal);
    const titles = await this.rereadTitles(principal);
    let wordings = 0;
    for (let after: string | null = null; ; ) {
      const page = await this.database.inScope(principal, (tx) => this.#rereadWordings(tx, county, after));
      wordings += page.changed;
      if (page.last === null) return { titles, wordings };
      after = page.last;
    }
  }

  async #rereadTitles(tx: Transaction, county: string, catalogue: Catalogue): Promise<number> {
    const range = regionRange(county);
    const moved = (await this.doubts.listWaitingTitles(tx, range)).filter(({ title, cleanedTitle }) => {
      const reading = catalogue.titles.decide(title);
      return reading.decided !== null || reading.noTrade || reading.cleaned !== cleanedTitle;
    });
    if (moved.length === 0) return 0;
    const rows = await this.doubts.lockWaiting(tx, range, 'title', moved.map((each) => each.title));
    await this.vacancies.write(tx, county, rows.map((row): Reread => ({ id: row.id, ...readWords(catalogue, row.title, row.description, null) })));
    return rows.length;
  }

  async #rereadWordings(tx: Transaction, county: string, after: string | null): Promise<{ changed: number; last: string | null }> {
    const { rows, last } = await this.wording.listOpen(tx, regionRange(county), after);
    const moved = rows.flatMap((row) => {
      const now = wordingOf(row.title, row.description, { ageFrom: row.ageFrom, ageTo: row.ageTo });
      return now.wording_hash === row.hash && now.wording_flags.join() === row.flags.join() ? [] : [{ id: row.id, ...now }];
    });
    await this.wording.write(tx, moved);
    await this.vacancies.tell(tx, county, moved.map((row) => row.id));
    return { changed: moved.length, last };
  }
}

function skillsOf({ title, description }: WordsRow, occupation: string | null, catalogue: Catalogue): Reread['skills'] {
  return skillsInText(title, description ?? '', occupation, SKILLS).filter((skill) => catalogue.skillNames.has(skill.skillId));
}
