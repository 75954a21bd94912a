import { Injectable } from '@nestjs/common';
import type { Reader, Transaction } from '@app/platform';
import type { Role } from '../permissions.js';

export interface LoginRow {
  readonly officerId: string;
  readonly passwordHash: string;
  readonly lockedUntil: Date | null;
  readonly disabled: boolean;
  readonly role: Role;
  readonly ownerRegion: string;
  readonly organizationId: string;
}

export interface SessionRow {
  readonly officerId: string;
  readonly role: Role;
  readonly ownerRegion: string;
  readonly organizationId: string;
  readonly loginName: string;
  readonly displayName: string;
  readonly organizationName: string;
}

/** Sessions and logins are readable by no application role: these functions of the database are the only way. */
@Injectable()
export class SessionsRepository {
  async findLogin(tx: Transaction, loginName: string): Promise<LoginRow | null> {
    const rows = await tx.query<LoginRow[]>(
      `select officer_id as "officerId", password_hash as "passwordHash", locked_until as "lockedUntil", disabled, role, owner_region as "ownerRegion", organization_id as "organizationId" from find_login($1)`,
      [loginName],
    );
    return rows[0] ?? null;
  }

  /** Counts a failure; whether the officer is locked now. */
  async recordFailure(tx: Transaction, officerId: string, at: Date): Promise<boolean> {
    const rows = await tx.query<{ locked: boolean }[]>('select record_login_failure($1, $2) as locked', [officerId, at]);
    return rows[0]!.locked;
  }

  async open(tx: Transaction, officerId: string, hash: Buffer, at: Date): Promise<void> {
    await tx.query('select open_session($1, $2, $3)', [officerId, hash, at]);
  }

  async find(reader: Reader, hash: Buffer, at: Date): Promise<SessionRow | null> {
    const rows = await reader.query<SessionRow[]>(
      `select officer_id as "officerId", role, owner_region as "ownerRegion", organization_id as "organizationId", login_name as "loginName", display_name as "displayName", organization_name as "organizationName"
       from session_principal($1, $2)`,
      [hash, at],
    );
    return rows[0] ?? null;
  }

  async close(tx: Transaction, hash: Buffer): Promise<void> {
    await tx.query('select close_session($1)', [hash]);
  }

  async useSetupToken(tx: Transaction, hash: Buffer, at: Date): Promise<boolean> {
    const rows = await tx.query<{ used: boolean }[]>('select use_setup_token($1, $2) as used', [hash, at]);
    return rows[0]!.used;
  }
}
