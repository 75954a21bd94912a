import { Module } from '@nestjs/common';
import { VacanciesModule } from '@app/vacancies';
import { WebhooksModule } from '@app/webhooks';
import { WebhookDeliveriesController } from './webhook-deliveries.controller.js';
import { WebhooksController } from './webhooks.controller.js';

/** Where employers are told, and the log of what was sent there. */
@Module({ imports: [WebhooksModule, VacanciesModule], controllers: [WebhooksController, WebhookDeliveriesController] })
export class WebhooksApiModule {}
