import { Injectable } from '@nestjs/common';
import { CatalogueService } from '@app/catalogue';
import { AuditTrail, Database, StaleVersion, type Principal } from '@app/platform';
import { VacancyUnknown } from '../vacancies.errors.js';
import { readWords } from '../vacancies/vacancy-fields.js';
import { VacancyRepository } from '../vacancies/vacancy.repository.js';
import { VacancyWriter } from '../vacancies/vacancy-writer.js';
import { checkOccupation } from './title-doubts.service.js';
import { VacancyOccupationRepository } from './vacancy-occupation.repository.js';

/** What an officer says of one vacancy. `reset`: the machine reads the title again. */
export type OccupationChoice = { readonly as: 'occupation'; readonly occupation: string } | { readonly as: 'no-trade' } | { readonly as: 'reset' };

/** Whoever hears of a change. */
@Injectable()
export class VacancyTellers {
  constructor(readonly writer: VacancyWriter, readonly audit: AuditTrail) {}
}

/** An officer's word on the occupation of one vacancy: it stands whatever the source, an alias or an import says. */
@Injectable()
export class VacancyOccupations {
  constructor(
    private readonly database: Database,
    private readonly vacancies: VacancyRepository,
    private readonly occupations: VacancyOccupationRepository,
    private readonly catalogues: CatalogueService,
    private readonly tellers: VacancyTellers,
  ) {}

  /** @throws UnknownOccupation, NotAnOccupation, VacancyUnknown (also another county's), StaleVersion */
  async decide(principal: Principal, id: string, version: number, choice: OccupationChoice): Promise<void> {
    const catalogue = await this.catalogues.current();
    if (choice.as === 'occupation') checkOccupation(choice.occupation, 'occupation', catalogue);
    await this.database.inScope(principal, async (tx) => {
      const row = await this.vacancies.lockById(tx, id);
      if (!row) throw new VacancyUnknown();
      if (row.version !== version) throw new StaleVersion();
      const reading = readWords(catalogue, row.title, row.description, null);
      const decided = choice.as === 'reset'
        ? { occupation: reading.occupation, by: reading.by, noTrade: reading.noTrade }
        : { occupation: choice.as === 'occupation' ? choice.occupation : null, by: 'officer' as const, noTrade: choice.as === 'no-trade' };
      await this.occupations.write(tx, id, decided);
      await this.tellers.writer.announce(tx, row.ownerRegion, [id]);
      await this.tellers.audit.record(tx, { action: 'vacancy.decide-occupation', subjectKind: 'vacancy', subjectId: id, region: row.ownerRegion, details: { as: choice.as, occupation: decided.occupation, before: row.occupation } });
    });
  }
}
