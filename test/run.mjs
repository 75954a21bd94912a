// Runs jest with an embedded PostgreSQL of its own: `node test/run.mjs [jest arguments]`. Needs a build (npm run build).
// TEST_DATABASE_ADMIN_URL, when given, names a running server to use instead (its login must be a superuser).
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Nobody reads these data again: nothing waits for the disk. The fault tests that stop a database hard start a server of their own.
const SETTINGS = ['fsync=off', 'full_page_writes=off', 'wal_level=minimal', 'max_wal_senders=0', 'shared_buffers=256MB', 'max_connections=120'];

const given = process.env.TEST_DATABASE_ADMIN_URL;
let server;
let folder;
if (!given) {
  const { startEmbeddedServer } = await import('../dist/apps/cli/src/start/embedded-server.js');
  folder = await mkdtemp(join(tmpdir(), 'shouyu-test-'));
  await chmod(folder, 0o777); // the server's own user must pass through, and make its socket
  server = await startEmbeddedServer(folder, [...SETTINGS, `unix_socket_directories=${folder}`]);
}

/** By the socket: a statement costs both sides a third less than by TCP, and tests send hundreds of thousands. */
function bySocket(url) {
  return url.replace(`127.0.0.1:${server.port}`, `${encodeURIComponent(folder)}:${server.port}`);
}
console.error('Testing …'); // the product is built, the database runs
const report = process.env.TEST_REPORT ? ['--json', `--outputFile=${process.env.TEST_REPORT}`] : [];
const jest = spawn(process.execPath, ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', ...report, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, TEST_DATABASE_ADMIN_URL: given ?? bySocket(server.ownerUrl('postgres')) },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => jest.kill(signal));
const code = await new Promise((done) => jest.once('exit', (status, signal) => done(signal ? 1 : status)));
await server?.stop();
if (folder) await rm(folder, { recursive: true, force: true });
process.exit(code);
