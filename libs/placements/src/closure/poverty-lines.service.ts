import { Injectable } from '@nestjs/common';
import { padRegion, type CivilDate } from '@app/kernel';
import { Database, type Principal } from '@app/platform';
import { CountyBooks } from '../county-books.js';
import { PlacementInvalid, PlacementQueryInvalid } from '../placements.errors.js';
import { BookRecordUnknown } from './closure.errors.js';
import { PovertyLinesRepository, type StoredLine } from './poverty-lines.repository.js';

export interface LineInput {
  /** The province's or the county's own. */
  readonly of: 'province' | 'county';
  readonly perHeadYuan: number;
  readonly fromOn: CivilDate;
  readonly sourceDocument: string;
}

/** The lines that incomes are compared with: rows with a day and a document, by county. */
@Injectable()
export class PovertyLinesService {
  constructor(
    private readonly database: Database,
    private readonly lines: PovertyLinesRepository,
    private readonly books: CountyBooks,
  ) {}

  /** Every line of one's county, taken back or not, the latest first. @throws PlacementQueryInvalid */
  async list(principal: Principal): Promise<StoredLine[]> {
    const county = countyOf(principal);
    return this.database.inScope(principal, (tx) => this.lines.list(tx, county));
  }

  /** @throws PlacementInvalid when the same region has a line from that day on */
  async record(principal: Principal, { of, ...line }: LineInput): Promise<string> {
    const county = countyOf(principal);
    return this.database.inScope(principal, async (tx) => {
      const region = padRegion(of === 'province' ? county.slice(0, 2) : county);
      await this.lines.lock(tx, county);
      const isTaken = (await this.lines.list(tx, county)).some((other) => other.region === region && other.fromOn === line.fromOn && other.retraction === null);
      if (isTaken) throw new PlacementInvalid([{ path: 'fromOn', message: '这一天起已有一条标准；如有误，请先撤回' }]);
      const id = await this.lines.insert(tx, { ...line, region, county, recordedBy: principal.id });
      await this.books.audit.record(tx, { action: 'poverty-line.record', subjectKind: 'poverty-line', subjectId: id, region: county, details: { of, perHeadYuan: line.perHeadYuan, fromOn: line.fromOn } });
      return id;
    });
  }

  /** @throws BookRecordUnknown, SecondOfficerNeeded */
  async retract(principal: Principal, id: string, reason: string): Promise<void> {
    const county = countyOf(principal);
    await this.database.inScope(principal, async (tx) => {
      const line = (await this.lines.list(tx, county)).find((each) => each.id === id);
      if (line === undefined || line.retraction !== null) throw new BookRecordUnknown();
      await this.lines.retract(tx, id, { county, reason, recordedBy: principal.id, on: this.books.today() });
      await this.books.audit.record(tx, { action: 'poverty-line.retract', subjectKind: 'poverty-line', subjectId: id, region: county, reason });
    });
  }
}

function countyOf({ region }: Principal): string {
  const county = padRegion(region).slice(0, 6);
  if (county.endsWith('00')) throw new PlacementQueryInvalid('region', '脱贫标准按县登记');
  return county;
}
