import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import { comparable } from '../titles/clean-title.js';

/** What an officer says of a wording: the occupation (细类) that it means, or null = it needs no trade. */
export interface Teaching {
  /** `aliasKey` of the wording. */
  readonly alias: string;
  readonly occupation: string | null;
}

/** The form under which a wording is an alias: how it is spaced and punctuated does not matter. Empty when no word is left. */
export function aliasKey(wording: string): string {
  return comparable(wording);
}

/** What officers have taught the catalogue. It is reference data: what one county decides, every county reads. */
@Injectable()
export class OfficerAliases {
  /** Makes every other teacher wait until the transaction ends, and every process read the catalogue again after it. */
  async open(tx: Transaction): Promise<void> {
    await tx.query('update catalogue_state set version = version + 1');
  }

  /** What officers have said of these wordings before. */
  async find(tx: Transaction, aliases: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
    const rows = await tx.query<Teaching[]>(
      `select alias, occupation from title_aliases where source = 'officer' and alias = any ($1::text[])
       union all select alias, null from no_trade_titles where source = 'officer' and alias = any ($1::text[])`,
      [aliases],
    );
    return new Map(rows.map((row) => [row.alias, row.occupation]));
  }

  /** Call `open` before. */
  async add(tx: Transaction, teachings: readonly Teaching[]): Promise<void> {
    const json = [JSON.stringify(teachings)];
    await tx.query(`insert into title_aliases (alias, occupation, source) select alias, occupation, 'officer' from jsonb_to_recordset($1::jsonb) as t (alias text, occupation text) where occupation is not null`, json);
    await tx.query(`insert into no_trade_titles (alias, source) select alias, 'officer' from jsonb_to_recordset($1::jsonb) as t (alias text, occupation text) where occupation is null`, json);
  }

  /** Call `open` before. */
  async remove(tx: Transaction, aliases: readonly string[]): Promise<void> {
    await tx.query(`delete from title_aliases where source = 'officer' and alias = any ($1::text[])`, [aliases]);
    await tx.query(`delete from no_trade_titles where source = 'officer' and alias = any ($1::text[])`, [aliases]);
  }
}
