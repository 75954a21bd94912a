import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApiKey } from './api-keys/api-key.entity.js';
import { ApiKeysService } from './api-keys/api-keys.service.js';
import { Officer } from './officers/officer.entity.js';
import { OfficersRepository } from './officers/officers.repository.js';
import { OfficersService } from './officers/officers.service.js';
import { Organization } from './organizations/organization.entity.js';
import { OrganizationsService } from './organizations/organizations.service.js';
import { Session, SetupToken } from './sessions/session.entity.js';
import { SessionsRepository } from './sessions/sessions.repository.js';
import { SessionsService } from './sessions/sessions.service.js';
import { SetupService } from './sessions/setup.service.js';

/** The tables of this library, for the drift check. */
export const ACCOUNTS_ENTITIES = [Organization, Officer, Session, SetupToken, ApiKey] as const;

/** Organizations, officers, sessions, employers' API keys. */
@Module({
  imports: [TypeOrmModule.forFeature([...ACCOUNTS_ENTITIES])],
  providers: [OrganizationsService, OfficersService, OfficersRepository, SessionsService, SessionsRepository, SetupService, ApiKeysService],
  exports: [OrganizationsService, OfficersService, SessionsService, SetupService, ApiKeysService],
})
export class AccountsModule {}
