import { Inject, Injectable } from '@nestjs/common';
import { today, type Clock } from '@app/kernel';
import { CLOCK, Database, type Principal, type Transaction } from '@app/platform';
import { selectionRates, type SelectionCount, type SelectionRate } from './fairness.js';

/** Of a stored list so many lines count as being selected: what an officer looks at. */
export const SELECTED_TOP = 20;

export interface FairnessReport {
  readonly asOf: string;
  readonly people: number;
  readonly rates: readonly SelectionRate[];
}

/** Who comes into the lists, by attributes that no score knows: read from the stored lists, beside the engine. */
@Injectable()
export class MatchFairness {
  constructor(private readonly database: Database, @Inject(CLOCK) private readonly clock: Clock) {}

  /** The people of the caller's scope who are looking for work. */
  async report(principal: Principal): Promise<FairnessReport> {
    const asOf = today(this.clock);
    const counts = await this.database.inScope(principal, (tx) => selectionCounts(tx, asOf));
    return { asOf, people: counts.filter(({ attribute }) => attribute === 'sex').reduce((sum, { people }) => sum + people, 0), rates: selectionRates(counts) };
  }
}

async function selectionCounts(tx: Transaction, asOf: string): Promise<SelectionCount[]> {
  return tx.query<SelectionCount[]>(
    `with people as (
       select r.sex, substr(r.owner_region, 1, 9) as township, extract(year from age($1::date, r.born_on))::int as age,
              exists (select from matches m where m.trainee_id = r.id and m.rank <= $2) as selected
       from registrations r where r.available
     ), grouped as (
       select 'sex' as attribute, sex as "group", selected from people
       union all select 'township', township, selected from people
       union all select 'age-band', case when age < 25 then 'under-25' when age < 35 then '25-34' when age < 45 then '35-44' when age < 55 then '45-54' else '55+' end, selected from people
     )
     select attribute, "group", count(*)::int as people, count(*) filter (where selected)::int as selected from grouped group by 1, 2 order by array_position(array['sex', 'age-band', 'township'], attribute), "group" collate "C"`,
    [asOf, SELECTED_TOP],
  );
}
