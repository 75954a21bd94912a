import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import { normaliseEmployerName } from './employer-name.js';

/** An employer as officers see it. */
export interface EmployerRow {
  readonly id: string;
  readonly ownerRegion: string;
  readonly name: string;
  readonly creditCode: string | null;
  readonly verifiedAt: Date | null;
  /** The employer that it is under another spelling. */
  readonly mergedInto: string | null;
  readonly version: number;
}

/** Who a name means: the employer, and the name's own row where an officer said that it is a spelling of the employer. */
export interface FoundEmployer {
  readonly id: string;
  readonly namedId: string | null;
}

/** An employer that a network names. */
export interface SeenEmployer {
  readonly name: string;
  readonly sourceId: string | null;
}

const COLUMNS = 'id, owner_region as "ownerRegion", name, credit_code as "creditCode", verified_at as "verifiedAt", merged_into as "mergedInto", version';

@Injectable()
export class EmployerRepository {
  /**
   * Finds or adds the employers that a network names, by normalised name: the ids of networks are recorded, but two
   * employers were seen under one. Of several of one name the verified one is taken, then the oldest.
   * @returns by normalised name
   */
  async findOrAdd(tx: Transaction, ownerRegion: string, source: string, seen: readonly SeenEmployer[]): Promise<ReadonlyMap<string, FoundEmployer>> {
    const names = new Map<string, string>();
    for (const { name } of seen) if (!names.has(normaliseEmployerName(name))) names.set(normaliseEmployerName(name), name.trim());
    const found = await this.#idsByName(tx, [...names.keys()]);
    const missing = [...names].filter(([normalised]) => !found.has(normalised));
    if (missing.length > 0) {
      await tx.query(
        `insert into employers (owner_region, name, normalised_name) select $1, name, normalised from unnest($2::text[], $3::text[]) as e (name, normalised)
         on conflict (normalised_name) where credit_code is null do nothing`,
        [ownerRegion, missing.map(([, name]) => name), missing.map(([normalised]) => normalised)],
      );
      for (const [normalised, id] of await this.#idsByName(tx, missing.map(([normalised]) => normalised))) found.set(normalised, id);
    }
    const ids = seen.filter((employer) => employer.sourceId !== null);
    await tx.query('insert into employer_source_ids (source, external_id, employer_id) select $1, external_id, employer_id from unnest($2::text[], $3::uuid[]) as s (external_id, employer_id) on conflict do nothing', [
      source, ids.map((employer) => employer.sourceId), ids.map((employer) => found.get(normaliseEmployerName(employer.name))!.id),
    ]);
    return found;
  }

  async #idsByName(tx: Transaction, normalised: readonly string[]): Promise<Map<string, FoundEmployer>> {
    const rows = await tx.query<{ name: string; id: string; mergedInto: string | null }[]>(
      `select distinct on (normalised_name) normalised_name as name, id, merged_into as "mergedInto" from employers where normalised_name = any ($1) order by normalised_name, verified_at is null, created_at, id`,
      [normalised],
    );
    return new Map(rows.map(({ name, id, mergedInto }) => [name, { id: mergedInto ?? id, namedId: mergedInto === null ? null : id }]));
  }

  async findById(tx: Transaction, id: string): Promise<EmployerRow | null> {
    const [row] = await tx.query<EmployerRow[]>(`select ${COLUMNS} from employers where id = $1`, [id]);
    return row ?? null;
  }

  async findByCreditCode(tx: Transaction, creditCode: string): Promise<EmployerRow | null> {
    const [row] = await tx.query<EmployerRow[]>(`select ${COLUMNS} from employers where credit_code = $1`, [creditCode]);
    return row ?? null;
  }

  /** Registers an employer: the uncoded one of the same name in the caller's scope becomes it, else a new one. */
  async register(tx: Transaction, ownerRegion: string, name: string, creditCode: string | null): Promise<EmployerRow> {
    const normalised = normaliseEmployerName(name);
    const adopted = await tx.query<[EmployerRow[], number]>(
      `update employers set credit_code = $2, name = $3, version = version + 1, updated_at = now() where normalised_name = $1 and credit_code is null and merged_into is null and in_scope(owner_region) returning ${COLUMNS}`,
      [normalised, creditCode, name],
    );
    if (adopted[0][0]) return adopted[0][0];
    const [added] = await tx.query<EmployerRow[]>(
      `insert into employers (owner_region, name, normalised_name, credit_code) values ($1, $2, $3, $4)
       on conflict (normalised_name) where credit_code is null do nothing returning ${COLUMNS}`,
      [ownerRegion, name, normalised, creditCode],
    );
    if (added) return added;
    const [other] = await tx.query<EmployerRow[]>(`select ${COLUMNS} from employers where id = (select coalesce(merged_into, id) from employers where normalised_name = $1 and credit_code is null)`, [normalised]);
    return other!; // another county's network import knows it already: one name without a code is one employer
  }

  /** Marks an employer of the caller's scope as verified; null when it is not there, not theirs, or of another version. */
  async verify(tx: Transaction, id: string, version: number, officerId: string, at: Date): Promise<EmployerRow | null> {
    const [rows] = await tx.query<[EmployerRow[], number]>(
      `update employers set verified_at = $3, verified_by = $4, version = version + 1, updated_at = now() where id = $1 and version = $2 returning ${COLUMNS}`,
      [id, version, at, officerId],
    );
    return rows[0] ?? null;
  }

  /** By name, then id. */
  async list(tx: Transaction, { q, after, limit }: { q: string | null; after: readonly [name: string, id: string] | null; limit: number }): Promise<EmployerRow[]> {
    return tx.query<EmployerRow[]>(
      `select ${COLUMNS} from employers where merged_into is null and ($1::text is null or position($1 in normalised_name) > 0) and ($2::text is null or (normalised_name collate "C", id) > ($2 collate "C", $3::uuid))
       order by normalised_name collate "C", id limit $4`,
      [q === null ? null : normaliseEmployerName(q), after?.[0] ?? null, after?.[1] ?? null, limit],
    );
  }
}
