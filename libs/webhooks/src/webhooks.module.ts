import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CONFIGURATION, JsonLogger, type Configuration } from '@app/platform';
import { DeliveriesRepository } from './deliveries/deliveries.repository.js';
import { WebhookDeliverer } from './deliveries/webhook-deliverer.js';
import { WebhookDeliveries } from './deliveries/webhook-deliveries.service.js';
import { WebhookAttemptEntity, WebhookDeliveryEntity } from './deliveries/webhook-delivery.entity.js';
import { WebhookUpkeep } from './deliveries/webhook-upkeep.js';
import { EndpointSecrets } from './endpoints/endpoint-secrets.js';
import { EndpointsRepository } from './endpoints/endpoints.repository.js';
import { WebhookEndpointEntity } from './endpoints/webhook-endpoint.entity.js';
import { WebhookEndpoints } from './endpoints/webhook-endpoints.service.js';
import { Webhooks } from './events/webhooks.service.js';
import { realNetwork, WEBHOOK_NETWORK, type WebhookNetwork } from './sending/webhook-network.js';
import { WebhookSender } from './sending/webhook-sender.js';
import { WebhookBooks } from './webhook-books.js';

/** The tables of this library, for the drift check. */
export const WEBHOOKS_ENTITIES = [WebhookEndpointEntity, WebhookDeliveryEntity, WebhookAttemptEntity] as const;

function networkOf({ webhookTestOrigins }: Configuration, logger: JsonLogger): WebhookNetwork {
  if (webhookTestOrigins.length > 0) logger.event('warn', 'WEBHOOK_TEST_ORIGINS is set: webhooks may reach these origins whatever they are; for tests only', { count: webhookTestOrigins.length });
  return realNetwork(webhookTestOrigins);
}

/** Employers are told over HTTP of what happened to what is theirs. */
@Module({
  imports: [TypeOrmModule.forFeature([...WEBHOOKS_ENTITIES])],
  providers: [
    WebhookBooks, EndpointsRepository, EndpointSecrets, WebhookEndpoints, DeliveriesRepository, WebhookDeliveries, WebhookSender, WebhookDeliverer, WebhookUpkeep, Webhooks,
    { provide: WEBHOOK_NETWORK, inject: [CONFIGURATION, JsonLogger], useFactory: networkOf },
  ],
  exports: [Webhooks, WebhookEndpoints, WebhookDeliveries, WebhookDeliverer, WebhookUpkeep],
})
export class WebhooksModule {}
