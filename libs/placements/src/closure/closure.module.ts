import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { PlacementsModule } from '../placements.module.js';
import { CLOSURE_EXPORTS, CLOSURE_PROVIDERS } from './closure-providers.js';

/** Trained, paid, employed, above the line: over the ledger and a book of funds that knows who was paid. */
@Module({})
export class ClosureModule {
  /** @param funds the module that fills the port `PAID_COURSES` and exports it */
  static over(funds: Type): DynamicModule {
    return { module: ClosureModule, imports: [PlacementsModule, funds], providers: [...CLOSURE_PROVIDERS], exports: [...CLOSURE_EXPORTS] };
  }
}
