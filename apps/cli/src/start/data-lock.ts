import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Another start holds these data. */
export class DataInUse extends Error {
  constructor(readonly pid: number) {
    super(`another start (process ${pid}) is using these data`);
  }
}

/**
 * Takes the data folder for this process; a lock whose process is gone, or whose number went to another program, is taken
 * over. Returns the release. @throws DataInUse
 */
export function lockDataFolder(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'shouyu.lock');
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(file, `${process.pid}\n${startedAt(process.pid) ?? ''}\n`, { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 3) throw error;
    }
    const [pidText, started] = readLock(file);
    const pid = Number(pidText);
    if (pid !== process.pid && isRunning(pid) && (started === '' || startedAt(pid) === started)) throw new DataInUse(pid);
    rmSync(file, { force: true });
  }
}

function readLock(file: string): [pid: string, started: string] {
  try {
    const [pid = '', started = ''] = readFileSync(file, 'utf8').split('\n');
    return [pid, started];
  } catch {
    return ['', ''];
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process started, in the kernel's clock ticks (Linux); null elsewhere. Tells two processes of one number apart. */
function startedAt(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
