import { AccountsModule } from '@app/accounts';
import { CatalogueModule } from '@app/catalogue';
import { PlatformModule, type Configuration } from '@app/platform';
import { TraineesModule } from '@app/trainees';
import { VacanciesModule } from '@app/vacancies';
import { Module, type DynamicModule } from '@nestjs/common';

/** A part of the load is one transaction: its statements may take longer than a request's. */
const STATEMENT_TIMEOUT_MS = 120_000;

/** What loading the demo county needs of the service. */
@Module({})
export class DemoModule {
  static forRoot(configuration: Configuration & { readonly databaseUrl: string }): DynamicModule {
    return { module: DemoModule, imports: [PlatformModule.forRoot({ configuration, processName: 'demo', statementTimeoutMs: STATEMENT_TIMEOUT_MS }), AccountsModule, CatalogueModule, TraineesModule, VacanciesModule] };
  }
}
