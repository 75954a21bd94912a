import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Configuration } from '@app/platform';
import type { Command } from '../command.js';
import { configurationOr2, masterKeyFor } from '../command-configuration.js';
import { DataInUse, lockDataFolder } from './data-lock.js';
import { ensureDatabase, startEmbeddedServer, type EmbeddedServer } from './embedded-server.js';
import { somebodyCanLogIn } from './first-login.js';
import { ProcessTree } from './process-tree.js';
import { ensureServiceLogin } from './service-login.js';
import { isUpToDate } from './up-to-date.js';

const DATABASE_NAME = 'shouyu';

type Say = (line: string) => void;

/** `shouyu start [--demo]`: database, migrations, API and worker in one process tree, until SIGTERM or SIGINT. */
export const startCommand: Command = async (argv, { stdout, stderr }) => {
  const say: Say = (line) => void stdout.write(`${line}\n`);
  const options = optionsOf(argv);
  if (!options) {
    stderr.write('usage: shouyu start [--demo]\n');
    return 2;
  }
  const configuration = configurationOr2(stderr);
  if (!configuration) return 2;
  let release: () => void;
  try {
    release = lockDataFolder(configuration.dataDir);
  } catch (error) {
    if (!(error instanceof DataInUse)) throw error;
    stderr.write(`Shouyu is already running on ${resolve(configuration.dataDir)} (process ${error.pid}). Stop it first, or give another DATA_DIR.\n`);
    return 1;
  }
  const service = new RunningService(configuration, say);
  const stopAsked = new Promise<void>((done) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => done());
  });
  try {
    await Promise.race([service.start(options.demo), stopAsked]);
    await Promise.race([stopAsked, service.databaseLost]);
    return 0;
  } catch (error) {
    stderr.write(`Shouyu did not start: ${(error as Error).message}\n`);
    return 1;
  } finally {
    await service.stop();
    release();
  }
};

function optionsOf(argv: readonly string[]): { demo: boolean } | null {
  try {
    const { values } = parseArgs({ args: [...argv], options: { demo: { type: 'boolean', default: false } } });
    return { demo: values.demo };
  } catch {
    return null;
  }
}

/** What one start has running, so that it can be ended in the reverse order from any point. */
class RunningService {
  #server: EmbeddedServer | undefined;
  #tree: ProcessTree | undefined;
  #demoFeed: { close(): Promise<void> } | undefined;
  #stopping = false;
  #reportLoss: (error: Error) => void = () => undefined;
  /** Rejects when the embedded database ends without being asked: the next start recovers it. */
  readonly databaseLost: Promise<never>;

  constructor(private readonly configuration: Configuration, private readonly say: Say) {
    this.databaseLost = new Promise((_, fail) => (this.#reportLoss = fail));
    this.databaseLost.catch(() => undefined);
  }

  async start(demo: boolean): Promise<void> {
    const { configuration, say } = this;
    const { key, file, created } = await masterKeyFor(configuration);
    if (created && file) say(`A new master key was made: ${file}. Without it no ID number or telephone can ever be read again: keep a copy in a safe place.`);
    const ownerUrl = configuration.databaseUrl ?? (await this.#startServer());
    await bringUpToDate(ownerUrl, key, say);
    const serviceUrl = configuration.databaseUrl ?? (await serviceLogin(ownerUrl));
    const address = `http://${configuration.host}:${configuration.port}`;
    if (demo) {
      const { prepareDemo } = await import('../demo/prepare-demo.js');
      this.#demoFeed = await prepareDemo({ ownerUrl, serviceUrl, configuration, masterKey: key, say });
    } else if (!(await somebodyCanLogIn(ownerUrl))) {
      const { announceSetup } = await import('./announce-setup.js');
      await announceSetup(ownerUrl, address, say);
    }
    this.#tree = new ProcessTree({ ...process.env, DATABASE_URL: serviceUrl, DATA_DIR: configuration.dataDir, ...(file ? { MASTER_KEY_FILE: file } : {}) }, say);
    await this.#tree.start();
    say(`Shouyu is ready at ${address}`);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#tree?.stop();
    await this.#demoFeed?.close();
    await this.#server?.stop();
  }

  async #startServer(): Promise<string> {
    const server = await startEmbeddedServer(this.configuration.dataDir);
    this.#server = server;
    void server.ended.then(() => {
      if (!this.#stopping) this.#reportLoss(new Error('the embedded PostgreSQL ended; start again to recover'));
    });
    await ensureDatabase(server.ownerUrl('postgres'), DATABASE_NAME);
    return server.ownerUrl(DATABASE_NAME);
  }
}

/** The migrations' own code is loaded only where something is to be migrated: a warm start stays quick and small. */
async function bringUpToDate(ownerUrl: string, masterKey: Buffer, say: Say): Promise<void> {
  if (await isUpToDate(ownerUrl)) return;
  const { migrate } = await import('../data-source.js');
  const done = await migrate(ownerUrl, masterKey);
  if (done.length > 0) say(`Migrated the database (${done.length} steps).`);
}

async function serviceLogin(ownerUrl: string): Promise<string> {
  return ensureServiceLogin(ownerUrl, randomBytes(24).toString('base64url'));
}
