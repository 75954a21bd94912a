import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The compiled entry of a child process or a thread: the file beside its caller; when the caller runs from its source
 * (tests), the one that the build left in `dist`.
 * @param caller `import.meta.url` of the module that starts it
 */
export function builtEntry(caller: string, file: string): string {
  const beside = fileURLToPath(new URL(`./${file}`, caller));
  if (existsSync(beside)) return beside;
  const here = dirname(beside);
  let root = here;
  while (!existsSync(join(root, 'package.json'))) root = dirname(root);
  return join(root, 'dist', relative(root, here), file);
}
