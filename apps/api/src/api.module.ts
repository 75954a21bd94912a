import { Module, type DynamicModule } from '@nestjs/common';
import { PlatformModule, type PlatformOptions } from '@app/platform';
import { AccountsApiModule } from './accounts/accounts-api.module.js';
import { AttendanceApiModule } from './attendance/attendance-api.module.js';
import { CatalogueApiModule } from './catalogue/catalogue-api.module.js';
import { DoubtsApiModule } from './doubts/doubts-api.module.js';
import { CopiesApiModule } from './copies/copies-api.module.js';
import { ErasuresApiModule } from './erasures/erasures-api.module.js';
import { HttpModule } from './http/http.module.js';
import { LinksApiModule } from './links/links-api.module.js';
import { MatchesApiModule } from './matches/matches-api.module.js';
import { NotificationsApiModule } from './notifications/notifications-api.module.js';
import { PlacementsApiModule } from './placements/placements-api.module.js';
import { SettlementApiModule } from './settlement/settlement-api.module.js';
import { TeachingApiModule } from './teaching/teaching-api.module.js';
import { TraineesApiModule } from './trainees/trainees-api.module.js';
import { TrainingApiModule } from './training/training-api.module.js';
import { VacanciesApiModule } from './vacancies/vacancies-api.module.js';
import { WebhooksApiModule } from './webhooks/webhooks-api.module.js';
import { WorkbooksApiModule } from './workbooks/workbooks-api.module.js';

/** Every feature of the API; a new one gets its line here. */
const FEATURES = [
  AccountsApiModule,
  CatalogueApiModule,
  TraineesApiModule,
  VacanciesApiModule,
  DoubtsApiModule,
  PlacementsApiModule,
  SettlementApiModule,
  AttendanceApiModule,
  TrainingApiModule,
  TeachingApiModule,
  MatchesApiModule,
  WorkbooksApiModule,
  WebhooksApiModule,
  LinksApiModule,
  NotificationsApiModule,
  ErasuresApiModule,
  CopiesApiModule,
];

@Module({})
export class ApiModule {
  static forRoot(configuration: PlatformOptions['configuration']): DynamicModule {
    return { module: ApiModule, imports: [PlatformModule.forRoot({ configuration, processName: 'api' }), HttpModule, ...FEATURES] };
  }
}
