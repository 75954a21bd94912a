import { Injectable } from '@nestjs/common';
import { padRegion, type Education } from '@app/kernel';
import type { Principal, Transaction } from '@app/platform';
import { VacancyRoster, vacancyKeyOf, type VacancyKind, type VacancyRosterRow, type VacancyRosterTrace } from '@app/vacancies';
import type { RosterRow } from '@app/workbooks';
import { judgeFile, type RowKey } from './judge-file.js';
import { numberAt, textAt } from './row-values.js';
import type { RowDeed, RowFault, RowJudgement, RowToApply, WorkbookKind } from './workbook-kind.js';

/** What employers look for, as townships collect it. */
@Injectable()
export class VacanciesKind implements WorkbookKind {
  readonly form = 'vacancies';
  readonly writesFor = 'county';
  constructor(private readonly roster: VacancyRoster) {}

  plan(tx: Transaction, principal: Principal, rows: readonly RosterRow[]): Promise<RowJudgement[]> {
    return judgeFile(tx, rows, (row) => this.#keyOf(row), (batch) => this.#write(tx, principal, batch));
  }

  apply(tx: Transaction, principal: Principal, rows: readonly RowToApply[]): Promise<RowDeed[]> {
    return this.#write(tx, principal, rows.map(({ row }) => row));
  }

  #keyOf(row: RosterRow): RowKey {
    return { key: vacancyKeyOf(inputOf(row)), conflict: (other) => ({ field: 'title', message: `与第 ${other} 行是同一单位、同一地点的同一岗位，内容不同；请合并，或填写岗位编号` }) };
  }

  async #write(tx: Transaction, principal: Principal, rows: readonly RosterRow[]): Promise<RowDeed[]> {
    const faults = rows.map(faultsOf);
    const sound = rows.filter((_row, i) => faults[i]!.length === 0);
    const done = await this.roster.apply(tx, countyOf(principal), sound.map(inputOf));
    const deeds = new Map(sound.map((row, i) => [row, done[i]!]));
    return rows.map((row, i): RowDeed => {
      const deed = deeds.get(row);
      return deed === undefined ? { outcome: 'faulty', faults: faults[i]!, subjectId: null, trace: null } : { outcome: deed.outcome, faults: [], subjectId: deed.vacancyId, trace: deed.trace };
    });
  }

  undo(tx: Transaction, principal: Principal, traces: readonly unknown[]): Promise<(string | null)[]> {
    return this.roster.undo(tx, countyOf(principal), traces as VacancyRosterTrace[]);
  }
}

/** Vacancies belong to the county, whichever office collected them. */
function countyOf(principal: Principal): string {
  return padRegion(principal.region.slice(0, 6));
}

function faultsOf(row: RosterRow): readonly RowFault[] {
  const [startsOn, endsOn, publishedOn, validThrough] = [textAt(row, 'starts-on'), textAt(row, 'ends-on'), textAt(row, 'published-on'), textAt(row, 'valid-through')];
  return [
    ...(startsOn !== null && endsOn !== null && endsOn < startsOn ? [{ field: 'ends-on', message: '早于上岗日期' }] : []),
    ...(publishedOn !== null && validThrough !== null && validThrough < publishedOn ? [{ field: 'valid-through', message: '早于发布日期' }] : []),
  ];
}

function inputOf(row: RosterRow): VacancyRosterRow {
  const lodging = row.values['lodging'];
  return {
    employer: textAt(row, 'employer') ?? '', creditCode: textAt(row, 'credit-code'), reference: textAt(row, 'reference'), title: textAt(row, 'title') ?? '', openings: numberAt(row, 'openings'), pay: textAt(row, 'pay'),
    region: textAt(row, 'workplace') ?? '', minEducation: textAt(row, 'education') as Education | null, lodging: typeof lodging === 'boolean' ? lodging : null, kind: textAt(row, 'kind') as VacancyKind | null,
    contact: textAt(row, 'contact'), telephone: textAt(row, 'telephone'), publishedOn: textAt(row, 'published-on'), validThrough: textAt(row, 'valid-through'), startsOn: textAt(row, 'starts-on'), endsOn: textAt(row, 'ends-on'), description: textAt(row, 'description'),
  };
}
