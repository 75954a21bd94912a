import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { isInside, padRegion, regionLevel, type Clock, type RegionLevel } from '@app/kernel';
import { AuditTrail, CLOCK, Database, decodeCursor, pageOf, requireInScope, StaleVersion, type Page, type Principal } from '@app/platform';
import { LoginNameTaken, OfficerIsOneself, OfficerNotFound, OfficerRegionUnfit, OrganizationNotFound, PasswordTooWeak } from '../accounts.errors.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import type { Role } from '../permissions.js';
import { generatePassword, hashPassword, isStrongPassword } from '../secrets.js';
import { OfficersRepository, type OfficerRow } from './officers.repository.js';

export interface NewOfficer {
  readonly organizationId: string;
  readonly role: Exclude<Role, 'employer'>;
  readonly region: string;
  readonly loginName: string;
  readonly displayName: string;
  /** Absent: one is generated. */
  readonly password?: string;
}

/** An officer with the password that is shown this once. */
export interface OfficerWithPassword {
  readonly officer: OfficerRow;
  readonly password: string;
}

/** The depth of region that each role serves. */
const LEVELS: Record<Exclude<Role, 'employer'>, readonly RegionLevel[]> = {
  'system-administrator': ['province', 'prefecture', 'county'],
  'security-administrator': ['province', 'prefecture', 'county'],
  auditor: ['province', 'prefecture', 'county'],
  'county-officer': ['county'],
  'department-officer': ['county'],
  'training-provider': ['county', 'township', 'village'],
  'township-officer': ['township'],
  'village-officer': ['village'],
};

/** Officers: who they are, where they work, their passwords. */
@Injectable()
export class OfficersService {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditTrail,
    private readonly officers: OfficersRepository,
    private readonly organizations: OrganizationsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws OutOfScope, OrganizationNotFound, OfficerRegionUnfit, PasswordTooWeak, LoginNameTaken */
  async create(principal: Principal, wanted: NewOfficer): Promise<OfficerWithPassword> {
    requireInScope(principal, wanted.region);
    if (!LEVELS[wanted.role].includes(regionLevel(wanted.region))) throw new OfficerRegionUnfit('区域的级别与角色不符');
    const password = wanted.password ?? generatePassword();
    const loginName = wanted.loginName.toLowerCase();
    if (!isStrongPassword(password, loginName)) throw new PasswordTooWeak();
    const passwordHash = await hashPassword(password);
    return this.database.inScope(principal, async (tx) => {
      const organization = await this.organizations.find(tx, wanted.organizationId);
      if (!organization) throw new OrganizationNotFound();
      if (!isInside(wanted.region, organization.ownerRegion)) throw new OfficerRegionUnfit('区域不在所属单位的区域之内');
      const fields = { id: randomUUID(), organizationId: organization.id, ownerRegion: padRegion(wanted.region), role: wanted.role, loginName, displayName: wanted.displayName.trim(), passwordHash };
      const officer = await this.officers.insert(tx, fields);
      if (!officer) throw new LoginNameTaken();
      await this.audit.record(tx, { action: 'officer.create', subjectKind: 'officer', subjectId: officer.id, region: officer.ownerRegion, details: { role: officer.role, organizationId: organization.id } });
      return { officer, password };
    });
  }

  /** The officers in scope, by login name. @throws CursorInvalid */
  async list(principal: Principal, query: { limit: number; cursor?: string | undefined }): Promise<Page<OfficerRow>> {
    const after = decodeCursor(query.cursor, ['text']);
    const rows = await this.database.inScope(principal, (tx) => this.officers.listAfter(tx, after, query.limit + 1));
    return pageOf(rows, query.limit, (row) => [row.loginName], (row) => row);
  }

  /** @throws OfficerNotFound */
  async get(principal: Principal, id: string): Promise<OfficerRow> {
    const officer = await this.database.inScope(principal, (tx) => this.officers.find(tx, id));
    if (!officer) throw new OfficerNotFound();
    return officer;
  }

  /**
   * Renames, disables or enables an officer; disabling ends the sessions.
   * @param version the version that the caller read
   * @throws OfficerNotFound, StaleVersion, OfficerIsOneself
   */
  async change(principal: Principal, id: string, version: number, change: { displayName?: string | undefined; disabled?: boolean | undefined }): Promise<OfficerRow> {
    if (id === principal.id && change.disabled) throw new OfficerIsOneself();
    return this.database.inScope(principal, async (tx) => {
      const before = await this.officers.find(tx, id);
      if (!before) throw new OfficerNotFound();
      const disabledAt = change.disabled === undefined ? before.disabledAt : change.disabled ? (before.disabledAt ?? this.clock.now()) : null;
      const after = await this.officers.change(tx, id, version, { displayName: change.displayName?.trim() ?? before.displayName, disabledAt });
      if (!after) throw new StaleVersion();
      await this.audit.record(tx, { action: 'officer.change', subjectKind: 'officer', subjectId: id, region: after.ownerRegion, details: { disabled: disabledAt !== null, renamed: change.displayName !== undefined } });
      return after;
    });
  }

  /** Gives the officer a generated password, shown this once; ends the sessions. @throws OfficerNotFound */
  async resetPassword(principal: Principal, id: string): Promise<OfficerWithPassword> {
    const password = generatePassword();
    const passwordHash = await hashPassword(password);
    return this.database.inScope(principal, async (tx) => {
      const officer = await this.officers.setPassword(tx, id, passwordHash);
      if (!officer) throw new OfficerNotFound();
      await this.audit.record(tx, { action: 'officer.reset-password', subjectKind: 'officer', subjectId: id, region: officer.ownerRegion });
      return { officer, password };
    });
  }
}
