import { parseArgs } from 'node:util';
import { buildTitleIndex, bundledAliases, bundledNoTrade, bundledOccupations, decideTitle } from '@app/catalogue';
import { readStrings, readText, refuse, writeJson, type OfflineStreams, type Read } from './offline-io.js';
import { parseAliases, parseOccupations } from './titles-csv.js';

/**
 * `titles --input F [--catalogue FILE] [--aliases FILE]`: decides the occupations of job titles (a JSON array of
 * strings) with the bundled catalogue, to which the two CSV files add, and writes the decisions in the same order.
 * @returns the exit code: 0 done, 2 bad input
 */
export async function titlesCommand(argv: readonly string[], io: OfflineStreams): Promise<number> {
  let options: { input?: string | undefined; catalogue?: string | undefined; aliases?: string | undefined };
  try {
    options = parseArgs({ args: [...argv], options: { input: { type: 'string' }, catalogue: { type: 'string' }, aliases: { type: 'string' } } }).values;
  } catch (error) {
    return refuse(io, [error instanceof Error ? error.message : String(error)]);
  }
  if (options.input === undefined) return refuse(io, ['--input: 缺少（文件，或 - 表示标准输入）']);

  const titles = await readStrings(options.input, io);
  const added = await readCsv(options.catalogue, '--catalogue', io, parseOccupations);
  const occupations = [...bundledOccupations(), ...('value' in added ? added.value : [])];
  const aliases = await readCsv(options.aliases, '--aliases', io, (text) => parseAliases(text, new Set(occupations.map(({ code }) => code))));
  const faults = [titles, added, ...('faults' in added ? [] : [aliases])].flatMap((read) => ('faults' in read ? read.faults : []));
  if (faults.length > 0 || !('value' in titles) || !('value' in aliases)) return refuse(io, faults);

  const index = buildTitleIndex({ occupations, aliases: [...bundledAliases(), ...aliases.value], noTrade: bundledNoTrade() });
  return writeJson(io, titles.value.map((title) => decideTitle(title, index)));
}

async function readCsv<T>(path: string | undefined, option: string, io: OfflineStreams, parse: (text: string) => Read<readonly T[]>): Promise<Read<readonly T[]>> {
  if (path === undefined) return { value: [] };
  const text = await readText(path, option, io);
  return 'faults' in text ? text : parse(text.value);
}
