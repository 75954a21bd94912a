import { Inject, Injectable } from '@nestjs/common';
import { regionPrefix, type Clock } from '@app/kernel';
import { AuditTrail, CLOCK, Database, type Principal } from '@app/platform';
import { LoginFailed, OfficerNotFound, PasswordTooWeak, PasswordWrong } from '../accounts.errors.js';
import { OfficersRepository } from '../officers/officers.repository.js';
import { generateToken, hashPassword, isPassword, isStrongPassword, tokenHash } from '../secrets.js';
import { SessionsRepository, type LoginRow } from './sessions.repository.js';

/** Who is behind a session. */
export interface SessionIdentity {
  readonly principal: Principal;
  readonly loginName: string;
  readonly displayName: string;
  readonly organizationName: string;
}

export interface OpenedSession {
  /** 256 random bits; only its hash is stored. */
  readonly token: string;
  readonly principal: Principal;
}

/** Checked when there is no such officer, so that the answer takes as long. */
const NOBODY = hashPassword(generateToken());

/** Logging in and out. 30 minutes idle, 12 hours in all. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditTrail,
    private readonly sessions: SessionsRepository,
    private readonly officers: OfficersRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Opens a session with a new token and ends the one that the browser had.
   * @throws LoginFailed whatever the reason
   */
  async open(loginName: string, password: string, formerToken?: string): Promise<OpenedSession> {
    const login = await this.#check(loginName.trim().toLowerCase(), password);
    const principal = officerPrincipal(login);
    const token = generateToken();
    await this.database.inScope(principal, async (tx) => {
      if (formerToken !== undefined) await this.sessions.close(tx, tokenHash(formerToken));
      await this.sessions.open(tx, login.officerId, tokenHash(token), this.clock.now());
      await this.audit.record(tx, { action: 'session.open', subjectKind: 'officer', subjectId: login.officerId, region: login.ownerRegion });
    });
    return { token, principal };
  }

  /** Whose session it is, or null when there is none, or it is over. */
  async find(token: string): Promise<SessionIdentity | null> {
    const row = await this.database.statement((reader) => this.sessions.find(reader, tokenHash(token), this.clock.now()));
    return row && { principal: officerPrincipal(row), loginName: row.loginName, displayName: row.displayName, organizationName: row.organizationName };
  }

  async close(principal: Principal, token: string): Promise<void> {
    await this.database.inScope(principal, async (tx) => {
      await this.sessions.close(tx, tokenHash(token));
      await this.audit.record(tx, { action: 'session.close', subjectKind: 'officer', subjectId: principal.id, region: principal.region });
    });
  }

  /** Changes one's own password; every session ends. @throws PasswordWrong, PasswordTooWeak */
  async changePassword(identity: SessionIdentity, current: string, next: string): Promise<void> {
    const { principal, loginName } = identity;
    if (!isStrongPassword(next, loginName)) throw new PasswordTooWeak('newPassword');
    await this.#check(loginName, current).catch((error: unknown) => {
      throw error instanceof LoginFailed ? new PasswordWrong() : error;
    });
    const passwordHash = await hashPassword(next);
    await this.database.inScope(principal, async (tx) => {
      if (!(await this.officers.setPassword(tx, principal.id, passwordHash))) throw new OfficerNotFound();
      await this.audit.record(tx, { action: 'officer.change-password', subjectKind: 'officer', subjectId: principal.id, region: principal.region });
    });
  }

  /** The failure is committed before it is answered. */
  async #check(loginName: string, password: string): Promise<LoginRow> {
    const login = await this.database.unscoped((tx) => this.sessions.findLogin(tx, loginName));
    const right = await isPassword(login?.passwordHash ?? (await NOBODY), password);
    if (!login) throw new LoginFailed();
    const now = this.clock.now();
    const locked = login.lockedUntil !== null && login.lockedUntil > now;
    if (right && !locked && !login.disabled) return login;
    await this.database.unscoped(async (tx) => {
      const nowLocked = locked || (!right && (await this.sessions.recordFailure(tx, login.officerId, now)));
      await this.audit.record(tx, { action: 'session.refuse', subjectKind: 'officer', subjectId: login.officerId, region: login.ownerRegion, details: { locked: nowLocked, disabled: login.disabled } });
    });
    throw new LoginFailed();
  }
}

function officerPrincipal(row: Pick<LoginRow, 'officerId' | 'role' | 'ownerRegion' | 'organizationId'>): Principal {
  return { kind: 'officer', id: row.officerId, role: row.role, region: regionPrefix(row.ownerRegion), organizationId: row.organizationId };
}
