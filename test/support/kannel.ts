import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './service.js';

const FAKE_SMSC = '/usr/lib/kannel/test/fakesmsc';

/** Whether Kannel is on this machine (Debian: kannel, kannel-extras). */
export const HAS_KANNEL = spawnSync('which', ['bearerbox', 'smsbox'], { env: { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` } }).status === 0 && existsSync(FAKE_SMSC);

/** What the network behind Kannel received: one part of a message. */
export interface ReceivedPart {
  readonly telephone: string;
  /** Decoded where it is Chinese. */
  readonly text: string;
  /** Of how many, and which; 1 of 1 where it is whole. */
  readonly part: number;
  readonly parts: number;
}

/** A real bearerbox and smsbox, and fakesmsc as the network behind them. */
export interface Kannel {
  /** Of smsbox's `sendsms`. */
  readonly sendUrl: string;
  readonly sendPort: number;
  readonly username: string;
  readonly password: string;
  received(): Promise<readonly ReceivedPart[]>;
  /** A telephone writes to us, in Chinese or anything else. */
  reply(telephone: string, text: string): Promise<void>;
  /** Everything that Kannel has logged. */
  logs(): Promise<string>;
  stop(): Promise<void>;
}

/** Its own configuration in a folder of its own, on ports that are free now. `repliesUrl` is where smsbox posts what telephones write. */
export async function startKannel({ repliesUrl }: { readonly repliesUrl: string }): Promise<Kannel> {
  const folder = await mkdtemp(join(tmpdir(), 'shouyu-kannel-'));
  const [admin, boxes, smsc, send] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const [username, password] = ['shouyu', 'only-for-tests'];
  await writeFile(join(folder, 'kannel.conf'), configurationOf({ folder, admin, boxes, smsc, send, username, password, repliesUrl }));
  const running: ChildProcess[] = [];
  const run = (command: string, args: readonly string[], output = 'ignore' as 'ignore' | 'pipe'): ChildProcess => {
    const child = spawn(command, args, { cwd: folder, stdio: ['ignore', output, output], env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` } });
    running.push(child);
    return child;
  };
  run('bearerbox', ['kannel.conf']);
  await Promise.all([boxes, smsc].map(listening));
  run('smsbox', ['kannel.conf']);
  await listening(send);
  let heard = '';
  let network: ChildProcess | undefined;
  // Bearerbox takes one network at a time: who is to write is the network from then on.
  async function become(count: number, line: string, shown: RegExp): Promise<void> {
    if (network !== undefined) await end(network);
    const from = heard.length;
    network = run(FAKE_SMSC, ['-H', '127.0.0.1', '-r', String(smsc), '-i', '0.1', '-m', String(count), line], 'pipe');
    for (const stream of [network.stdout!, network.stderr!]) stream.on('data', (chunk: Buffer) => (heard += chunk.toString('utf8')));
    await until(() => shown.test(heard.slice(from)));
  }
  await become(0, '1 2 text never sent', /Connecting/);
  return {
    sendUrl: `http://127.0.0.1:${send}/cgi-bin/sendsms`, sendPort: send, username, password,
    received: async () => [...heard.matchAll(/Got message \d+: <(.+)>/g)].flatMap(([, line]) => partOf(line!) ?? []),
    async reply(telephone, text) {
      const encoded = [...Buffer.from(text, 'utf16le').swap16()].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
      await become(1, `${telephone} 10690000 ucs2 ${encoded}`, /sent message 1/);
    },
    async logs() {
      return (await Promise.all(['bearerbox.log', 'smsbox.log', 'access.log'].map((name) => readFile(join(folder, name), 'utf8').catch(() => '')))).join('\n');
    },
    async stop() {
      for (const child of running.reverse()) await end(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGKILL');
  await ended;
}

/** `log-level = 3` and no access log: neither numbers nor texts are written anywhere. `send-sender` puts the telephone into a header of what smsbox posts. */
function configurationOf(of: { folder: string; admin: number; boxes: number; smsc: number; send: number; username: string; password: string; repliesUrl: string }): string {
  return `group = core
admin-port = ${of.admin}
admin-interface = 127.0.0.1
admin-password = ${of.password}
admin-allow-ip = 127.0.0.1
smsbox-port = ${of.boxes}
smsbox-interface = 127.0.0.1
box-allow-ip = 127.0.0.1
dlr-storage = internal
store-location = "${of.folder}/kannel.store"
log-file = "${of.folder}/bearerbox.log"
log-level = 3

group = smsc
smsc = fake
smsc-id = FAKE
port = ${of.smsc}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = ${of.boxes}
sendsms-port = ${of.send}
sendsms-interface = 127.0.0.1
global-sender = 10690000
log-file = "${of.folder}/smsbox.log"
log-level = 3

group = sendsms-user
username = ${of.username}
password = ${of.password}
max-messages = 10
concatenation = true
default-smsc = FAKE

group = sms-service
keyword = default
catch-all = yes
post-url = "${of.repliesUrl}"
send-sender = true
max-messages = 0
`;
}

/** fakesmsc's line: sender, receiver, kind, then (for a part) its header, then the text, percent-encoded. */
function partOf(line: string): ReceivedPart | null {
  const [, telephone, kind, ...rest] = line.split(' ');
  const bytesOf = (encoded: string): Buffer => {
    const bytes: number[] = [];
    for (let i = 0; i < encoded.length; i++) {
      if (encoded[i] === '%') bytes.push(Number.parseInt(encoded.slice((i += 1), (i += 1) + 1), 16));
      else bytes.push(encoded[i] === '+' ? 32 : encoded.charCodeAt(i));
    }
    return Buffer.from(bytes);
  };
  const textOf = (encoded: string): string => bytesOf(encoded).swap16().toString('utf16le');
  if (kind === 'ucs-2') return { telephone: telephone!, text: textOf(rest.join(' ')), part: 1, parts: 1 };
  if (kind !== 'udh') return kind === 'text' ? { telephone: telephone!, text: rest.join(' '), part: 1, parts: 1 } : null;
  const header = bytesOf(rest[0]!);
  return { telephone: telephone!, text: textOf(rest.at(-1)!), part: header[5]!, parts: header[4]! };
}

async function listening(port: number): Promise<void> {
  await until(() => new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => done(true));
    socket.on('error', () => done(false)).on('connect', () => socket.destroy());
  }));
}

async function until(holds: () => boolean | Promise<boolean>, limitMs = 15_000): Promise<void> {
  for (const end = performance.now() + limitMs; performance.now() < end; await new Promise((done) => setTimeout(done, 30))) if (await holds()) return;
  throw new Error('Kannel did not come up in time');
}
