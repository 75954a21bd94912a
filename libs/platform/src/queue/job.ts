import type { Principal } from '../database/principal.js';

/** What a queue carries: the outbox row and its payload of ids. */
export interface JobEnvelope {
  readonly outboxId: number;
  readonly region: string;
  readonly payload: unknown;
}

/** What a handler is told besides its payload. */
export interface JobContext {
  readonly outboxId: number;
  /** The system at work for the job's region. */
  readonly principal: Principal;
  /** Aborted when the process is told to stop: long work ends at its next safe point and is taken up again later. */
  readonly signal: AbortSignal;
}

/** Every job may run twice: a unique index, not the handler's memory, says "already done". */
export type JobHandler<Payload> = (payload: Payload, context: JobContext) => Promise<void>;

/** What is done about a job that has failed for good, so that whoever waits for it sees that; not every job has somebody. It may come twice. */
export type GivenUpHandlers<Jobs> = { readonly [Name in keyof Jobs]?: JobHandler<Jobs[Name]> };

/** One handler for every job of a typed set: leaving one out does not compile. */
export type JobHandlers<Jobs> = { readonly [Name in keyof Jobs]: JobHandler<Jobs[Name]> };
