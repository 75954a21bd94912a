import createClient, { type Client, type ClientOptions } from 'openapi-fetch';
import type { components, paths } from './generated/api.js';

export type { components, paths };

/** A typed client of the API: `client.GET('/v1/vacancies/{id}', { params: { path: { id } } })`. Types are generated from `openapi.json`. */
export function createApiClient(options: ClientOptions): Client<paths> {
  return createClient<paths>(options);
}
