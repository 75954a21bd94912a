import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';

/** What a message part costs from a day on. */
export interface PartPrice {
  readonly fromOn: CivilDate;
  /** In fen, up to three decimals. */
  readonly fen: number;
  readonly setBy: string;
  readonly setAt: Date;
}

@Injectable()
export class PartPricesRepository {
  /** Of a county, by day; of one day the last that was set alone. */
  async list(tx: Transaction, county: string): Promise<PartPrice[]> {
    return tx.query<PartPrice[]>('select distinct on (from_on) from_on as "fromOn", fen::float8 as fen, set_by as "setBy", set_at as "setAt" from sms_part_prices where county = $1 order by from_on, id desc', [county]);
  }

  async add(tx: Transaction, county: string, { fromOn, fen, setBy, setAt }: PartPrice): Promise<void> {
    await tx.query(`insert into sms_part_prices (county, owner_region, from_on, fen, set_by, set_at) values ($1::text, rpad($1::text, 12, '0'), $2, $3, $4, $5)`, [county, fromOn, fen, setBy, setAt]);
  }
}
