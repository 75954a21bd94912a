import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import { CONFIGURATION, DATABASE_ROLES, sessionOptions, type Configuration } from '@app/platform';
import type { Answered, Asked, EngineCall, Told } from './calls.js';
import { EngineLine } from './engine-line.js';

const ENGINE_STATEMENT_TIMEOUT_MS = 30_000;

/**
 * The matching library at work, in threads beside this one: each holds the counties that fall to it, read from the database
 * by a role that sees scoring columns only, and kept by the change feed. Callers give their scope as a filter before the
 * cut, and read names again under their own row scope.
 */
@Injectable()
export class MatchingEngine implements OnModuleDestroy {
  readonly #lines: readonly EngineLine[];

  constructor(@Inject(CONFIGURATION) { databaseUrl, engineThreads, engineHeapMb, engineCounties, engineSolverLimitMs }: Configuration) {
    const data = { databaseUrl: databaseUrl!, options: sessionOptions(DATABASE_ROLES.engine, ENGINE_STATEMENT_TIMEOUT_MS), countiesMost: engineCounties, solverLimitMs: engineSolverLimitMs };
    this.#lines = Array.from({ length: engineThreads }, () => new EngineLine(data, engineHeapMb));
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.#lines.map((line) => line.close()));
  }

  /** Asks about a county (6 digits) as it is in the database now; `hear` gets what the question tells before its answer. @throws EngineBusy · MatchingInputInvalid · OutsideSolverFailed · EngineFailed */
  ask<Name extends EngineCall>(county: string, asOf: CivilDate, call: Name, asked: Asked<Name>, hear?: (told: Told<Name>) => void): Promise<Answered<Name>> {
    return this.#lines[Number(county) % this.#lines.length]!.ask(county, asOf, call, asked, hear);
  }
}
