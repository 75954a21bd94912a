import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import type { Role } from '../permissions.js';

/** An officer, as other officers may see one: without the password's hash. */
export interface OfficerRow {
  readonly id: string;
  readonly organizationId: string;
  readonly ownerRegion: string;
  readonly role: Role;
  readonly loginName: string;
  readonly displayName: string;
  readonly lockedUntil: Date | null;
  readonly disabledAt: Date | null;
  readonly createdAt: Date;
  readonly version: number;
}

const COLUMNS = `id, organization_id as "organizationId", owner_region as "ownerRegion", role, login_name as "loginName", display_name as "displayName",
  locked_until as "lockedUntil", disabled_at as "disabledAt", created_at as "createdAt", version`;

/** SQL over `officers`, within the row scope of the transaction. */
@Injectable()
export class OfficersRepository {
  /** Inserts the officer; null when the login name is taken (anywhere: names are unique in the whole system). */
  async insert(tx: Transaction, officer: Pick<OfficerRow, 'id' | 'organizationId' | 'ownerRegion' | 'role' | 'loginName' | 'displayName'> & { passwordHash: string }): Promise<OfficerRow | null> {
    const rows = await tx.query<OfficerRow[]>(
      `insert into officers (id, organization_id, owner_region, role, login_name, display_name, password_hash) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict do nothing returning ${COLUMNS}`,
      [officer.id, officer.organizationId, officer.ownerRegion, officer.role, officer.loginName, officer.displayName, officer.passwordHash],
    );
    return rows[0] ?? null;
  }

  async find(tx: Transaction, id: string): Promise<OfficerRow | null> {
    const rows = await tx.query<OfficerRow[]>(`select ${COLUMNS} from officers where id = $1`, [id]);
    return rows[0] ?? null;
  }

  async listAfter(tx: Transaction, after: readonly (string | number)[] | null, limit: number): Promise<OfficerRow[]> {
    return tx.query<OfficerRow[]>(`select ${COLUMNS} from officers where $2::text is null or login_name > $2 order by login_name limit $1`, [limit, after?.[0] ?? null]);
  }

  /** Changes the officer if it still has the version; null when it has another. */
  async change(tx: Transaction, id: string, version: number, change: { displayName: string; disabledAt: Date | null }): Promise<OfficerRow | null> {
    const [rows] = await tx.query<[OfficerRow[], number]>(
      `update officers set display_name = $3, disabled_at = $4, version = version + 1 where id = $1 and version = $2 returning ${COLUMNS}`,
      [id, version, change.displayName, change.disabledAt],
    );
    return rows[0] ?? null;
  }

  /** A new password also ends a lock; a trigger ends the sessions. Null when the officer is not in scope. */
  async setPassword(tx: Transaction, id: string, passwordHash: string): Promise<OfficerRow | null> {
    const [rows] = await tx.query<[OfficerRow[], number]>(
      `update officers set password_hash = $2, failed_attempts = 0, locked_until = null, version = version + 1 where id = $1 returning ${COLUMNS}`,
      [id, passwordHash],
    );
    return rows[0] ?? null;
  }
}
