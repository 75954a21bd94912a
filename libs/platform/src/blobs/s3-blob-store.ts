import { createHash } from 'node:crypto';
import type { AwsClient } from 'aws4fetch';
import { SaxesParser } from 'saxes';
import type { S3Place } from '../config/configuration.js';
import { BlobMissing, BlobStoreAway, requireKey, type BlobStore, type StoredBlob } from './blob-store.js';

const TIMEOUT_MS = 20_000;
const RETRIES = 2;

/** Blobs as objects of one bucket, by path-style addresses, which every S3-compatible storage understands. */
export class S3BlobStore implements BlobStore {
  #client: Promise<AwsClient> | null = null;

  constructor(private readonly place: S3Place) {}

  async put(key: string, bytes: Buffer): Promise<void> {
    requireKey(key);
    await (await this.#send('PUT', key, { body: bytes })).arrayBuffer();
  }

  async get(key: string): Promise<Buffer> {
    requireKey(key);
    return Buffer.from(await (await this.#send('GET', key)).arrayBuffer());
  }

  async delete(key: string): Promise<void> {
    requireKey(key);
    try {
      await (await this.#send('DELETE', key)).arrayBuffer();
    } catch (error) {
      if (!(error instanceof BlobMissing)) throw error;
    }
  }

  async *list(prefix: string): AsyncIterable<StoredBlob> {
    requireKey(`${prefix}x`);
    for (let token: string | null = ''; token !== null;) {
      const query = new URLSearchParams({ 'list-type': '2', prefix, ...(token === '' ? {} : { 'continuation-token': token }) });
      const page = readListing(await (await this.#send('GET', '', { query: query.toString() })).text());
      yield* page.blobs;
      token = page.next;
    }
  }

  async #send(method: string, key: string, { body, query }: { body?: Buffer; query?: string } = {}): Promise<Response> {
    // Loaded when it is first needed: most counties keep their files in a folder.
    this.#client ??= import('aws4fetch').then(({ AwsClient: Client }) => new Client({ ...this.place, service: 's3', retries: RETRIES }));
    const url = `${this.place.endpoint}/${this.place.bucket}${key === '' ? '' : `/${key}`}${query === undefined ? '' : `?${query}`}`;
    // The hash of what is sent is signed too: what arrives otherwise is refused by the storage.
    const headers = { 'x-amz-content-sha256': createHash('sha256').update(body ?? '').digest('hex') };
    let response: Response;
    try {
      response = await (await this.#client).fetch(url, { method, headers, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS), ...(body === undefined ? {} : { body: new Uint8Array(body) }) });
    } catch (error) {
      throw new BlobStoreAway('the storage of the files does not answer', { cause: error });
    }
    if (response.ok) return response;
    await response.body?.cancel();
    if (response.status === 404 && key !== '') throw new BlobMissing('no such blob');
    throw new BlobStoreAway(`the storage of the files answers ${response.status}`);
  }
}

/** Reads one page of `ListObjectsV2`. */
function readListing(xml: string): { blobs: StoredBlob[]; next: string | null } {
  const blobs: StoredBlob[] = [];
  let [next, text, key, storedAt]: [string | null, string, string, string] = [null, '', '', ''];
  const parser = new SaxesParser();
  parser.on('opentag', () => void (text = ''));
  parser.on('text', (part) => void (text += part));
  parser.on('closetag', ({ name }) => {
    if (name === 'Key') key = text;
    else if (name === 'LastModified') storedAt = text;
    else if (name === 'Contents') blobs.push({ key, storedAt: new Date(storedAt) });
    else if (name === 'NextContinuationToken' && text !== '') next = text;
    text = '';
  });
  parser.on('error', (error) => {
    throw new BlobStoreAway('the storage of the files answers no listing', { cause: error });
  });
  parser.write(xml).close();
  return { blobs, next };
}
