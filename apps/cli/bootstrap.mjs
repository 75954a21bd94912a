// What runs before anything is installed: plain JavaScript, Node.js only. Installs what is missing, builds what is stale, then
// hands over to the built command line in this same process: node apps/cli/bootstrap.mjs <command> [options]
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);
if (!((major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major > 24 || (major === 24 && minor >= 11))) {
  console.error(`Shouyu needs Node.js 20.19, 22.13, 24.11 or newer; this is ${process.versions.node}.`);
  process.exit(2);
}

const say = (line) => console.error(line);
const digest = (text) => createHash('sha256').update(text).digest('hex');
const stampIs = (file, value) => existsSync(file) && readFileSync(file, 'utf8') === value;

function install() {
  const lock = digest(readFileSync(join(root, 'package-lock.json')));
  const stamp = join(root, 'node_modules', '.shouyu-installed');
  if (stampIs(stamp, lock)) return;
  say('Installing what is missing (once) …');
  // `npm ci` refuses a lock file that lacks the optional binaries of platforms which a registry does not carry; this installs what the lock pins and writes nothing.
  execFileSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  writeFileSync(stamp, lock);
}

function sourcesOf(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sourcesOf(path) : /\.(ts|json)$/.test(entry.name) && !entry.name.endsWith('.spec.ts') ? [path] : [];
  });
}

function build() {
  const files = ['apps', 'libs'].flatMap((folder) => sourcesOf(join(root, folder))).concat(['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'].map((file) => join(root, file)));
  const state = digest(files.sort().map((file) => { const { size, mtimeMs } = statSync(file); return `${file} ${size} ${mtimeMs}`; }).join('\n'));
  const stamp = join(root, 'dist', '.shouyu-built');
  if (stampIs(stamp, state)) return;
  say('Building …');
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  execFileSync(process.execPath, [join(root, 'node_modules/@nestjs/cli/bin/nest.js'), 'build', 'shouyu'], { cwd: root, stdio: ['ignore', 2, 2] });
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stamp, state);
}

// A deployed image has the build and no sources: nothing to do there.
if (existsSync(join(root, 'tsconfig.build.json'))) {
  install();
  build();
}
if (process.argv[2] !== 'build') {
  const { main } = await import('../../dist/apps/cli/src/main.js');
  process.exitCode = await main(process.argv.slice(2));
}
