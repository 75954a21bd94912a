import { Module } from '@nestjs/common';
import { AccountsModule } from '@app/accounts';
import { VacanciesModule } from '@app/vacancies';
import { ApiKeysController } from './api-keys.controller.js';
import { OfficersController } from './officers.controller.js';
import { OrganizationsController } from './organizations.controller.js';
import { SessionsController } from './sessions.controller.js';

@Module({ imports: [AccountsModule, VacanciesModule], controllers: [SessionsController, OrganizationsController, OfficersController, ApiKeysController] })
export class AccountsApiModule {}
