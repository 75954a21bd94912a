import { Injectable } from '@nestjs/common';
import { ServiceNotReady } from './request-errors.js';

/** Resolves when the part works, rejects when it does not. */
export type HealthCheck = () => Promise<unknown>;

const CHECK_TIMEOUT_MS = 2_000;

/** What must work for the service to be ready; parts register themselves when they start. */
@Injectable()
export class HealthChecks {
  readonly #checks = new Map<string, HealthCheck>();

  register(name: string, check: HealthCheck): void {
    this.#checks.set(name, check);
  }

  /** Runs every check, each at most 2 s. @throws ServiceNotReady naming the parts that are away */
  async run(): Promise<Record<string, 'up'>> {
    const results = await Promise.all([...this.#checks].map(async ([name, check]) => ({ name, up: await inTime(check) })));
    const away = results.filter(({ up }) => !up).map(({ name }) => ({ path: name, message: '不可用' }));
    if (away.length > 0) throw new ServiceNotReady(away);
    return Object.fromEntries(results.map(({ name }) => [name, 'up' as const]));
  }
}

async function inTime(check: HealthCheck): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), CHECK_TIMEOUT_MS);
  });
  try {
    return await Promise.race([check().then(() => true, () => false), late]);
  } finally {
    clearTimeout(timer);
  }
}
