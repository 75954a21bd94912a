import { Buffer } from 'node:buffer';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { round, timed } from './timing.mjs';

/** How long this disk takes to keep 8 KiB. */
export async function fsyncMs(folder) {
  const file = await open(join(folder, 'fsync'), 'w');
  const { median } = await timed(async (i) => {
    await file.write(Buffer.alloc(8_192, 1), 0, 8_192, (i + 3) * 8_192);
    await file.datasync();
  }, { runs: 50 });
  await file.close();
  return round(median);
}
