import { Module } from '@nestjs/common';
import { FundsModule } from '@app/funds';
import { FundsController } from './funds.controller.js';
import { StatementsController } from './statements.controller.js';
import { SubsidiesController } from './subsidies.controller.js';

/** Subsidy rules, estimates, statements of classes, and the funds that pay them. */
@Module({ imports: [FundsModule], controllers: [SubsidiesController, StatementsController, FundsController] })
export class SettlementApiModule {}
