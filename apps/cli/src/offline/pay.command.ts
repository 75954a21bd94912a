import { parseArgs } from 'node:util';
import { parsePay } from '@app/catalogue';
import { readStrings, refuse, writeJson, type OfflineStreams } from './offline-io.js';

/**
 * `pay --input F`: reads pay texts (a JSON array of strings) and writes what they mean a month, in the same order.
 * @returns the exit code: 0 done, 2 bad input
 */
export async function payCommand(argv: readonly string[], io: OfflineStreams): Promise<number> {
  let input: string | undefined;
  try {
    input = parseArgs({ args: [...argv], options: { input: { type: 'string' } } }).values.input;
  } catch (error) {
    return refuse(io, [error instanceof Error ? error.message : String(error)]);
  }
  if (input === undefined) return refuse(io, ['--input: 缺少（文件，或 - 表示标准输入）']);
  const texts = await readStrings(input, io);
  return 'faults' in texts ? refuse(io, texts.faults) : writeJson(io, texts.value.map(parsePay));
}
