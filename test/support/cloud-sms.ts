import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message as a cloud took it in. */
export interface CloudMessage {
  readonly outId: string;
  readonly telephone: string;
  readonly template: string;
  readonly signName: string;
  readonly variables: unknown;
  readonly serial: string;
}

/** A provider in a cloud, on the loopback, that believes signatures only. */
export interface CloudSms {
  readonly port: number;
  readonly url: URL;
  readonly taken: CloudMessage[];
  /** Requests whose signature was wrong. */
  readonly forged: number;
  /** The next message is refused with this code. */
  refuseNext(code: string, status?: number): void;
  /** Whether the connection breaks off after a message was taken, before anything is answered. */
  cutWhen(isCut: (outId: string) => boolean): void;
  /** What it knows of messages by our number: `3`/`SUCCESS` = arrived. */
  readonly known: Map<string, string>;
  stop(): Promise<void>;
}

export const CLOUD_KEY = { id: 'made-up-id', secret: 'made-up-key' } as const;

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

interface Incoming {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly body: Buffer;
}

type Answer = { readonly status: number; readonly body: object };

async function startCloud(answer: (incoming: Incoming, state: { taken: CloudMessage[]; known: Map<string, string>; refusal(): { code: string; status: number } | null }) => Answer | null): Promise<CloudSms> {
  const taken: CloudMessage[] = [];
  const known = new Map<string, string>();
  let forged = 0;
  let refusal: { code: string; status: number } | null = null;
  let isCut: (outId: string) => boolean = () => false;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const url = new URL(request.url!, `http://${request.headers.host}`);
      const [next, before] = [refusal, taken.length];
      const answered = answer({ request, url, body: Buffer.concat(chunks) }, { taken, known, refusal: () => ((refusal = null), next) });
      if (answered === null) forged += 1;
      if (taken.length > before && isCut(taken.at(-1)!.outId)) return void response.destroy();
      const { status, body } = answered ?? { status: 403, body: { Code: 'SignatureDoesNotMatch', Message: 'no' } };
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    port, taken, known, url: new URL(`http://127.0.0.1:${port}`),
    get forged() {
      return forged;
    },
    cutWhen: (next) => void (isCut = next),
    refuseNext: (code, status = 200) => void (refusal = { code, status }),
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** Aliyun's `SendSms` and `QuerySendDetails` under ACS3-HMAC-SHA256. */
export function startAliyun(): Promise<CloudSms> {
  return startCloud(({ request, url, body }, { taken, known, refusal }) => {
    if (!isAcs3({ request, url, body })) return null;
    const query = url.searchParams;
    if (request.headers['x-acs-action'] === 'QuerySendDetails') {
      const sent = taken.filter(({ telephone }) => telephone === query.get('PhoneNumber'));
      const details = sent.flatMap(({ outId, template }) => (known.has(outId) ? [{ OutId: outId, TemplateCode: template, SendStatus: Number(known.get(outId)), ErrCode: 'DELIVERED', ReceiveDate: '2026-11-28 10:00:05' }] : []));
      return { status: 200, body: { Code: 'OK', SmsSendDetailDTOs: { SmsSendDetailDTO: details }, TotalCount: String(details.length) } };
    }
    const refused = refusal();
    if (refused !== null) return { status: refused.status, body: { Code: refused.code, Message: 'no' } };
    const serial = `9${taken.length}^0`;
    taken.push({ outId: query.get('OutId')!, telephone: query.get('PhoneNumbers')!, template: query.get('TemplateCode')!, signName: query.get('SignName')!, variables: JSON.parse(query.get('TemplateParam')!) as unknown, serial });
    return { status: 200, body: { Code: 'OK', Message: 'OK', BizId: serial, RequestId: 'r' } };
  });
}

/** Works the signature out anew from what arrived. Source: Aliyun, V3 request signature. */
function isAcs3({ request, url, body }: Incoming): boolean {
  const [, keyId, names, signature] = /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/.exec(request.headers.authorization ?? '') ?? [];
  if (keyId !== CLOUD_KEY.id || names === undefined || request.headers['x-acs-content-sha256'] !== sha256(body)) return false;
  for (const needed of ['host', 'x-acs-action', 'x-acs-content-sha256', 'x-acs-date', 'x-acs-signature-nonce', 'x-acs-version']) if (!names.split(';').includes(needed)) return false;
  const encode = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  const query = [...url.searchParams].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
  const headers = names.split(';').map((name) => `${name}:${String(request.headers[name] ?? '').trim()}\n`).join('');
  const canonical = [request.method, url.pathname, query, headers, names, sha256(body)].join('\n');
  return hmac(CLOUD_KEY.secret, `ACS3-HMAC-SHA256\n${sha256(canonical)}`).toString('hex') === signature;
}

/** Tencent's `SendSms` and `PullSmsSendStatusByPhoneNumber` under TC3-HMAC-SHA256. */
export function startTencent(): Promise<CloudSms> {
  return startCloud(({ request, url, body }, { taken, known, refusal }) => {
    if (!isTc3({ request, url, body })) return null;
    const asked = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
    if (request.headers['x-tc-action'] === 'PullSmsSendStatusByPhoneNumber') {
      const sent = taken.filter(({ telephone }) => `+86${telephone}` === asked['PhoneNumber']);
      return { status: 200, body: { Response: { RequestId: 'r', PullSmsSendStatusSet: sent.flatMap(({ outId, serial }) => (known.has(outId) ? [{ SessionContext: outId, SerialNo: serial, ReportStatus: known.get(outId), UserReceiveTime: 1_795_831_205 }] : [])) } } };
    }
    const refused = refusal();
    if (refused !== null && refused.status !== 200) return { status: refused.status, body: {} };
    if (refused !== null) return { status: 200, body: { Response: { RequestId: 'r', SendStatusSet: [{ SerialNo: '', Code: refused.code, Message: 'no' }] } } };
    const serial = `2640:${taken.length}`;
    taken.push({ outId: asked['SessionContext'] as string, telephone: (asked['PhoneNumberSet'] as string[])[0]!.replace('+86', ''), template: asked['TemplateId'] as string, signName: asked['SignName'] as string, variables: asked['TemplateParamSet'], serial });
    return { status: 200, body: { Response: { RequestId: 'r', SendStatusSet: [{ SerialNo: serial, PhoneNumber: (asked['PhoneNumberSet'] as string[])[0], Fee: 1, SessionContext: asked['SessionContext'], Code: 'Ok', Message: 'send success', IsoCode: 'CN' }] } } };
  });
}

/** Works the signature out anew from what arrived. Source: Tencent Cloud, signature method v3. */
function isTc3({ request, body }: Incoming): boolean {
  const [, keyId, day, service, names, signature] = /^TC3-HMAC-SHA256 Credential=([^/]+)\/(\d{4}-\d{2}-\d{2})\/(\w+)\/tc3_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(request.headers.authorization ?? '') ?? [];
  if (keyId !== CLOUD_KEY.id || names === undefined || day === undefined || service === undefined) return false;
  // The SDK signs the host without its port.
  const headers = names.split(';').map((name) => `${name}:${String(request.headers[name] ?? '').trim().toLowerCase().replace(/^(127\.0\.0\.1):\d+$/, '$1')}\n`).join('');
  const canonical = [request.method, '/', '', headers, names, sha256(body)].join('\n');
  const key = hmac(hmac(hmac(`TC3${CLOUD_KEY.secret}`, day), service), 'tc3_request');
  return hmac(key, `TC3-HMAC-SHA256\n${String(request.headers['x-tc-timestamp'])}\n${day}/${service}/tc3_request\n${sha256(canonical)}`).toString('hex') === signature;
}
