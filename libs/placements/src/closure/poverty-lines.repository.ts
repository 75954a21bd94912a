import { Injectable } from '@nestjs/common';
import { padRegion, type CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import { asBookRefusal } from './household-books.repository.js';

/** A line, and whether it was taken back. */
export interface StoredLine {
  readonly id: string;
  /** 12 digits of the province or the county. */
  readonly region: string;
  readonly perHeadYuan: number;
  readonly fromOn: CivilDate;
  readonly sourceDocument: string;
  readonly recordedAt: Date;
  readonly recordedBy: string;
  readonly retraction: { readonly reason: string; readonly recordedAt: Date; readonly recordedBy: string } | null;
}

@Injectable()
export class PovertyLinesRepository {
  /** One at a time for a county: of two alike at once the second sees the first. */
  async lock(tx: Transaction, county: string): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtext('shouyu.poverty-lines'), hashtext($1))`, [county]);
  }

  async list(tx: Transaction, county: string): Promise<StoredLine[]> {
    return tx.query<StoredLine[]>(
      `select l.id, l.region, l.per_head_yuan as "perHeadYuan", l.effective_on as "fromOn", l.source_document as "sourceDocument", l.recorded_at as "recordedAt", l.recorded_by as "recordedBy",
              case when r.id is not null then jsonb_build_object('reason', r.reason, 'recordedAt', r.recorded_at, 'recordedBy', r.recorded_by) end as retraction
       from poverty_lines l left join poverty_lines r on r.retracts_id = l.id where l.county = $1 and l.retracts_id is null order by l.effective_on desc, l.region desc, l.id`, [county]);
  }

  async insert(tx: Transaction, line: Pick<StoredLine, 'region' | 'perHeadYuan' | 'fromOn' | 'sourceDocument' | 'recordedBy'> & { readonly county: string }): Promise<string> {
    const [row] = await tx.query<{ id: string }[]>(
      'insert into poverty_lines (county, owner_region, region, per_head_yuan, effective_on, source_document, recorded_by) values ($1, $2, $3, $4, $5, $6, $7) returning id',
      [line.county, padRegion(line.county), line.region, line.perHeadYuan, line.fromOn, line.sourceDocument, line.recordedBy]);
    return row!.id;
  }

  async retract(tx: Transaction, id: string, { county, reason, recordedBy, on }: { readonly county: string; readonly reason: string; readonly recordedBy: string; readonly on: CivilDate }): Promise<void> {
    try {
      await tx.query('insert into poverty_lines (county, owner_region, effective_on, recorded_by, retracts_id, reason) values ($1, $2, $3, $4, $5, $6)', [county, padRegion(county), on, recordedBy, id, reason]);
    } catch (error) {
      throw asBookRefusal(error);
    }
  }
}
