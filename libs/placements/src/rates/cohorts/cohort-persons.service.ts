import { Injectable } from '@nestjs/common';
import { isInside, regionPrefix } from '@app/kernel';
import { breakDown, type CellMember, type PlacementTable } from '@app/outcomes';
import { Database, OutOfScope, decodeCursor, pageOf, type Page, type Principal } from '@app/platform';
import { PlacementQueryInvalid, RateReportNotDone, RateReportUnknown } from '../../placements.errors.js';
import { RateLedgerRepository, ledgerOf, type CountyLedger } from '../rate-ledger.repository.js';
import { membersOf, type RatePart } from '../rate-parts.js';
import { RatePersonsRepository, type RatePerson } from '../rate-persons.repository.js';
import { RateReportsRepository, periodOf, type StoredReport } from '../reports/rate-reports.repository.js';
import { CohortReportMaker } from './cohort-report-maker.js';

export interface CohortPersonsQuery {
  readonly part: RatePart;
  /** One cell of the report's breakdown. */
  readonly key?: string | undefined;
  /** Of the numerator: those whose deciding employment is with this employer. */
  readonly employerId?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Opens a cohort report down to the persons behind a figure, at the report's own two dates. */
@Injectable()
export class CohortPersons {
  constructor(
    private readonly database: Database,
    private readonly reports: RateReportsRepository,
    private readonly ledgers: RateLedgerRepository,
    private readonly persons: RatePersonsRepository,
    private readonly maker: CohortReportMaker,
  ) {}

  /** For those in whose scope the region reported on is. @throws RateReportUnknown, RateReportNotDone, OutOfScope, PlacementQueryInvalid, CursorInvalid */
  async list(principal: Principal, id: string, query: CohortPersonsQuery): Promise<Page<RatePerson>> {
    const { part, key, employerId, limit } = query;
    const after = decodeCursor(query.cursor, ['uuid']);
    if (employerId !== undefined && part !== 'numerator') throw new PlacementQueryInvalid('employerId', '只能与 part=numerator 同用');
    const report = await this.database.inScope(principal, (tx) => this.reports.find(tx, id));
    if (report?.kind !== 'cohort') throw new RateReportUnknown();
    if (!isInside(report.region, principal.region)) throw new OutOfScope();
    if (report.state !== 'done') throw new RateReportNotDone(report.state === 'failed');
    if (key !== undefined && report.dimension === null) throw new PlacementQueryInvalid('key', '这份报表没有分列');
    const county = await this.ledgers.load(report.region.slice(0, 6), Number(report.knownByMicros));
    const isAsked = ({ personId, employerId: employer }: CellMember): boolean => (after === null || personId > after[0]!) && (employerId === undefined || employer === employerId);
    const members = membersOf(await this.#table(report, county), part, key).filter(isAsked);
    const page = pageOf(members.slice(0, limit + 1), limit, (member) => [member.personId], (member) => member);
    const audited = { action: 'cohort-report.persons', subjectKind: 'rate-report', subjectId: id, region: report.region, details: { part } };
    return { items: await this.persons.describe(principal, page.items, county, audited), nextCursor: page.nextCursor };
  }

  async #table(report: StoredReport, county: CountyLedger): Promise<PlacementTable> {
    const { region, rule, dimension: by, asOf, knownByMicros } = report;
    const prefix = regionPrefix(region);
    const ledger = ledgerOf(county, (home) => prefix.length === 6 || home.startsWith(prefix));
    const around = { homeOf: (person: string) => county.homeOf.get(person) ?? null, departmentOf: await this.maker.departments() };
    return breakDown(ledger.at({ asOf, knownBy: Number(knownByMicros) }), { rule: rule!, period: periodOf(report), by, around, withMembers: true });
  }
}
