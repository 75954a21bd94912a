import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { DEFAULT_TOP_K, prepareVacancy, rankAllTrainees, rankTraineesForVacancy, type RankedPair } from '@app/matching';
import { FaultList } from './match-checks.js';
import { readMatchInput, type MatchInput } from './match-input.js';
import { writeLines, writeLinesToFile } from './match-output.js';

interface MatchStreams {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

interface MatchOptions {
  readonly input: string;
  readonly output: string;
  readonly topK: number;
  readonly all: boolean;
}

const BAD_INPUT = 2;
const STANDARD = '-';

/**
 * `match --input F [--top K] [--all] [--output F]`: ranks the trainees of a file for each of its vacancies, a JSON line a
 * vacancy in input order. `-` is standard input or output.
 * @returns 0; 2 after one line a fault on `stderr` (at most 100), with nothing written to the output; 1 when the reader
 * of the output went away.
 */
export async function matchCommand(argv: readonly string[], io: MatchStreams): Promise<number> {
  const faults = new FaultList();
  const options = readOptions(argv, faults);
  const input = options === null ? null : await readInput(options.input, io.stdin, faults);
  if (options === null || input === null) return refuse(faults, io.stderr);
  const lines = rankingLines(input, options);
  try {
    await (options.output === STANDARD ? writeLines(lines, io.stdout) : writeLinesToFile(lines, options.output));
    return 0;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'EPIPE') return 1;
    faults.add('--output', `cannot be written (${error.code})`);
    return refuse(faults, io.stderr);
  }
}

function refuse(faults: FaultList, stderr: NodeJS.WritableStream): number {
  stderr.write(`${faults.lines.join('\n')}\n`);
  return BAD_INPUT;
}

function readOptions(argv: readonly string[], faults: FaultList): MatchOptions | null {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { input: { type: 'string' }, top: { type: 'string', default: String(DEFAULT_TOP_K) }, all: { type: 'boolean', default: false }, output: { type: 'string', default: STANDARD } },
    });
    if (!values.input) faults.add('--input', 'required: a file, or - for standard input');
    if (values.output === '') faults.add('--output', 'must be a file, or - for standard output');
    if (!/^0*[1-9]\d*$/.test(values.top)) faults.add('--top', `must be a whole number of at least 1, not ${JSON.stringify(values.top)}`);
    if (faults.count > 0) return null;
    return { input: values.input!, output: values.output, topK: Math.min(Number(values.top), Number.MAX_SAFE_INTEGER), all: values.all };
  } catch (error) {
    if (!hasCode(error) || !error.code.startsWith('ERR_PARSE_ARGS')) throw error;
    faults.add('match', error.message);
    return null;
  }
}

async function readInput(path: string, stdin: NodeJS.ReadableStream, faults: FaultList): Promise<MatchInput | null> {
  try {
    return await readMatchInput(path === STANDARD ? stdin : createReadStream(path, { highWaterMark: 1 << 20 }), faults);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    faults.add('--input', `cannot be read (${error.code})`);
    return null;
  }
}

function hasCode(error: unknown): error is Error & { code: string } {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
}

/** Whether the operating system refused something: a file that is not there, a full disk. */
function isSystemError(error: unknown): error is Error & { code: string } {
  return hasCode(error) && 'syscall' in error;
}

function* rankingLines({ context, vacancies, trainees }: MatchInput, { topK, all }: MatchOptions): Generator<string> {
  for (const vacancy of vacancies) {
    const prepared = prepareVacancy(context, vacancy);
    if (all) {
      yield lineOf({ vacancyId: vacancy.id, ranked: rankAllTrainees(context.policy, prepared, trainees).map(pairOf) });
    } else {
      const { ranked, pending } = rankTraineesForVacancy(context.policy, prepared, trainees, topK);
      yield lineOf({ vacancyId: vacancy.id, ranked: ranked.map(pairOf), pending: pending.map(pairOf) });
    }
  }
}

function lineOf(ranking: object): string {
  return `${JSON.stringify(ranking)}\n`;
}

function pairOf({ traineeId, score, parts, eligible, eligibleOn, gates }: RankedPair): object {
  return { traineeId, score, parts: { skills: sixDecimals(parts.skills.value), location: sixDecimals(parts.location.value), courses: sixDecimals(parts.courses.value) }, eligible, eligibleOn, gates };
}

function sixDecimals(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
