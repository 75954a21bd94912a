import { randomUUID } from 'node:crypto';
import { OfficersService, OrganizationsService } from '@app/accounts';
import { addDays, civilDateOf } from '@app/kernel';
import { OrderQueue } from '@app/training';
import { madeUpPdf } from './scans.js';
import { ApiClient, type ApiAnswer, type TestApi } from './api.js';

export const COUNTY = '420626';
export const TODAY = civilDateOf(new Date());
/** So many days from today on. */
export const inDays = (days: number): string => addDays(TODAY, days);

/** An order that breaks no rule. */
export const order = (more: object = {}): Record<string, unknown> => ({
  occupation: '6-18-02-04', seats: 30, payYuan: 4_500, workplace: '420626100', contractKind: 'fixed-term', contractMonths: 12, windowFrom: inDays(20), windowTo: inDays(80), siteKind: 'school', siteRegion: '420626106', ...more,
});

const HEX = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
let employers = 0;

/** A made-up credit code with its right check character (GB 32100). */
export function madeUpCreditCode(n: number): string {
  const first17 = `91420626MA${String(n).padStart(7, '0')}`;
  const sum = [...first17].reduce((total, character, i) => total + HEX.indexOf(character) * WEIGHTS[i]!, 0);
  return first17 + HEX[(31 - (sum % 31)) % 31]!;
}

/** A scan as a form to be sent. */
export function scanForm(bytes: Buffer, name = '扫描件.pdf'): FormData {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)]), name);
  return form;
}

export interface OrderScene {
  readonly county: ApiClient;
  /** An employer with its API key, verified unless it is said. */
  employer(isVerified?: boolean): Promise<{ readonly id: string; readonly client: ApiClient }>;
  /** A provider with its officer logged in. */
  provider(): Promise<{ readonly id: string; readonly client: ApiClient }>;
  /** Moves an order on by its last version. */
  act(client: ApiClient, id: string, path: string, body?: object): Promise<ApiAnswer>;
  /** An order in the queue; its id. */
  queued(client: ApiClient, more?: object): Promise<string>;
  slot(providerId: string, more?: object): Promise<string>;
  /** Records the agreements between the order's organizations, signed today, each with a scan; of these trainees too. */
  sign(id: string, traineeIds?: readonly string[]): Promise<void>;
  /** Lets these trainees sit in the order's class without an offer that they accepted: an exception on record. */
  except(id: string, traineeIds: readonly string[]): Promise<void>;
  /** Has the queue worked out now, as the worker does. */
  refresh(): Promise<number | null>;
}

export async function orderScene(api: TestApi): Promise<OrderScene> {
  const county = await api.asOfficer('county-officer', COUNTY);
  const system = api.systemPrincipal(COUNTY);
  const scene: OrderScene = {
    county,
    async employer(isVerified = true) {
      const { rows } = await api.database.owner.query<{ id: string }>(
        `insert into employers (owner_region, name, normalised_name, credit_code, verified_at, verified_by) values ($1, $2, $2, $3, case when $4 then now() end, case when $4 then gen_random_uuid() end) returning id`,
        [`${COUNTY}000000`, `测试单位 ${randomUUID()}`, madeUpCreditCode(++employers), isVerified],
      );
      return { id: rows[0]!.id, client: await api.asEmployer(COUNTY, { employerId: rows[0]!.id }) };
    },
    async provider() {
      const organization = await api.get(OrganizationsService).create(system, { kind: 'training-provider', name: `培训学校 ${randomUUID()}`, region: COUNTY });
      const loginName = `p${randomUUID().replaceAll('-', '').slice(0, 20)}`;
      const { officer, password } = await api.get(OfficersService).create(system, { organizationId: organization.id, role: 'training-provider', region: COUNTY, loginName, displayName: '测试人员' });
      const answer = await api.anonymous.post('/v1/sessions', { loginName, password });
      const cookie = answer.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
      return { id: organization.id, client: new ApiClient(api.url, { cookie }, { kind: 'officer', id: officer.id, role: 'training-provider', region: COUNTY, organizationId: organization.id }) };
    },
    async act(client, id, path, body = {}) {
      const { headers } = await county.get(`/v1/training-orders/${id}`);
      return client.post(`/v1/training-orders/${id}/${path}`, body, { 'if-match': headers.get('etag')! });
    },
    async queued(client, more = {}) {
      const made = await client.post('/v1/training-orders', order(more));
      if (made.status !== 201) throw new Error(made.text);
      for (const path of ['review', 'approval']) {
        const answer = await scene.act(county, made.body.id as string, path);
        if (answer.status !== 200) throw new Error(answer.text);
      }
      return made.body.id as string;
    },
    async slot(providerId, more = {}) {
      const answer = await county.post('/v1/provider-slots', { providerId, occupation: '6-18-02-04', fromOn: inDays(10), seats: 40, ...more });
      if (answer.status !== 201) throw new Error(answer.text);
      return answer.body.id as string;
    },
    async sign(id, traineeIds = []) {
      const { body } = await county.get(`/v1/training-orders/${id}`);
      const byAgent = { signer: 'authorised-agent', on: TODAY };
      for (const kind of body.employerId === null ? ['provider-bureau'] : ['provider-employer', 'employer-bureau']) {
        const made = await county.post(`/v1/training-orders/${id}/agreements`, { kind, first: byAgent, second: byAgent });
        if (made.status !== 200) throw new Error(made.text);
        const scanned = await county.send('POST', `/v1/agreements/${made.body.id}/files`, scanForm(madeUpPdf(made.body.id as string)));
        if (scanned.status !== 201) throw new Error(scanned.text);
      }
      if (traineeIds.length === 0) return;
      const signed = await county.post(`/v1/training-orders/${id}/agreements/trainees`, { traineeIds, first: { signer: 'self', on: TODAY }, second: byAgent });
      if (signed.status !== 200) throw new Error(signed.text);
    },
    async except(id, traineeIds) {
      for (const traineeId of traineeIds) {
        const answer = await county.post(`/v1/training-orders/${id}/roll-exceptions`, { traineeId, code: 'other', reason: '测试' });
        if (answer.status !== 200) throw new Error(answer.text);
      }
    },
    refresh: () => api.get(OrderQueue).refresh(system),
  };
  return scene;
}
