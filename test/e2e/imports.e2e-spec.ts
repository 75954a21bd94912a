import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemPrincipal } from '@app/platform';
import { ImportRunner } from '@app/vacancies';
import { ServiceMetrics } from '../../apps/api/src/metrics/service-metrics.js';
import { startApi, type ApiClient, type TestApi } from '../support/api.js';
import { startNetworkStandIn, type NetworkStandIn } from '../support/network-stand-in.js';

describe('imports that need an officer, over HTTP', () => {
  let api: TestApi;
  let network: NetworkStandIn;
  let county: ApiClient;
  beforeAll(async () => {
    [api, network] = await Promise.all([startApi(undefined, { METRICS_PORT: '0' }), startNetworkStandIn({ rows: 120 })]);
    county = await api.asOfficer('county-officer', '420626');
    const administrator = await api.asOfficer('system-administrator', '420626');
    await administrator.patch('/v1/vacancy-sources/hubei', { enabled: true, baseUrl: network.url, spacingMs: 0, queriedRegion: '420000' }, { 'if-match': '"1"' });
  });
  afterAll(async () => {
    await api.close();
    await network.stop();
  });

  const carry = async (id: string) => {
    await api.get(ImportRunner).run(systemPrincipal('job:vacancies.import', '420626'), id, new AbortController().signal);
    return (await county.get(`/v1/imports/${id}`)).body;
  };
  const held = async () => {
    network.tamper({ row: (row, place) => (place % 5 === 0 ? { ...row, AAC011REMARK: '博物' } : row) });
    const run = await carry((await county.post('/v1/imports', { source: 'hubei' })).body.id);
    network.tamper();
    return run;
  };

  it('stand in the queue with their cause, and an officer lets the good rows pass', async () => {
    const run = await held();
    expect(run).toMatchObject({ state: 'held', heldFor: 'bad-rows', rowsNew: 0, replays: null });
    expect(run.rowsRead).toBe(run.rowsRejected + run.rowsWithheld);
    expect((await county.get('/v1/doubts/held-runs?heldFor=bad-rows')).body.items.map((each: { id: string }) => each.id)).toEqual([run.id]);
    expect((await county.get('/v1/doubts/held-runs?heldFor=drift')).body.items).toEqual([]);
    const released = await county.post(`/v1/imports/${run.id}/release`, { reason: '已核对来源' });
    expect(released).toMatchObject({ status: 200, body: { state: 'queued', replays: run.id } });
    expect(await carry(released.body.id)).toMatchObject({ state: 'complete', rowsNew: run.rowsWithheld, rowsRejected: run.rowsRejected });
    expect((await county.get('/v1/doubts/held-runs')).body.items).toEqual([]);
  });

  it('show a refused row as it came to county officers only, and are replayed once mended', async () => {
    const [run] = (await county.get('/v1/imports?state=complete')).body.items;
    const original = run.replays;
    const [row] = (await county.get(`/v1/imports/${run.id}/rows?outcome=rejected&limit=1`)).body.items;
    const path = `/v1/imports/${run.id}/rows/${row.page}/${row.number}`;
    expect(await county.get(path)).toMatchObject({ status: 200, body: { ...row, raw: { AAC011REMARK: '博物' } } });
    const township = await api.asOfficer('township-officer', '420626104');
    const neighbour = await api.asOfficer('county-officer', '420625');
    expect([(await township.get(path)).status, (await neighbour.get(path)).status, (await county.get(`/v1/imports/${run.id}/rows/99/1`)).status, (await county.get(`/v1/imports/${run.id}/rows/x/1`)).status]).toEqual([403, 404, 404, 400]);
    expect((await township.post(`/v1/imports/${run.id}/replay`, { reason: '乡镇' })).status).toBe(403);
    expect(await county.post(`/v1/imports/${run.id}/replay`, { reason: '重放的重放' })).toMatchObject({ status: 409, body: { code: 'IMPORT.MOVE_REFUSED' } });
    expect(await county.post(`/v1/imports/${original}/replay`, {})).toMatchObject({ status: 400 });
    const whole = await carry((await county.post('/v1/imports', { source: 'hubei' })).body.id);
    const replay = await county.post(`/v1/imports/${whole.id}/replay`, { reason: '映射已补' });
    expect(replay).toMatchObject({ status: 202, body: { state: 'queued', replays: whole.id } });
    expect(await carry(replay.body.id)).toMatchObject({ state: 'complete', rowsNew: 0, rowsUnchanged: whole.rowsRead, rowsClosed: 0 });
  });

  it('leave a source no fresher: the operator sees its age in ready and in the metrics, and no person there', async () => {
    const { body } = await api.anonymous.get('/health/ready');
    expect(body.sources).toEqual([{ county: '420626', source: 'hubei', readAt: expect.stringMatching(/^20/), isStale: false }]);
    const answer = await fetch(`http://127.0.0.1:${api.get(ServiceMetrics).port}/metrics`);
    const text = await answer.text();
    expect(text).toMatch(/^shouyu_source_age_seconds\{county="420626",source="hubei"\} [\d.]+$/m);
    expect(text).toContain('shouyu_source_stale{county="420626",source="hubei"} 0');
    expect(text).toContain('shouyu_source_held_runs{county="420626",source="hubei"} 0');
    expect(text).toMatch(/^shouyu_outbox_rows\{state="waiting"\} \d+$/m);
    expect(text).toMatch(/^shouyu_webhook_deliveries\{state="failed"\} 0$/m);
    expect(text).toMatch(/^shouyu_webhook_endpoints_disabled 0$/m);
    expect(text).toMatch(/^shouyu_http_request_seconds_count\{method="GET",route="\/v1\/imports\/:id",status="200"\} \d+$/m);
    const labels = [...text.matchAll(/\{([^}]*)\}/g)].map((match) => match[1]).join('\n');
    expect(labels).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-|1[3-9]\d{9}|\d{17}|\p{Script=Han}/u);
    expect((await fetch(`http://127.0.0.1:${api.get(ServiceMetrics).port}/health`)).status).toBe(404);
    expect((await api.anonymous.get('/metrics')).status).toBe(404);
  });
});
