import { Inject, Injectable } from '@nestjs/common';
import { CatalogueService } from '@app/catalogue';
import { maskPhone, today, type Clock } from '@app/kernel';
import { AuditTrail, CLOCK, Database, decodeCursor, pageOf, regionRange, StaleVersion, type Page, type Principal, type Transaction } from '@app/platform';
import { NoContact, UnknownOccupation, UnknownRegion, VacancyMoveRefused, VacancyUnknown } from '../vacancies.errors.js';
import { VacancySealing } from './vacancy-fields.js';
import type { VacancyStatus } from './vacancy-life.js';
import { VacancyRepository, type VacancyPeriodRow, type VacancyRow, type VacancySkillRow, type VacancySummary } from './vacancy.repository.js';
import { VacancyWriter } from './vacancy-writer.js';

/** What a list may be asked for. */
export interface VacancyQuestion {
  readonly region?: string;
  readonly occupation?: string;
  readonly status?: VacancyStatus;
  readonly source?: string;
  readonly employerId?: string;
  readonly q?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** A vacancy as officers see it: the telephone masked, the contact by surname. */
export interface VacancyView extends Omit<VacancyRow, 'contactName' | 'contactPhone'> {
  readonly contactNameMasked: string | null;
  readonly contactPhoneMasked: string | null;
  readonly skills: readonly VacancySkillRow[];
  readonly periods: readonly VacancyPeriodRow[];
}

/** The vacancies, for officers and for their own employers (row scope decides). */
@Injectable()
export class VacanciesService {
  constructor(
    private readonly database: Database,
    private readonly vacancies: VacancyRepository,
    private readonly catalogues: CatalogueService,
    private readonly sealing: VacancySealing,
  ) {}

  /** @throws UnknownRegion, UnknownOccupation: an unknown code is a mistake, not an empty list */
  async list(principal: Principal, question: VacancyQuestion): Promise<Page<VacancySummary>> {
    const catalogue = await this.catalogues.current();
    const { region, occupation } = question;
    if (region !== undefined && !catalogue.regions.exists(region)) throw new UnknownRegion('region');
    if (occupation !== undefined && !catalogue.occupations.has(occupation)) throw new UnknownOccupation('occupation');
    const after = decodeCursor(question.cursor, ['instant', 'uuid']) as readonly [string, string] | null;
    const filter = {
      region: region === undefined ? null : regionRange(region), occupation: occupation ?? null, status: question.status ?? null, source: question.source ?? null, employerId: question.employerId ?? null, q: question.q?.trim() || null,
    };
    const rows = await this.database.inScope(principal, (tx) => this.vacancies.list(tx, filter, after, question.limit + 1));
    return pageOf(rows, question.limit, (row) => [row.createdAt, row.id], (row) => row);
  }

  /** @throws VacancyUnknown */
  async get(principal: Principal, id: string): Promise<VacancyView> {
    return this.database.inScope(principal, async (tx) => this.view(tx, await this.find(tx, id)));
  }

  /** @throws VacancyUnknown */
  async find(tx: Transaction, id: string): Promise<VacancyRow> {
    const row = await this.vacancies.findById(tx, id);
    if (!row) throw new VacancyUnknown();
    return row;
  }

  async view(tx: Transaction, { contactName, contactPhone, ...row }: VacancyRow): Promise<VacancyView> {
    const name = this.sealing.open('contact_name', row.id, contactName);
    const phone = this.sealing.open('contact_phone', row.id, contactPhone);
    return {
      ...row,
      address: this.sealing.open('address', row.id, row.address),
      contactNameMasked: name === null ? null : `${[...name][0]}**`,
      contactPhoneMasked: phone === null ? null : maskPhone(phone),
      skills: await this.vacancies.listSkills(tx, row.id),
      periods: await this.vacancies.listPeriods(tx, row.id),
    };
  }
}

/** What officers and the schedule do to vacancies. */
@Injectable()
export class VacancyDesk {
  constructor(
    private readonly database: Database,
    private readonly vacancies: VacancyRepository,
    private readonly writer: VacancyWriter,
    private readonly audit: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Closes an open vacancy for good: filled, or withdrawn. A source that goes on listing it does not open it again
   * (save that a filled one's head-count grows).
   * @throws VacancyUnknown (also another county's), StaleVersion, VacancyMoveRefused
   */
  async close(principal: Principal, id: string, version: number, as: 'filled' | 'withdrawn'): Promise<void> {
    await this.database.inScope(principal, async (tx) => {
      const row = await this.vacancies.lockById(tx, id);
      if (!row) throw new VacancyUnknown();
      if (row.version !== version) throw new StaleVersion();
      if (row.status !== 'open') throw new VacancyMoveRefused('只有在招的岗位才能关闭。');
      await this.writer.close(tx, [id], as === 'filled' ? 'filled' : 'officer', null);
      await this.writer.announce(tx, row.ownerRegion, [id]);
      await this.audit.record(tx, { action: 'vacancy.close', subjectKind: 'vacancy', subjectId: id, region: row.ownerRegion, details: { as } });
    });
  }

  /** Expires the open vacancies of the principal's scope whose last day has passed; returns how many. Safe to run twice. */
  async expireDue(principal: Principal): Promise<number> {
    const day = today(this.clock);
    return this.database.inScope(principal, async (tx) => {
      const expired = await this.writer.close(tx, await this.vacancies.listPast(tx, day), 'expired', null);
      if (expired.length === 0) return 0;
      await this.writer.announce(tx, principal.region, expired);
      await this.audit.record(tx, { action: 'vacancy.expire', subjectKind: 'county', subjectId: principal.region, region: principal.region, details: { expired: expired.length, day } });
      return expired.length;
    });
  }
}

/** The contact of a vacancy in plain text, for one officer and one reason, on record. */
@Injectable()
export class VacancyContacts {
  constructor(
    private readonly database: Database,
    private readonly vacancies: VacancyRepository,
    private readonly sealing: VacancySealing,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws VacancyUnknown, NoContact */
  async reveal(principal: Principal, id: string, reason: string): Promise<{ readonly contactName: string | null; readonly contactPhone: string | null }> {
    return this.database.inScope(principal, async (tx) => {
      const row = await this.vacancies.findById(tx, id);
      if (!row) throw new VacancyUnknown();
      const contact = { contactName: this.sealing.open('contact_name', id, row.contactName), contactPhone: this.sealing.open('contact_phone', id, row.contactPhone) };
      if (contact.contactName === null && contact.contactPhone === null) throw new NoContact();
      await this.audit.record(tx, { action: 'vacancy.reveal', subjectKind: 'vacancy', subjectId: id, region: principal.region, reason });
      return contact;
    });
  }
}
