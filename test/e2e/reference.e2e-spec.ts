import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type TestApi } from '../support/api.js';

/** Enumerations of the document that are the form of an answer, not codes that somebody looks up. */
const TECHNICAL: readonly string[] = ['live', 'ready', 'remove|upsert', 'already|recorded', 'already|recorded|waiting', 'already|corrected|recorded', 'already|not-presented|presented', 'published|raw'];

/** Every enumeration of the OpenAPI document, sorted and joined. */
function enumerations(): string[] {
  const found = new Set<string>();
  const walk = (part: unknown): void => {
    if (Array.isArray(part)) return part.forEach(walk);
    if (typeof part !== 'object' || part === null) return;
    const codes = (part as { enum?: unknown[] }).enum;
    if (Array.isArray(codes)) found.add(codes.filter((code) => code !== null).map(String).join('|'));
    Object.values(part).forEach(walk);
  };
  walk(JSON.parse(readFileSync(new URL('../../libs/api-client/openapi.json', import.meta.url), 'utf8')));
  return [...found];
}

describe('the code lists', () => {
  let api: TestApi;
  beforeAll(async () => void (api = await startApi()));
  afterAll(() => api.close());

  const get = (path: string, headers: Record<string, string> = {}) => api.anonymous.get(path, headers);

  it('name every code that the API speaks: no enumeration of the document is without its list', async () => {
    const { lists } = (await get('/v1/reference')).body as { lists: { name: string }[] };
    const known: Set<string>[] = [];
    for (const { name } of lists) if (!['region', 'occupation', 'skill', 'course'].includes(name)) known.push(new Set((await get(`/v1/reference/${name}?limit=200`)).body.items.map((item: { code: string }) => item.code)));
    const permissions = (codes: string[]) => codes.every((code) => code.includes('.')); // what a key may do: named in its own words
    const without = enumerations().filter((codes) => !TECHNICAL.includes(codes) && !permissions(codes.split('|')) && !known.some((list) => codes.split('|').every((code) => list.has(code))));
    expect(without).toEqual([]);
  });

  it('answer codes with their meaning, an ETag, and 304 while nothing changed', async () => {
    const answer = await get('/v1/reference/education');
    expect(answer.body).toMatchObject({ name: 'education', title: '文化程度', count: 9, nextCursor: null, items: expect.arrayContaining([{ code: 'junior-high', label: '初中', parent: null, inUse: true }]) });
    const again = await get('/v1/reference/education', { 'if-none-match': answer.headers.get('etag')! });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it('page through large lists, each code once, and answer what lies below one', async () => {
    const codes: string[] = [];
    for (let after: string | null = ''; after !== null;) {
      const { body } = await get(`/v1/reference/occupation?limit=200${after === '' ? '' : `&cursor=${after}`}`);
      codes.push(...body.items.map((item: { code: string }) => item.code));
      after = body.nextCursor;
    }
    const { count } = (await get('/v1/reference/occupation?limit=1')).body;
    expect([codes.length, new Set(codes).size]).toEqual([count, count]);
    const townships = (await get('/v1/reference/region?parent=420626&limit=100')).body.items;
    expect(townships).toContainEqual({ code: '420626106', label: '歇马镇', parent: '420626', inUse: true });
    expect(townships.every((item: { parent: string }) => item.parent === '420626')).toBe(true);
  });

  it('refuse an unknown list, a cursor of another, and a limit out of bounds', async () => {
    const { nextCursor } = (await get('/v1/reference/education?limit=1')).body;
    expect((await get(`/v1/reference/education?cursor=${nextCursor}`)).status).toBe(200);
    expect([(await get(`/v1/reference/milestone?cursor=${nextCursor}`)).status, (await get('/v1/reference/education?cursor=nonsense')).status]).toEqual([400, 400]);
    expect((await get('/v1/reference/region?limit=201')).status).toBe(400);
    expect(await get('/v1/reference/nothing')).toMatchObject({ status: 404, body: { code: 'REFERENCE.UNKNOWN' } });
    expect((await get('/v1/reference/education?limit=0')).status).toBe(400);
  });
});
