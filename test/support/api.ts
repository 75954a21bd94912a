/**
 * The whole API in process, over a database of its own:
 *
 *   let api: TestApi;
 *   beforeAll(async () => { api = await startApi(); });
 *   afterAll(() => api.close());
 *
 *   const officer = await api.asOfficer('township-officer', '420626104');   // made through the real services, logged in over HTTP
 *   const made = await officer.post('/v1/trainees', { … });                 // { status, headers, body }
 *   await officer.patch(`/v1/trainees/${id}`, { … }, { 'if-match': made.headers.get('etag')! });
 *   const employer = await api.asEmployer('420626', { scopes: ['vacancy.create'] });
 *   api.get(TraineesService)            // any provider
 *   api.database.owner.query('…')       // behind the application's back
 *   api.systemPrincipal('420626')       // to call services directly
 */
import { randomUUID } from 'node:crypto';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { API_KEY_SCOPES, ApiKeysService, OfficersService, OrganizationsService, type OrganizationKind, type Permission, type Role } from '@app/accounts';
import { loadConfiguration, systemPrincipal, type Principal } from '@app/platform';
import { createApi } from '../../apps/api/src/create-api.js';
import { freshDatabase, TEST_MASTER_KEY, type TestDatabase } from './database.js';

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The exact body. */
  readonly text: string;
  /** The body, where it is JSON; tests look into it freely. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

type Extra = Readonly<Record<string, string>>;

/** A caller: sends its cookie or key with every request. A string body goes out as it is (give its content-type). */
export class ApiClient {
  constructor(
    readonly url: string,
    readonly credentials: Extra = {},
    /** Who it is, for calling services as this caller; null: nobody. */
    readonly principal: Principal | null = null,
  ) {}

  /** The same address under other credentials. */
  with(credentials: Extra): ApiClient {
    return new ApiClient(this.url, credentials);
  }
  get(path: string, headers: Extra = {}): Promise<ApiAnswer> {
    return this.request('GET', path, undefined, headers);
  }
  post(path: string, body?: unknown, headers: Extra = {}): Promise<ApiAnswer> {
    return this.request('POST', path, body, headers);
  }
  put(path: string, body?: unknown, headers: Extra = {}): Promise<ApiAnswer> {
    return this.request('PUT', path, body, headers);
  }
  patch(path: string, body?: unknown, headers: Extra = {}): Promise<ApiAnswer> {
    return this.request('PATCH', path, body, headers);
  }
  delete(path: string, headers: Extra = {}): Promise<ApiAnswer> {
    return this.request('DELETE', path, undefined, headers);
  }

  /** Sends a body as it is: a form with a file. */
  async send(method: string, path: string, body: FormData): Promise<ApiAnswer> {
    return answerOf(await fetch(this.url + path, { method, redirect: 'manual', headers: this.credentials, body }));
  }

  /** The answer as it comes in: a file, or events. */
  open(path: string, headers: Extra = {}, signal?: AbortSignal): Promise<Response> {
    return fetch(this.url + path, { redirect: 'manual', headers: { ...this.credentials, ...headers }, ...(signal ? { signal } : {}) });
  }

  async request(method: string, path: string, body: unknown, headers: Extra = {}): Promise<ApiAnswer> {
    const json = body !== undefined && typeof body !== 'string';
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: { ...(json ? { 'content-type': 'application/json' } : {}), ...this.credentials, ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return answerOf(response);
  }
}

async function answerOf(response: Response): Promise<ApiAnswer> {
  const text = await response.text();
  const isJson = /(?<!nd)json/.test(response.headers.get('content-type') ?? '') && text !== '';
  return { status: response.status, headers: response.headers, text, body: isJson ? (JSON.parse(text) as unknown) : undefined };
}

export interface TestApi {
  readonly url: string;
  readonly app: NestFastifyApplication;
  readonly database: TestDatabase;
  /** Nobody. */
  readonly anonymous: ApiClient;
  /** Any provider of the application. */
  get<T>(token: Type<T> | symbol | string): T;
  /** The service itself for a county, to call services directly. */
  systemPrincipal(region: string): Principal;
  /** A new officer of the role for the region, logged in. */
  asOfficer(role: Exclude<Role, 'employer'>, region: string): Promise<ApiClient>;
  /** A new API key for an employer (`employerId`, or a made-up one) of the county. */
  asEmployer(county: string, options?: { employerId?: string; scopes?: readonly Permission[]; test?: boolean }): Promise<ApiClient>;
  close(): Promise<void>;
}

const KIND_OF_ROLE: Partial<Record<Role, OrganizationKind>> = { 'training-provider': 'training-provider', 'township-officer': 'township-office', 'village-officer': 'village-office' };

/**
 * Starts the API on a free port, over the database given or a fresh one (which `close` then drops).
 * @param variables environment variables of this API beside those that tests need
 * @param port where others must know before it runs; any free one when 0
 */
export async function startApi(given?: TestDatabase, variables: Extra = {}, port = 0): Promise<TestApi> {
  const database = given ?? (await freshDatabase());
  const environment = { PORT: '0', LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent', DATABASE_URL: database.url, MASTER_KEY: TEST_MASTER_KEY.toString('base64'), ...variables };
  const configuration = { ...loadConfiguration(environment), databaseUrl: database.url };
  const app = await createApi({ configuration });
  await app.listen(port, '127.0.0.1');
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  const anonymous = new ApiClient(url);

  async function asOfficer(role: Exclude<Role, 'employer'>, region: string): Promise<ApiClient> {
    const principal = systemPrincipal('test', region);
    const kind = KIND_OF_ROLE[role] ?? 'county-bureau';
    const organization = await app.get(OrganizationsService).create(principal, { kind, name: `测试单位 ${randomUUID()}`, region });
    const loginName = `t${randomUUID().replaceAll('-', '').slice(0, 20)}`;
    const { officer, password } = await app.get(OfficersService).create(principal, { organizationId: organization.id, role, region, loginName, displayName: '测试人员' });
    const answer = await anonymous.post('/v1/sessions', { loginName, password });
    if (answer.status !== 201) throw new Error(`log-in failed: ${answer.text}`);
    const cookie = answer.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
    return new ApiClient(url, { cookie }, { kind: 'officer', id: officer.id, role, region, organizationId: organization.id });
  }

  async function asEmployer(county: string, { employerId = randomUUID(), scopes = API_KEY_SCOPES, test = false }: { employerId?: string; scopes?: readonly Permission[]; test?: boolean } = {}): Promise<ApiClient> {
    const officer = await asOfficer('county-officer', county);
    const { row, key } = await app.get(ApiKeysService).create(officer.principal!, employerId, { scopes, days: 30, test });
    return new ApiClient(url, { authorization: `Bearer ${key}` }, { kind: 'employer', id: row.id, role: 'employer', region: county, organizationId: employerId });
  }

  return {
    url,
    app,
    database,
    anonymous,
    get: (token) => app.get(token, { strict: false }),
    systemPrincipal: (region) => systemPrincipal('test', region),
    asOfficer,
    asEmployer,
    async close() {
      await app.close();
      if (!given) await database.drop();
    },
  };
}
