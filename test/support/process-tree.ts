import { readdir, readFile } from 'node:fs/promises';

/** The process ids below one, from the kernel's own tables. */
export async function descendantsOf(root: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
    if (stat !== null) parents.set(pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const found = [root];
  for (const pid of found) for (const [child, parent] of parents) if (parent === pid) found.push(child);
  return found.slice(1);
}

/** The process id of the API or the worker below one. @throws when there is none */
export async function childRunning(root: number, name: string): Promise<number> {
  for (const pid of await descendantsOf(root)) if ((await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes(`/${name}/src/main.js`)) return pid;
  throw new Error(`no ${name}`);
}
