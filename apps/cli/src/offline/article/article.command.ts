import { parseArgs } from 'node:util';
import type { Verdict } from '@app/outcomes';
import { DONE, refuse, type OfflineStreams } from '../offline-io.js';
import { articleFacts } from './article-ledger.js';
import { articleTable } from './article-table.js';

const WORDS: Readonly<Record<Verdict, string>> = { follows: '推得出', consistent: '不矛盾', contradicts: '相矛盾', 'not-derivable': '推不出' };

/**
 * `article`: the county's published figures of 2016, and which of them follow from which; one line each.
 * `article --facts`: the same as a ledger, for `rates --facts -`.
 * @returns the exit code: 0 done, 2 bad input
 */
export async function articleCommand(argv: readonly string[], io: OfflineStreams): Promise<number> {
  let wantsFacts: boolean;
  try {
    wantsFacts = parseArgs({ args: [...argv], options: { facts: { type: 'boolean' } }, strict: true }).values.facts === true;
  } catch (error) {
    return refuse(io, [`命令行: ${error instanceof Error ? error.message : String(error)}`]);
  }
  const lines = wantsFacts ? articleFacts().map((fact) => JSON.stringify(fact)) : articleTable().map(({ verdict, label, reading }) => `${WORDS[verdict]} ${label}：${reading}`);
  await new Promise<void>((resolve, reject) => io.stdout.write(`${lines.join('\n')}\n`, (error) => (error ? reject(error) : resolve())));
  return DONE;
}
