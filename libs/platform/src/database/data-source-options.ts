import type { DataSourceOptions } from 'typeorm';
import { SnakeNamingStrategy } from './snake-naming.strategy.js';
import { installPgTypeParsers } from './pg-types.js';
import { UnbrokenClient } from './unbroken-client.js';

/** The database roles: the application owns nothing; the engine reads scoring columns only. */
export const DATABASE_ROLES = { application: 'shouyu_app', engine: 'shouyu_engine' } as const;
export type DatabaseRole = (typeof DATABASE_ROLES)[keyof typeof DATABASE_ROLES];

export const REQUEST_STATEMENT_TIMEOUT_MS = 5_000;

/** The connection's start-up options: the session begins as the role that owns nothing, whoever logged in. */
export function sessionOptions(role: DatabaseRole, statementTimeoutMs: number): string {
  return `-c role=${role} -c statement_timeout=${statementTimeoutMs} -c timezone=UTC`;
}

export interface ConnectionPlan {
  readonly url: string;
  /** Absent: the login's own rights (migrations). */
  readonly role?: DatabaseRole;
  readonly poolMax?: number;
  readonly statementTimeoutMs?: number;
  readonly entities?: readonly (abstract new (...args: never[]) => object)[];
}

/** TypeORM's options for one process: no synchronisation ever, names in snake case, dates as strings. */
export function dataSourceOptions(plan: ConnectionPlan): DataSourceOptions & { type: 'postgres' } {
  installPgTypeParsers();
  return {
    type: 'postgres',
    url: plan.url,
    synchronize: false,
    namingStrategy: new SnakeNamingStrategy(),
    entities: [...(plan.entities ?? [])],
    poolSize: plan.poolMax ?? 10,
    extra: { Client: UnbrokenClient, ...(plan.role ? { options: sessionOptions(plan.role, plan.statementTimeoutMs ?? REQUEST_STATEMENT_TIMEOUT_MS), keepAlive: true } : { options: '-c timezone=UTC' }) },
  };
}
