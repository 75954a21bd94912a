import { Injectable } from '@nestjs/common';
import { StaleVersion, type Transaction } from '@app/platform';
import { DEFAULT_TEACHING_POLICY, type FarmSeason, type TeachingPolicy } from '@app/scheduling';

/** On which days a county teaches. `number` 0: as is usual, nobody has set them yet. */
export interface TeachingDays extends TeachingPolicy {
  readonly number: number;
  readonly setAt: Date | null;
}

type Row = { readonly number: number; readonly restWeekdays: number[]; readonly farmSeasons: FarmSeason[]; readonly setAt: Date };

/** The days on which counties teach, version by version. */
@Injectable()
export class TeachingDaysRepository {
  async current(tx: Transaction, county: string): Promise<TeachingDays> {
    const [row] = await tx.query<Row[]>('select number, rest_weekdays as "restWeekdays", farm_seasons as "farmSeasons", set_at as "setAt" from teaching_day_policies where county = $1 order by number desc limit 1', [county]);
    return row === undefined ? { ...DEFAULT_TEACHING_POLICY, number: 0, setAt: null } : { ...row, version: `${county}-${row.number}` };
  }

  /** @throws StaleVersion when another version came between */
  async add(tx: Transaction, county: string, number: number, { restWeekdays, farmSeasons }: Pick<TeachingPolicy, 'restWeekdays' | 'farmSeasons'>): Promise<void> {
    try {
      await tx.query('insert into teaching_day_policies (county, number, rest_weekdays, farm_seasons) values ($1, $2, $3, $4)', [county, number, restWeekdays, JSON.stringify(farmSeasons)]);
    } catch (error) {
      const { constraint } = (error as { driverError?: { constraint?: string } }).driverError ?? {};
      throw constraint === 'teaching_day_policies_pkey' ? new StaleVersion() : error;
    }
  }
}
