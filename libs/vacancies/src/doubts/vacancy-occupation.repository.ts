import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import type { DecidedBy } from '../vacancies/vacancy-life.js';

@Injectable()
export class VacancyOccupationRepository {
  /** The caller holds the row's lock. The skills stay: they were read from words that are as they were. */
  async write(tx: Transaction, id: string, { occupation, by, noTrade }: { readonly occupation: string | null; readonly by: DecidedBy | null; readonly noTrade: boolean }): Promise<void> {
    await tx.query('update vacancies set occupation = $2, occupation_by = $3, no_trade = $4, content_hash = null, version = version + 1, updated_at = now() where id = $1', [id, occupation, by, noTrade]);
  }
}
