import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { S3Place } from '@app/platform';

/** Objects a page of a listing: few, so that listings have pages. */
const PAGE = 2;

/** A small S3-compatible storage in memory. It works every signature out by itself and refuses what does not fit. */
export interface S3StandIn {
  readonly place: S3Place;
  readonly objects: Map<string, { bytes: Buffer; storedAt: Date }>;
  /** Answers this status to so many requests before it works again. */
  failNext(status: number, times: number): void;
  close(): Promise<void>;
}

export async function startS3StandIn(): Promise<S3StandIn> {
  const objects: S3StandIn['objects'] = new Map();
  let failures: { status: number; times: number } = { status: 0, times: 0 };
  const keys = { bucket: 'evidence-files', region: 'test-1', accessKeyId: 'AKIDFORTESTS', secretAccessKey: 'made-up-for-tests' };
  const server = createServer((request, response) => void answer(request, response));
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    if (failures.times-- > 0) return void response.writeHead(failures.status).end();
    if (!isSignedRight(request, body, keys)) return void response.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>');
    const url = new URL(request.url!, 'http://stand-in');
    const key = decodeURIComponent(url.pathname).slice(`/${keys.bucket}/`.length);
    if (!url.pathname.startsWith(`/${keys.bucket}`)) return void response.writeHead(404).end();
    if (request.method === 'PUT') objects.set(key, { bytes: body, storedAt: new Date() });
    else if (request.method === 'DELETE') objects.delete(key);
    else if (key === '') return void response.end(listing(objects, url.searchParams));
    else return void (objects.has(key) ? response.end(objects.get(key)!.bytes) : response.writeHead(404).end());
    response.writeHead(request.method === 'DELETE' ? 204 : 200).end();
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    place: { endpoint: `http://127.0.0.1:${port}`, ...keys },
    objects,
    failNext: (status, times) => void (failures = { status, times }),
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
}

function listing(objects: S3StandIn['objects'], query: URLSearchParams): string {
  const keys = [...objects.keys()].filter((key) => key.startsWith(query.get('prefix') ?? '') && key > (query.get('continuation-token') ?? '')).sort();
  const page = keys.slice(0, PAGE);
  const contents = page.map((key) => `<Contents><Key>${key}</Key><LastModified>${objects.get(key)!.storedAt.toISOString()}</LastModified><Size>1</Size></Contents>`);
  const next = keys.length > PAGE ? `<IsTruncated>true</IsTruncated><NextContinuationToken>${page.at(-1)!}</NextContinuationToken>` : '<IsTruncated>false</IsTruncated>';
  return `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${next}${contents.join('')}</ListBucketResult>`;
}

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const encoded = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** AWS Signature Version 4, from its description. */
function isSignedRight(request: IncomingMessage, body: Buffer, { region, accessKeyId, secretAccessKey }: Omit<S3Place, 'endpoint'>): boolean {
  const given = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(request.headers.authorization ?? '');
  const hash = String(request.headers['x-amz-content-sha256']);
  if (given === null || hash !== sha256(body)) return false;
  const [, keyId, day, signedRegion, names, signature] = given as unknown as [string, string, string, string, string, string];
  const at = String(request.headers['x-amz-date']);
  if (keyId !== accessKeyId || signedRegion !== region || !at.startsWith(day) || !names.split(';').includes('x-amz-content-sha256')) return false;
  const url = new URL(request.url!, 'http://stand-in');
  const query = [...url.searchParams].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).sort().join('&');
  const headers = names.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}\n`).join('');
  const canonical = [request.method, url.pathname.split('/').map((part) => encoded(decodeURIComponent(part))).join('/'), query, headers, names, hash].join('\n');
  const key = ['aws4_request', 's3', signedRegion, day].reduceRight<string | Buffer>((derived, part) => hmac(derived, part), `AWS4${secretAccessKey}`);
  const text = ['AWS4-HMAC-SHA256', at, `${day}/${signedRegion}/s3/aws4_request`, sha256(canonical)].join('\n');
  return hmac(key, text).toString('hex') === signature;
}
