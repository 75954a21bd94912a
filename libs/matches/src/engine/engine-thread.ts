// Entry of a thread that holds counties and answers questions about them, so that no list, plan or board ever blocks the process that asks.
import { parentPort, workerData } from 'node:worker_threads';
import { MatchingInputInvalid, OutsideSolverFailed } from '@app/matching';
import pg from 'pg';
import { SOLVER_FAILED, type EngineReply, type EngineRequest } from './calls.js';
import type { CountyBook } from './county-book.js';
import { CountyBooks } from './county-books.js';
import { ENGINE_HANDLERS, QUICK_QUESTIONS } from './handlers.js';
import { highsWithin } from './highs.js';
import type { EngineQuery } from './query.js';
import { rehearse } from './rehearsal.js';

/** What a thread is started with. */
export interface EngineThreadData {
  readonly databaseUrl: string;
  /** Start-up options of its sessions: the engine's role. */
  readonly options: string;
  readonly countiesMost: number;
  readonly solverLimitMs: number;
}

const CONNECTIONS_MOST = 2;

const { databaseUrl, options, countiesMost, solverLimitMs } = workerData as EngineThreadData;
const pool = new pg.Pool({ connectionString: databaseUrl, options, max: CONNECTIONS_MOST, idleTimeoutMillis: 60_000, keepAlive: true });
pool.on('error', () => undefined); // an idle connection that drops is replaced at the next query
const query: EngineQuery = async <Row extends object>(text: string, values: unknown[], name?: string) => (await pool.query<Row>({ text, values, ...(name === undefined ? {} : { name }) })).rows;
const books = new CountyBooks(query, countiesMost);
const solve = highsWithin(solverLimitMs);
let isRehearsed = false;

parentPort!.on('message', (request: EngineRequest) => void answer(request));

async function answer({ id, county, asOf, call, asked }: EngineRequest): Promise<void> {
  let reply: EngineReply;
  const tell = (told: unknown): void => parentPort!.postMessage({ id, told } satisfies EngineReply);
  try {
    const work = (book: CountyBook): unknown => {
      if (!isRehearsed) beginToRehearse(book);
      return ENGINE_HANDLERS[call](book, asked as never, query, solve, tell);
    };
    reply = { id, answered: await (QUICK_QUESTIONS.has(call) ? books.look(county, asOf, work) : books.with(county, asOf, work)) };
  } catch (error) {
    const { name, message, stack } = error as Error;
    reply = { id, failed: { name: error instanceof MatchingInputInvalid ? 'MatchingInputInvalid' : error instanceof OutsideSolverFailed ? SOLVER_FAILED : name, message, stack, faults: error instanceof MatchingInputInvalid ? error.faults : null } };
  }
  parentPort!.postMessage(reply);
}

/** With the first county that has somebody to list; once a thread. */
function beginToRehearse(book: CountyBook): void {
  isRehearsed = book.peopleCount > 0 && book.vacancyIds.length > 0;
  if (isRehearsed) rehearse(book, query).catch(() => undefined); // what fails here fails again where somebody asks
}
