import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '@app/kernel';
import { CLOCK, Database, systemPrincipal } from '@app/platform';
import type { DataSource } from 'typeorm';
import { SetupTokenInvalid } from '../accounts.errors.js';
import type { OfficerRow } from '../officers/officers.repository.js';
import { OfficersService } from '../officers/officers.service.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import { generateToken, tokenHash } from '../secrets.js';
import { SessionsRepository } from './sessions.repository.js';

export interface FirstAdministrator {
  readonly token: string;
  /** The county, 6 digits. */
  readonly region: string;
  readonly organizationName: string;
  readonly loginName: string;
  readonly displayName: string;
  readonly password: string;
}

/** The first start: a county bureau and its first system administrator, by a token that was printed. */
@Injectable()
export class SetupService {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionsRepository,
    private readonly organizations: OrganizationsService,
    private readonly officers: OfficersService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Uses the token, once; a refused set-up leaves it good. @throws SetupTokenInvalid, PasswordTooWeak, OfficerRegionUnfit */
  async setUp(wanted: FirstAdministrator): Promise<OfficerRow> {
    const principal = systemPrincipal('setup', wanted.region);
    return this.database.inScope(principal, async (tx) => {
      if (!(await this.sessions.useSetupToken(tx, tokenHash(wanted.token), this.clock.now()))) throw new SetupTokenInvalid();
      const organization = await this.organizations.create(principal, { kind: 'county-bureau', name: wanted.organizationName, region: wanted.region });
      const { region, loginName, displayName, password } = wanted;
      const { officer } = await this.officers.create(principal, { organizationId: organization.id, role: 'system-administrator', region, loginName, displayName, password });
      return officer;
    });
  }
}

/**
 * Makes the one-time token of the first set-up and stores its hash; a token made before and not used is void.
 * @param owner a connection as the owner of the tables: the application itself cannot make one
 * @returns the token to print, or null when there are officers already
 */
export async function ensureSetupToken(owner: DataSource): Promise<string | null> {
  const token = generateToken();
  return owner.transaction(async (tx) => {
    const done = await tx.query<unknown[]>('select 1 from officers limit 1');
    if (done.length > 0) return null;
    await tx.query('delete from setup_tokens');
    await tx.query('insert into setup_tokens (token_hash) values ($1)', [tokenHash(token)]);
    return token;
  });
}
