import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Period } from '@app/outcomes';
import type { Transaction } from '@app/platform';
import type { MatrixRate } from './rate-matrix.js';

/** A report as it is stored: asked for, under way, or done. */
export interface StoredReport {
  readonly id: string;
  /** 12 digits. */
  readonly region: string;
  readonly asOf: CivilDate;
  /** Exact to the microsecond, as the database writes it. */
  readonly knownBy: string;
  readonly knownByMicros: number;
  readonly fromMonth: string | null;
  readonly toMonth: string | null;
  readonly state: 'waiting' | 'working' | 'done';
  readonly personsDone: number;
  readonly personsExpected: number;
  readonly requestedAt: Date;
  readonly endedAt: Date | null;
  readonly result: readonly MatrixRate[] | null;
}

export interface NewReport {
  readonly region: string;
  readonly asOf: CivilDate;
  readonly knownBy: string;
  readonly period: Period | null;
}

/** So many reports of a region are kept, the newest. */
const REPORTS_KEPT = 50;
const REPORT = `id, owner_region as region, as_of as "asOf", known_by::text as "knownBy", (extract(epoch from known_by) * 1000000)::bigint as "knownByMicros", from_month as "fromMonth", to_month as "toMonth", state,
  persons_done as "personsDone", persons_expected as "personsExpected", requested_at as "requestedAt", ended_at as "endedAt", result`;

@Injectable()
export class RateReportsRepository {
  async add(tx: Transaction, { region, asOf, knownBy, period }: NewReport): Promise<StoredReport> {
    const [report] = await tx.query<StoredReport[]>(
      `insert into rate_reports (county, owner_region, as_of, known_by, from_month, to_month) values (left($1, 6), $1, $2, $3::timestamptz, $4, $5) returning ${REPORT}`,
      [region, asOf, knownBy, period?.from ?? null, period?.to ?? null],
    );
    await tx.query(`delete from rate_reports where owner_region = $1 and id in (select id from rate_reports where owner_region = $1 order by requested_at desc, id offset ${REPORTS_KEPT})`, [region]);
    return report!;
  }

  async find(tx: Transaction, id: string): Promise<StoredReport | null> {
    const [report] = await tx.query<StoredReport[]>(`select ${REPORT} from rate_reports where id = $1`, [id]);
    return report ?? null;
  }

  async noteProgress(tx: Transaction, id: string, done: number, expected: number): Promise<void> {
    await tx.query(`update rate_reports set state = 'working', persons_done = $2::int, persons_expected = greatest($2::int, $3::int) where id = $1 and state <> 'done'`, [id, done, expected]);
  }

  /** Whoever comes second changes nothing: the figures are the same. */
  async save(tx: Transaction, id: string, persons: number, result: readonly MatrixRate[]): Promise<void> {
    await tx.query(`update rate_reports set state = 'done', persons_done = $2::int, persons_expected = $2::int, result = $3, ended_at = now() where id = $1 and state <> 'done'`, [id, persons, JSON.stringify(result)]);
  }
}
