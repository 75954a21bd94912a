import { Injectable } from '@nestjs/common';
import { findNamedRate } from '@app/outcomes';
import { AuditTrail, Database, type Principal } from '@app/platform';
import { RateReportNotDone } from '../../placements.errors.js';
import { CohortNamesRepository } from '../cohorts/cohort-names.repository.js';
import { FIGURE_COLUMNS, figureRows, pledgeRows, type FigureTable } from '../figure-rows.js';
import type { DefinedMatrixRate } from './matrix-answers.js';
import { RateReports } from './rate-reports.service.js';

const RAW = '本表为辖区内原始数字，未作遮蔽，不得公布。';
const ALL = '合计';

/** Reports of all named rates as tables to leave the service. */
@Injectable()
export class RateReportTables {
  constructor(private readonly database: Database, private readonly reports: RateReports, private readonly names: CohortNamesRepository, private readonly audit: AuditTrail) {}

  /** A row a figure, each with its definition: the total, each township, and each programme in it. @throws RateReportUnknown, RateReportNotDone */
  async table(principal: Principal, id: string, format: string): Promise<FigureTable> {
    return this.database.inScope(principal, async (tx) => {
      const { region, state, rates } = await this.reports.get(principal, id);
      if (rates === null) throw new RateReportNotDone(state === 'failed');
      const townships = await this.names.ofKeys(tx, 'township', [...new Set(rates.flatMap((rate) => rate.townships.map(({ township }) => township ?? '')))]);
      await this.audit.record(tx, { action: 'rate-report.export', subjectKind: 'rate-report', subjectId: id, region, details: { format } });
      return { name: '就业率报表', columns: FIGURE_COLUMNS, rows: rates.flatMap((rate) => rowsOf(rate, townships)) };
    });
  }
}

function rowsOf({ rule, definition, total, townships }: DefinedMatrixRate, names: ReadonlyMap<string, string>): FigureTable['rows'] {
  const place = (group: string, code: string) => ({ table: '按乡镇和项目', rule, group, code, definition: `${definition}${RAW}` });
  if ('measure' in findNamedRate(rule)!) return pledgeRows({ ...place(ALL, ''), table: '订单兑现' }, total);
  return [
    ...figureRows(place(ALL, ''), total),
    ...townships.flatMap(({ township, total: whole, programmes }) => {
      const name = names.get(township ?? '') ?? '';
      return [...figureRows(place(name, township ?? ''), whole), ...programmes.flatMap((figure) => figureRows(place(`${name}：${figure.by.programme ?? ''}`, township ?? ''), figure))];
    }),
  ];
}
