import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

/** Streams of an offline command: the process's own, or a test's. */
export interface OfflineStreams {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

/** What a command could read, or the fault lines that say why it could not. */
export type Read<T> = { readonly value: T } | { readonly faults: readonly string[] };

export const DONE = 0;
export const BAD_INPUT = 2;
const MOST_FAULT_LINES = 100;

/** The text of a file, `-` being standard input; not UTF-8 or not readable is a fault of `what`. */
export async function readText(path: string, what: string, io: OfflineStreams): Promise<Read<string>> {
  let bytes: Buffer;
  try {
    bytes = path === '-' ? await readAll(io.stdin) : await readFile(path);
  } catch (error) {
    return { faults: [`${what}: 无法读取（${error instanceof Error ? error.message : String(error)}）`] };
  }
  try {
    return { value: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { faults: [`${what}: 不是 UTF-8 文本`] };
  }
}

/** The JSON of the file that `--input` names, `-` being standard input; no other option is known. */
export async function readInput(argv: readonly string[], io: OfflineStreams): Promise<Read<unknown>> {
  let path: string | undefined;
  try {
    path = parseArgs({ args: [...argv], options: { input: { type: 'string' } } }).values.input;
  } catch (error) {
    return { faults: [error instanceof Error ? error.message : String(error)] };
  }
  if (!path) return { faults: ['--input: required: a file, or - for standard input'] };
  return readJson(path, io);
}

/** The JSON of a file. */
export async function readJson(path: string, io: OfflineStreams): Promise<Read<unknown>> {
  const text = await readText(path, '$', io);
  if ('faults' in text) return text;
  try {
    return { value: JSON.parse(text.value) as unknown };
  } catch {
    return { faults: ['$: is no JSON'] };
  }
}

/** A JSON array of strings, with one fault line (`$[3]: …`) for each element that is none. */
export async function readStrings(path: string, io: OfflineStreams): Promise<Read<readonly string[]>> {
  const text = await readText(path, '$', io);
  if ('faults' in text) return text;
  let input: unknown;
  try {
    input = JSON.parse(text.value);
  } catch {
    return { faults: ['$: 不是 JSON'] };
  }
  if (!Array.isArray(input)) return { faults: ['$: 应为字符串数组'] };
  const faults = input.flatMap((each: unknown, at) => (typeof each === 'string' ? [] : [`$[${at}]: 应为字符串`]));
  return faults.length > 0 ? { faults } : { value: input as string[] };
}

/** Writes one line of JSON and waits until it is taken. */
export async function writeJson(io: OfflineStreams, output: unknown): Promise<number> {
  await write(io.stdout, `${JSON.stringify(output)}\n`);
  return DONE;
}

/** Writes the first hundred faults to standard error, each on one line whatever it quotes; the exit code is that of bad input. */
export async function refuse(io: OfflineStreams, faults: readonly string[]): Promise<number> {
  await write(io.stderr, faults.slice(0, MOST_FAULT_LINES).map((fault) => `${fault.replace(/[\r\n\u2028\u2029]+/g, ' ')}\n`).join(''));
  return BAD_INPUT;
}

async function readAll(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  return Buffer.concat(chunks);
}

function write(stream: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => stream.write(text, (error) => (error ? reject(error) : resolve())));
}
