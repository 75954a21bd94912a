import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ApiClient } from './api.js';
import type { StartedService } from './service.js';

const PASSWORD = 'a long made-up phrase 7';

/** Sets a started service up over HTTP only: the first administrator by the printed token, then a county officer, logged in. */
export async function firstCountyOfficer(service: StartedService, url: string, county: string): Promise<ApiClient> {
  return (await firstCountyOfficers(service, url, county, 1))[0]!;
}

/** The same with so many county officers. */
export async function firstCountyOfficers(service: StartedService, url: string, county: string, count: number): Promise<ApiClient[]> {
  const login = async (loginName: string, password: string): Promise<ApiClient> => {
    const answer = await new ApiClient(url).post('/v1/sessions', { loginName, password });
    return new ApiClient(url, { cookie: answer.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ') });
  };
  const token = /one-time token (\S+)/.exec(service.output())![1]!;
  await new ApiClient(url).post('/v1/setup', { token, region: county, organizationName: '测试县人社局', loginName: 'admin', displayName: '管理员', password: PASSWORD });
  const admin = await login('admin', PASSWORD);
  const organization = (await admin.get('/v1/organizations')).body.items[0].id;
  const officers: ApiClient[] = [];
  for (let i = 1; i <= count; i++) {
    const made = await admin.post('/v1/officers', { organizationId: organization, role: 'county-officer', region: county, loginName: `county-${i}`, displayName: '经办人' });
    officers.push(await login(`county-${i}`, made.body.password));
  }
  return officers;
}

/** The owner's address of a service's embedded server: its password file and the port in its pid file. */
export async function ownerUrlOf(folder: string): Promise<string> {
  const password = (await readFile(join(folder, 'data', 'postgres.password'), 'utf8')).trim();
  const port = (await readFile(join(folder, 'data', 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[3];
  return `postgres://shouyu_owner:${password}@127.0.0.1:${port}/shouyu`;
}
