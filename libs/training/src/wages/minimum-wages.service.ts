import { Injectable } from '@nestjs/common';
import { CatalogueService } from '@app/catalogue';
import type { CivilDate } from '@app/kernel';
import type { Principal, Transaction } from '@app/platform';
import { TrainingBooks } from '../training-books.js';
import { TrainingInputInvalid } from '../training.errors.js';
import type { MinimumWageEntity } from './minimum-wage.entity.js';

export type MinimumWageRow = MinimumWageEntity;

export interface NewMinimumWage {
  /** 2, 4 or 6 digits. */
  readonly region: string;
  readonly fromOn: CivilDate;
  readonly monthlyYuan: number;
  readonly document: string;
}

/** Minimum wages by place and day: an administrator keeps them, everybody reads them. */
@Injectable()
export class MinimumWages {
  constructor(
    private readonly books: TrainingBooks,
    private readonly catalogue: CatalogueService,
  ) {}

  /** Everything on record, as it was recorded. */
  async listIn(tx: Transaction): Promise<MinimumWageRow[]> {
    return tx.query<MinimumWageRow[]>(`select id, region, from_on as "fromOn", monthly_yuan as "monthlyYuan", document, is_checked as "isChecked", recorded_by as "recordedBy", recorded_at as "recordedAt" from minimum_wages order by recorded_at, id`);
  }

  async list(principal: Principal): Promise<MinimumWageRow[]> {
    return this.books.database.inScope(principal, (tx) => this.listIn(tx));
  }

  /** Enters one; the same place and day once more corrects it. @throws TrainingInputInvalid (an unknown place) */
  async record(principal: Principal, { region, fromOn, monthlyYuan, document }: NewMinimumWage): Promise<MinimumWageRow> {
    if (!(await this.catalogue.current()).regions.exists(region)) throw new TrainingInputInvalid([{ path: 'region', message: '没有这个行政区划' }]);
    return this.books.database.inScope(principal, async (tx) => {
      await tx.query('insert into minimum_wages (region, from_on, monthly_yuan, document, is_checked, recorded_by) values ($1, $2, $3, $4, true, $5)', [region, fromOn, monthlyYuan, document.trim(), principal.id]);
      const row = (await this.listIn(tx)).findLast((each) => each.region === region && each.fromOn === fromOn)!;
      await this.books.audit.record(tx, { action: 'minimum-wage.set', subjectKind: 'minimum-wage', subjectId: row.id, region: principal.region, details: { region, fromOn, monthlyYuan } });
      return row;
    });
  }
}
