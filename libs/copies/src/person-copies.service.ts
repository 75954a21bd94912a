import { Injectable } from '@nestjs/common';
import { CatalogueService, type Catalogue } from '@app/catalogue';
import type { ErasureWay } from '@app/erasures';
import { padRegion, regionLevel } from '@app/kernel';
import { AuditTrail, Database, type Principal } from '@app/platform';
import { TraineeFinder, TraineeUnknown } from '@app/trainees';
import { CopyReasonNamesPerson } from './copies.errors.js';
import { CopiesRepository, SECTION_ROWS } from './copies.repository.js';
import { COPY_SECTIONS } from './copy-sections.js';
import type { CatalogueNames, PersonCopy } from './person-copy.js';

/** That a person asked for a copy: how, why it is opened, and as what file. */
export interface CopyRequest {
  readonly askedHow: ErasureWay;
  readonly reason: string;
  readonly format: 'xlsx' | 'json';
}

/** A person gets a copy of what is held about them (personal information law, article 45). */
@Injectable()
export class PersonCopies {
  constructor(
    private readonly database: Database,
    private readonly copies: CopiesRepository,
    private readonly trainees: TraineeFinder,
    private readonly catalogue: CatalogueService,
    private readonly audit: AuditTrail,
  ) {}

  /** Everything of one instant, under the caller's row scope; the audit trail notes who, whose, how it was asked and why, never a value. @throws TraineeUnknown, also out of scope, CopyReasonNamesPerson */
  async make(principal: Principal, traineeId: string, { askedHow, reason, format }: CopyRequest): Promise<PersonCopy> {
    return this.database.inScope(principal, async (tx) => {
      const trainee = (await this.trainees.findByIds(tx, [traineeId])).get(traineeId);
      const bounds = await this.copies.findBounds(tx, traineeId);
      if (trainee === undefined || bounds === null) throw new TraineeUnknown();
      const rowsOf = await this.copies.readSections(tx, bounds, trainee.ownerRegion.slice(0, 6));
      if (rowsOf.get('registration')!.some(({ name, idNumber, phone }) => [name, idNumber, phone].some((word) => typeof word === 'string' && reason.includes(word)))) throw new CopyReasonNamesPerson();
      const sections = COPY_SECTIONS.map(({ code, title, note, columns }) => {
        const rows = rowsOf.get(code)!;
        return { code, title, columns, ...(note === undefined ? {} : { note }), rows: rows.slice(0, SECTION_ROWS), isCut: rows.length > SECTION_ROWS };
      });
      await this.audit.record(tx, {
        action: 'trainee.export', subjectKind: 'trainee', subjectId: traineeId, region: trainee.ownerRegion, reason: reason.trim(),
        details: { askedHow, format, registrations: bounds.registrationIds, rows: sections.reduce((sum, { rows }) => sum + rows.length, 0) },
      });
      return { traineeId, madeAt: bounds.madeAt, isOfTownship: regionLevel(principal.region) === 'township', elsewhere: bounds.elsewhere, sections, names: namesIn(await this.catalogue.current()) };
    });
  }
}

function namesIn(catalogue: Catalogue): CatalogueNames {
  const { regions, skillNames, courseNames, occupations } = catalogue;
  return { region: (code) => regions.find(padRegion(code))?.name, skill: (id) => skillNames.get(id), course: (id) => courseNames.get(id), occupation: (code) => occupations.get(code)?.name };
}
