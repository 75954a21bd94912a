import { Injectable } from '@nestjs/common';
import { isInside } from '@app/kernel';
import { breakDown } from '@app/outcomes';
import { Database, OutOfScope, decodeCursor, type Page, type Principal } from '@app/platform';
import { PlacementQueryInvalid, RateReportNotDone, RateReportUnknown } from '../../placements.errors.js';
import { RateMembers } from '../rate-members.service.js';
import { membersOf, type RatePart } from '../rate-parts.js';
import type { RatePerson } from '../rate-persons.repository.js';
import { RateReportsRepository, periodOf } from '../reports/rate-reports.repository.js';
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
    private readonly members: RateMembers,
    private readonly maker: CohortReportMaker,
  ) {}

  /** For those in whose scope the region reported on is. @throws RateReportUnknown, RateReportNotDone, OutOfScope, PlacementQueryInvalid, CursorInvalid */
  async list(principal: Principal, id: string, query: CohortPersonsQuery): Promise<Page<RatePerson>> {
    const { part, key, employerId, limit } = query;
    const after = (decodeCursor(query.cursor, ['uuid']) as readonly [string] | null)?.[0] ?? null;
    if (employerId !== undefined && part !== 'numerator') throw new PlacementQueryInvalid('employerId', '只能与 part=numerator 同用');
    const report = await this.database.inScope(principal, (tx) => this.reports.find(tx, id));
    if (report?.kind !== 'cohort') throw new RateReportUnknown();
    if (!isInside(report.region, principal.region)) throw new OutOfScope();
    if (report.state !== 'done') throw new RateReportNotDone(report.state === 'failed');
    if (key !== undefined && report.dimension === null) throw new PlacementQueryInvalid('key', '这份报表没有分列');
    const { region, rule, dimension: by, asOf } = report;
    const knownBy = { text: report.knownBy, micros: Number(report.knownByMicros) };
    const departmentOf = await this.maker.departments();
    const audited = { action: 'cohort-report.persons', subjectKind: 'rate-report', subjectId: id, region, details: { part } };
    return this.members.page(principal, { region, asOf, knownBy }, (slice, homeOf) => {
      const table = breakDown(slice, { rule: rule!, period: periodOf(report), by, around: { homeOf: (person) => homeOf.get(person) ?? null, departmentOf }, withMembers: true });
      return membersOf(table, part, key)?.filter((member) => employerId === undefined || member.employerId === employerId) ?? null;
    }, { limit, after, audited });
  }
}
