import { Inject, Injectable } from '@nestjs/common';
import { padRegion, type Clock } from '@app/kernel';
import { AuditTrail, CLOCK, Database, type Principal } from '@app/platform';
import { ApiKeyLimitReached, ApiKeyNotFound } from '../accounts.errors.js';
import type { Permission } from '../permissions.js';
import { generateKeyId, generateToken, tokenHash } from '../secrets.js';

const MS_PER_DAY = 86_400_000;
/** One in use, one to change over to. */
const VALID_AT_ONCE = 2;
const FORM = /^sy_(?:test_)?([a-z0-9]{12})_([A-Za-z0-9_-]{43})$/;

/** A key, as officers may see it: never its secret. */
export interface ApiKeyRow {
  readonly id: string;
  readonly employerId: string;
  readonly scopes: Permission[];
  /** What it writes is test data, apart from everything real. */
  readonly test: boolean;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

export interface ApiKeyIdentity {
  readonly principal: Principal;
  readonly scopes: readonly string[];
}

const COLUMNS = `id, employer_id as "employerId", scopes, test, created_at as "createdAt", expires_at as "expiresAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt"`;

/** What a new key is to be. */
export interface NewApiKey {
  readonly scopes: readonly Permission[];
  /** Until it expires. */
  readonly days: number;
  readonly test?: boolean;
}

/** Employers' keys: `sy_<id>_<secret>`, for tests `sy_test_<id>_<secret>`; shown once. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Makes a key for an employer of the officer's county.
   * @returns the row, and the key itself, this once
   * @throws ApiKeyLimitReached when two of the kind are valid
   */
  async create(principal: Principal, employerId: string, { scopes, days, test = false }: NewApiKey): Promise<{ row: ApiKeyRow; key: string }> {
    const id = generateKeyId();
    const secret = generateToken();
    const now = this.clock.now();
    return this.database.inScope(principal, async (tx) => {
      // Two officers at once must not make a third key.
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('api-keys.' || $1, 0))`, [employerId]);
      const [valid] = await tx.query<{ count: number }[]>('select count(*) as count from api_keys where employer_id = $1 and test = $3 and revoked_at is null and expires_at > $2', [employerId, now, test]);
      if (valid!.count >= VALID_AT_ONCE) throw new ApiKeyLimitReached();
      const county = padRegion(principal.region).slice(0, 6);
      const rows = await tx.query<ApiKeyRow[]>(
        `insert into api_keys (id, employer_id, owner_region, secret_hash, scopes, created_by, created_at, expires_at, test) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning ${COLUMNS}`,
        [id, employerId, padRegion(county), tokenHash(secret), scopes, principal.id, now, new Date(now.getTime() + days * MS_PER_DAY), test],
      );
      await this.audit.record(tx, { action: 'api-key.create', subjectKind: 'api-key', subjectId: id, region: county, details: { employerId, scopes, test } });
      return { row: rows[0]!, key: `sy_${test ? 'test_' : ''}${id}_${secret}` };
    });
  }

  /** An employer's keys, newest first (few: two are valid at once). */
  async list(principal: Principal, employerId: string): Promise<ApiKeyRow[]> {
    return this.database.inScope(principal, (tx) => tx.query<ApiKeyRow[]>(`select ${COLUMNS} from api_keys where employer_id = $1 order by created_at desc, id limit 200`, [employerId]));
  }

  /** The key is refused from now on. @throws ApiKeyNotFound */
  async revoke(principal: Principal, employerId: string, id: string): Promise<void> {
    await this.database.inScope(principal, async (tx) => {
      const [, changed] = await tx.query<[unknown[], number]>('update api_keys set revoked_at = coalesce(revoked_at, $3) where id = $1 and employer_id = $2', [id, employerId, this.clock.now()]);
      if (changed === 0) throw new ApiKeyNotFound();
      await this.audit.record(tx, { action: 'api-key.revoke', subjectKind: 'api-key', subjectId: id, region: principal.region, details: { employerId } });
    });
  }

  /** Whose key it is, or null when it is none of ours, expired or revoked. Its last use is written at most once a minute. */
  async find(key: string): Promise<ApiKeyIdentity | null> {
    const [, id, secret] = FORM.exec(key) ?? [];
    if (id === undefined || secret === undefined) return null;
    const rows = await this.database.statement((reader) =>
      reader.query<{ employerId: string; ownerRegion: string; scopes: string[]; test: boolean }[]>('select canonical_employer(employer_id) as "employerId", owner_region as "ownerRegion", scopes, test from use_api_key($1, $2, $3)', [id, tokenHash(secret), this.clock.now()]),
    );
    const row = rows[0];
    return row === undefined ? null : { principal: { kind: 'employer', id, role: 'employer', region: row.ownerRegion.slice(0, 6), organizationId: row.employerId, ...(row.test ? { isTest: true } : {}) }, scopes: row.scopes };
  }
}
