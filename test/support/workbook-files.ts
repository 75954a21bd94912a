import { formOf, writeReturned, writeXlsx, type FormName } from '@app/workbooks';
import type { ApiAnswer, ApiClient } from './api.js';
import { madeUpPeople } from './people.js';

/** A row of a file: texts by the name of the form's field. */
export type FileRow = Readonly<Record<string, string>>;

/** Villages of 歇马镇 and of 城关镇 that the bundled regions name. */
export const TOWNSHIP_NAMES = ['城关镇', '歇马镇', '马桥镇', '店垭镇', '马良镇', '后坪镇', '寺坪镇', '黄堡镇'] as const;

/** Made-up trainees as a roster states them; the same for the same seed. */
export function traineeRows(seed: number, count: number): FileRow[] {
  const people = madeUpPeople(seed);
  return Array.from({ length: count }, (_, i) => {
    const person = people.next();
    return { name: person.name, 'id-number': person.idNumber, telephone: person.phone, township: TOWNSHIP_NAMES[i % TOWNSHIP_NAMES.length]!, education: '初中' };
  });
}

/** Rows in our own template. */
export function templateFile(form: FormName, rows: readonly FileRow[]): Promise<Buffer> {
  return writeReturned(formOf(form), rows.map((texts, i) => ({ sheet: '名单', number: i + 2, texts, faults: [] })));
}

/** A table with a heading of its own making. */
export function tableFile(headings: readonly string[], rows: readonly (readonly (string | number | null)[])[]): Promise<Buffer> {
  return writeXlsx({ name: '花名册', columns: headings.map((heading) => ({ heading })), rows });
}

/** Hands a file in, as a browser's form would. */
export async function uploadFile(client: ApiClient, form: string, bytes: Buffer, name = '名单.xlsx'): Promise<ApiAnswer> {
  const body = new FormData();
  body.set('form', form);
  body.set('file', new Blob([new Uint8Array(bytes)]), name);
  return client.send('POST', '/v1/workbooks', body);
}

/** Asks until the upload is at rest. */
export async function settled(client: ApiClient, id: string, limitMs = 60_000): Promise<ApiAnswer['body']> {
  for (const end = performance.now() + limitMs; performance.now() < end; await new Promise((done) => setTimeout(done, 100))) {
    const { body } = await client.get(`/v1/workbooks/${id}`);
    if (body.atRest) return body;
  }
  throw new Error('the upload did not come to rest in time');
}

/** Hands a file in and waits for its dry run. */
export async function planned(client: ApiClient, form: string, bytes: Buffer, name?: string): Promise<ApiAnswer['body']> {
  const answer = await uploadFile(client, form, bytes, name);
  if (answer.status !== 201) throw new Error(`not taken: ${answer.text}`);
  return settled(client, answer.body.id);
}

/** Hands a file in, confirms it and waits for the end. */
export async function imported(client: ApiClient, form: string, bytes: Buffer): Promise<ApiAnswer['body']> {
  const { id, version } = await planned(client, form, bytes);
  const answer = await client.post(`/v1/workbooks/${id}/confirm`, undefined, { 'if-match': `"${version}"` });
  if (answer.status !== 202) throw new Error(`not confirmed: ${answer.text}`);
  return settled(client, id);
}

/** What a stream of progress says. */
export interface ProgressEvent {
  readonly event: string;
  readonly data: { readonly state: string; readonly rowsDone: number };
}

/** Reads a stream of events to its end. */
export async function follow(client: ApiClient, id: string, into: ProgressEvent[], headers: Record<string, string> = {}): Promise<void> {
  const response = await client.open(`/v1/workbooks/${id}/progress`, headers);
  if (!/^text\/event-stream/.test(response.headers.get('content-type') ?? '')) throw new Error(`no stream: ${response.status}`);
  for (const block of (await response.text()).split('\n\n')) {
    const event = /^event: (.+)$/m.exec(block)?.[1];
    const data = /^data: (.+)$/m.exec(block)?.[1];
    if (event !== undefined && data !== undefined) into.push({ event, data: JSON.parse(data) });
  }
}
