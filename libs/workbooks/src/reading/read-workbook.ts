import { fork } from 'node:child_process';
import { builtEntry } from '@app/platform';
import type { Sheet, SheetRow, WorkbookContent } from '../sheet.js';
import { fileKindOf } from './file-kind.js';
import { LIMITS } from './limits.js';
import type { ChildMessage } from './messages.js';
import { isRefusalCode, WorkbookRefused } from './refusals.js';

/** Lets so many read at a time; the rest wait in order. */
class Turnstile {
  #free: number;
  readonly #waiting: (() => void)[] = [];
  constructor(free: number) {
    this.#free = free;
  }
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((go) => this.#waiting.push(go));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }
}
const turnstile = new Turnstile(LIMITS.together);

/**
 * Reads an uploaded file in a child process of its own (384 MiB of heap, 60 s): an xlsx workbook, or CSV in UTF-8, GB18030
 * or UTF-16. The content decides what it is. Formulas are never computed, cached results never believed, nothing is fetched.
 * @throws WorkbookRefused with a code and what to do, in Chinese
 */
export async function readWorkbook(bytes: Buffer): Promise<WorkbookContent> {
  fileKindOf(bytes); // what is refused at a glance needs no process
  return turnstile.pass(() => readInChild(bytes));
}

function readInChild(bytes: Buffer): Promise<WorkbookContent> {
  return new Promise((done, fail) => {
    const child = fork(builtEntry(import.meta.url, 'reader.child.js'), [], { serialization: 'advanced', execArgv: [`--max-old-space-size=${LIMITS.heapMiB}`], env: {}, stdio: 'ignore' });
    const sheets: (Omit<Sheet, 'rows'> & { rows: SheetRow[] })[] = [];
    let settled = false;
    const settle = (end: () => void): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      child.kill('SIGKILL');
      end();
    };
    const refuse = (code: unknown): void => settle(() => fail(new WorkbookRefused(isRefusalCode(code) ? code : 'WORKBOOK.BROKEN')));
    const timer = setTimeout(() => refuse('WORKBOOK.TOO_SLOW'), LIMITS.timeMs);
    child.on('message', (message: ChildMessage) => {
      if ('sheet' in message) sheets.push({ ...message.sheet, rows: [] });
      else if ('rows' in message) for (const row of message.rows) sheets.at(-1)!.rows.push(row);
      else if ('done' in message) settle(() => done({ ...message.done, sheets }));
      else refuse(message.refused);
    });
    child.once('error', () => refuse('WORKBOOK.TOO_SLOW'));
    child.once('exit', () => setImmediate(() => refuse('WORKBOOK.TOO_SLOW'))); // out of memory, or killed from outside
    child.send(bytes);
  });
}
