import { fileURLToPath } from 'node:url';
import type { Command, CommandStreams } from './command.js';

/** Each command is loaded when it is called: an offline rule needs no database driver. */
const COMMANDS: Readonly<Record<string, { readonly what: string; readonly load: () => Promise<Command> }>> = {
  start: { what: 'start the service: database, API and worker (--demo: with the demo county)', load: async () => (await import('./start/start.command.js')).startCommand },
  migrate: { what: 'bring the database of DATABASE_URL to the present shape', load: async () => (await import('./migrate.command.js')).migrateCommand },
  'setup-token': { what: 'a one-time token for the first administrator (DATABASE_URL)', load: async () => (await import('./setup-token.command.js')).setupTokenCommand },
  catalogue: { what: 'catalogue import --file CSV: add a full occupation list', load: async () => (await import('./catalogue.command.js')).catalogueCommand },
  audit: { what: 'audit verify: recompute the audit chain of every county', load: async () => (await import('./audit.command.js')).auditCommand },
  match: { what: 'score and rank trainees for vacancies, from a file', load: async () => (await import('./offline/match.command.js')).matchCommand },
  assign: { what: 'who is put forward for what, of the greatest total score, from a file', load: async () => (await import('./offline/assign.command.js')).assignCommand },
  queue: { what: 'the queue of training orders: who is next, and when, from a file', load: async () => (await import('./offline/queue.command.js')).queueCommand },
  lottery: { what: 'lottery announce|close|draw|verify: a draw of seats that anyone can verify, from a file', load: async () => (await import('./offline/lottery.command.js')).lotteryCommand },
  rates: { what: 'employment rates from a file of facts', load: async () => (await import('./offline/rates.command.js')).ratesCommand },
  article: { what: 'what follows from the county\'s published figures of 2016 (--facts: as a file of facts)', load: async () => (await import('./offline/article/article.command.js')).articleCommand },
  titles: { what: 'decide the occupations of job titles, from a file', load: async () => (await import('./offline/titles.command.js')).titlesCommand },
  pay: { what: 'parse pay texts, from a file', load: async () => (await import('./offline/pay.command.js')).payCommand },
};

/** Runs `shouyu <command> …`; returns the exit code. */
export async function main(argv: readonly string[], streams: CommandStreams = process): Promise<number> {
  const [name, ...rest] = argv;
  const command = name === undefined ? undefined : COMMANDS[name];
  if (!command) {
    const list = Object.entries(COMMANDS).map(([known, { what }]) => `  ${known.padEnd(12)} ${what}`);
    streams.stderr.write(`${name === undefined || name === '--help' ? '' : `unknown command: ${name}\n`}usage: shouyu <command> [options]\n${list.join('\n')}\n`);
    return name === '--help' ? 0 : 2;
  }
  return (await command.load())(rest, streams);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // Whoever reads the answer may have read enough (`| head`): no fault, and a service goes on without a reader.
  let isReaderGone = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    isReaderGone = true;
  });
  process.exitCode = await main(process.argv.slice(2)).catch((error: NodeJS.ErrnoException) => {
    if (!isReaderGone || error.code !== 'EPIPE') throw error;
    return 0;
  });
}
