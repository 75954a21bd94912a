import { parseArgs } from 'node:util';
import { importOccupations } from '@app/catalogue';
import type { Command } from './command.js';
import { configurationWithDatabase } from './command-configuration.js';
import { ownerDataSource } from './data-source.js';
import { BAD_INPUT, DONE, readText, refuse } from './offline/offline-io.js';
import { parseOccupations } from './offline/titles-csv.js';
import { Progress } from './progress.js';

const BATCH = 200;

/** `shouyu catalogue import --file CSV`: adds a full occupation list (columns code, name, level); repeating it changes nothing. */
export const catalogueCommand: Command = async (argv, io) => {
  const file = fileOf(argv);
  if (file === null) {
    io.stderr.write('usage: shouyu catalogue import --file occupations.csv\n');
    return BAD_INPUT;
  }
  const configuration = configurationWithDatabase(io.stderr);
  if (!configuration) return BAD_INPUT;
  const text = await readText(file, file, io);
  const read = 'faults' in text ? text : parseOccupations(text.value);
  if ('faults' in read) return refuse(io, read.faults);
  const dataSource = await ownerDataSource(configuration.databaseUrl).initialize();
  try {
    const progress = new Progress(io.stderr, 'occupations', read.value.length);
    const added = await dataSource.transaction(async (tx) => {
      let sum = 0;
      for (let i = 0; i < read.value.length; i += BATCH) {
        sum += await importOccupations(tx, read.value.slice(i, i + BATCH));
        progress.at(Math.min(i + BATCH, read.value.length));
      }
      return sum;
    });
    io.stdout.write(`${read.value.length} occupations read, ${added} new.\n`);
    return DONE;
  } finally {
    await dataSource.destroy();
  }
};

function fileOf(argv: readonly string[]): string | null {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options: { file: { type: 'string' } }, allowPositionals: true });
    return positionals.length === 1 && positionals[0] === 'import' ? (values.file ?? null) : null;
  } catch {
    return null;
  }
}
