import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from '@jest/globals';

/** Where the reference data of real wordings lie: beside the project, unless SHOUYU_SHARED says otherwise. */
const SHARED = process.env['SHOUYU_SHARED'] ?? '../shared';

/** The path of a file below the shared folder (`data/title-gold.json`), or null where that folder is not present. */
export function sharedFile(path: string): string | null {
  const full = join(SHARED, path);
  return existsSync(full) ? full : null;
}

/** Runs tests that need shared files where all are present; elsewhere they are skipped and the reason is printed. */
export function describeWithShared(title: string, paths: readonly string[], tests: (files: readonly string[]) => void): void {
  const files = paths.map(sharedFile);
  if (files.every((file) => file !== null)) {
    describe(`[shared] ${title}`, () => tests(files));
    return;
  }
  process.stdout.write(`skipped: ${SHARED} is not present (${title})\n`);
  describe.skip(`[shared] ${title}`, () => tests(paths));
}
