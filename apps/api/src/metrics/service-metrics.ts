import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Server } from 'node:http';
import { CLOCK, CONFIGURATION, Metrics, outboxBacklog, serveMetrics, type Configuration } from '@app/platform';
import { SourceFreshnessReader } from '@app/vacancies';
import { smsBacklog } from '@app/notifications';
import { webhookBacklog } from '@app/webhooks';
import type { Clock } from '@app/kernel';
import { DataSource } from 'typeorm';

/** What the operator watches, on a port of its own when METRICS_PORT names one. */
@Injectable()
export class ServiceMetrics implements OnApplicationBootstrap, OnApplicationShutdown {
  #server: Server | null = null;

  constructor(
    private readonly metrics: Metrics,
    private readonly freshness: SourceFreshnessReader,
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.#register();
    if (this.configuration.metricsPort !== null) this.#server = await serveMetrics(this.metrics, this.configuration.metricsPort, this.configuration.metricsHost);
  }

  /** The port in use, where 0 asked for any free one; null = none. */
  get port(): number | null {
    const address = this.#server?.address();
    return typeof address === 'object' && address !== null ? address.port : null;
  }

  onApplicationShutdown(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
  }

  #register(): void {
    const labels = ['county', 'source'];
    this.metrics.gauge('shouyu_source_age_seconds', 'Since the last complete run of an enabled source; absent = never read whole', labels, async () =>
      (await this.freshness.list()).flatMap(({ county, source, readAt }) => (readAt === null ? [] : [{ labels: { county, source }, value: (this.clock.now().getTime() - readAt.getTime()) / 1_000 }])));
    this.metrics.gauge('shouyu_source_stale', '1 = an enabled source was not read whole for 36 hours, or never', labels, async () =>
      (await this.freshness.list()).map(({ county, source, isStale }) => ({ labels: { county, source }, value: Number(isStale) })));
    this.metrics.gauge('shouyu_source_held_runs', 'Import runs that wait for an officer', labels, async () =>
      (await this.freshness.list()).map(({ county, source, held }) => ({ labels: { county, source }, value: held })));
    this.metrics.gauge('shouyu_outbox_rows', 'Jobs of the outbox that wait, and those given up', ['state'], async () => {
      const { waiting, failed } = await outboxBacklog(this.dataSource);
      return [{ labels: { state: 'waiting' }, value: waiting }, { labels: { state: 'failed' }, value: failed }];
    });
    this.metrics.gauge('shouyu_webhook_deliveries', 'Messages to employers that wait for an attempt, and those that never arrived (90 days)', ['state'], async () => {
      const { waiting, failed } = await webhookBacklog(this.dataSource);
      return [{ labels: { state: 'waiting' }, value: waiting }, { labels: { state: 'failed' }, value: failed }];
    });
    this.metrics.gauge('shouyu_webhook_endpoints_disabled', 'Endpoints of employers that nothing is sent to any more', [], async () => [{ labels: {}, value: (await webhookBacklog(this.dataSource)).disabled }]);
    this.metrics.gauge('shouyu_sms_messages', 'Messages to trainees that wait (planned, queued), are on their way (submitting) or in doubt (unknown)', ['state'], async () =>
      (await smsBacklog(this.dataSource)).messages.map(({ state, messages }) => ({ labels: { state }, value: messages })));
    this.metrics.gauge('shouyu_sms_gateway_closed', '1 = a gateway refused five connections in a row and is left alone for a while', ['provider'], async () =>
      (await smsBacklog(this.dataSource)).gateways.map(({ provider, isClosed }) => ({ labels: { provider }, value: Number(isClosed) })));
    this.metrics.gauge('shouyu_sms_gateway_closings', 'How often a gateway was left alone since it was first used', ['provider'], async () =>
      (await smsBacklog(this.dataSource)).gateways.map(({ provider, opened }) => ({ labels: { provider }, value: opened })));
  }
}
