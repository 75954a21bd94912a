import { Inject, Injectable } from '@nestjs/common';
import { FIELD_CIPHER, type FieldCipher, type Transaction } from '@app/platform';
import type { CopySection, SectionColumn } from './copy-section.js';
import { COPY_SECTIONS } from './copy-sections.js';
import type { CopyRow } from './person-copy.js';

/** Rows that a section shows at most; it says so when there are more. */
export const SECTION_ROWS = 5_000;

/** Whose rows a copy is made of. */
export interface CopyBounds {
  /** Of the person in this county and in scope, merged ones included. */
  readonly registrationIds: readonly string[];
  /** Blind indexes of their telephones that nobody else is registered with. */
  readonly ownPhones: readonly string[];
  /** Registrations of the person in this county that lie out of the caller's scope. */
  readonly elsewhere: number;
  readonly madeAt: Date;
}

const ROW_ID = '#';
const selected = ([name, sql, , meaning]: SectionColumn): string[] => [`${sql} as "${name}"`, ...(typeof meaning === 'object' && 'sealed' in meaning ? [`${meaning.sealed.rowId} as "${name}${ROW_ID}"`] : [])];
const statementOf = ({ code, columns, from }: CopySection): string =>
  `select '${code}' as code, coalesce((select jsonb_agg(to_jsonb(t)) from (select ${columns.flatMap(selected).join(', ')} from ${from} limit ${SECTION_ROWS + 1}) t), '[]') as rows`;
/** One statement is one snapshot: what is written meanwhile is in all sections or in none. */
const EVERYTHING = COPY_SECTIONS.map((section) => `(${statementOf(section)})`).join('\nunion all ');

/** Reads everything about one person, under the caller's own row scope, and opens what is sealed. */
@Injectable()
export class CopiesRepository {
  constructor(@Inject(FIELD_CIPHER) private readonly cipher: FieldCipher) {}

  /** Null: nobody of that id is in scope, or the caller may not have a copy. */
  async findBounds(tx: Transaction, registrationId: string): Promise<CopyBounds | null> {
    const [row] = await tx.query<CopyBounds[]>(`select registration_ids as "registrationIds", own_phones as "ownPhones", elsewhere, now() as "madeAt" from copy_bounds($1) where registration_ids <> '{}'`, [registrationId]);
    return row ?? null;
  }

  /** Rows by the code of their section; one row more than {@link SECTION_ROWS} says that there are more. */
  async readSections(tx: Transaction, { registrationIds, ownPhones }: CopyBounds, county: string): Promise<ReadonlyMap<string, readonly CopyRow[]>> {
    const found = await tx.query<{ code: string; rows: Record<string, unknown>[] }[]>(EVERYTHING, [registrationIds, ownPhones, county]);
    const rowsOf = new Map(found.map(({ code, rows }) => [code, rows]));
    return new Map(COPY_SECTIONS.map(({ code, columns }) => [code, rowsOf.get(code)!.map((row) => this.#opened(columns, row))]));
  }

  #opened(columns: readonly SectionColumn[], row: Readonly<Record<string, unknown>>): CopyRow {
    return Object.fromEntries(columns.map(([name, , , meaning]) => {
      const value = row[name] ?? null;
      if (value === null || typeof meaning !== 'object' || !('sealed' in meaning)) return [name, value];
      const { table, column } = meaning.sealed;
      return [name, this.cipher.open(value as string, { table, column, rowId: row[`${name}${ROW_ID}`] as string })];
    }));
  }
}
