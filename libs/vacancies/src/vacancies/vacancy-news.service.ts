import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import { Webhooks } from '@app/webhooks';
import type { ClosingReason, VacancyStatus } from './vacancy-life.js';

/** An employer's own vacancy, as its employer names it. */
export interface OwnVacancyName {
  readonly id: string;
  readonly employerId: string;
  readonly externalRef: string | null;
}

interface StateRow extends OwnVacancyName {
  readonly status: VacancyStatus;
  readonly closingReason: ClosingReason | null;
  readonly version: number;
}

/** Tells employers by webhook what happened to the vacancies that they posted themselves; of networks' vacancies nobody is told. */
@Injectable()
export class VacancyNews {
  constructor(private readonly webhooks: Webhooks) {}

  /**
   * Announces, in the caller's transaction, the vacancies whose status is no longer what it was.
   * @param before status by vacancy id; null = it was not there
   */
  async announce(tx: Transaction, before: ReadonlyMap<string, VacancyStatus | null>): Promise<void> {
    const rows = await listOwn<StateRow>(tx, [...before.keys()], ', status, closing_reason as "closingReason", version');
    await this.webhooks.announce(tx, rows.filter((row) => row.status !== before.get(row.id)).map(({ id, employerId, externalRef, status, closingReason, version }) => ({
      type: 'vacancy.state-changed', key: `${id}/${version}`, employerId, data: { vacancyId: id, externalRef, from: before.get(id) ?? null, to: status, reason: closingReason },
    })));
  }

  /** Those of the vacancies that employers posted themselves, by id. */
  async ownOf(tx: Transaction, vacancyIds: readonly string[]): Promise<ReadonlyMap<string, OwnVacancyName>> {
    return new Map((await listOwn<OwnVacancyName>(tx, vacancyIds, '')).map((row) => [row.id, row]));
  }
}

async function listOwn<Row extends OwnVacancyName>(tx: Transaction, ids: readonly string[], columns: string): Promise<Row[]> {
  if (ids.length === 0) return [];
  return tx.query<Row[]>(`select id, employer_id as "employerId", external_id as "externalRef"${columns} from vacancies where id = any ($1::uuid[]) and source = 'employer' order by id`, [ids]);
}
