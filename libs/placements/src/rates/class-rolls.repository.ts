import { Injectable } from '@nestjs/common';
import type { Instant } from '@app/outcomes';
import type { Transaction } from '@app/platform';
import type { Subject } from '../ledger/ledger-row.js';
import { MICROS, factAsJson } from './fact-json.js';
import type { FactRow } from './projections/county-histories.repository.js';

/** Somebody about whom the ledger says anything in a class, whether in force or not. */
export interface RollMember extends Subject {
  /** By the marks of attendance where any of them states hours, else as stated with the result; to a tenth. */
  readonly hours: number;
}

/** The facts of a few people, without exclusions: the settlement rate excludes nobody. */
const FACTS = `
  with own as materialized (
    select f.* from ledger_facts f where f.county = $1 and f.person_id = any ($2::uuid[])
  ), about as (
    select o.* from own o
    union all select f.* from ledger_facts f where f.county = $1 and f.kind = 'class' and f.class_id in (select o.class_id from own o)
    union all select f.* from ledger_facts f where f.county = $1 and f.kind = 'retracted' and f.person_id is null
  )
  select ${factAsJson('f.person_id')} as fact,
    f.person_id as "personId", case when f.kind = 'enrolled' then f.owner_region end as home
  from about f left join training_classes c on f.kind = 'class' and c.id = f.class_id
  order by f.effective_on, f.recorded_at, f.owner_region, f.id`;

@Injectable()
export class ClassRollsRepository {
  /** The last committed instant of the county's ledger; null: an empty ledger. */
  async head(tx: Transaction, county: string): Promise<{ readonly text: string; readonly micros: Instant } | null> {
    const [row] = await tx.query<{ text: string | null; micros: number }[]>(`select h.at::text as text, ${MICROS('h.at')} as micros from (select ledger_head($1) as at) h`, [county]);
    return row?.text == null ? null : { text: row.text, micros: row.micros };
  }

  /** Everybody who was ever in the class, the first to be recorded first. */
  async listMembers(tx: Transaction, classId: string): Promise<RollMember[]> {
    return tx.query<RollMember[]>(
      `select m.*, coalesce((select sum(a.hours) from attendance_marks a where a.class_id = $1 and a.registration_id = m."registrationId" having count(a.hours) > 0),
                           (select max(c.hours_done) from course_records c where c.class_id = $1 and c.registration_id = m."registrationId"), 0)::float8 as hours
       from (select f.registration_id as "registrationId", f.person_id as "personId", (array_agg(f.owner_region order by f.recorded_at desc))[1] as "ownerRegion", min(f.recorded_at) as at
             from ledger_facts f where f.class_id = $1 and f.registration_id is not null group by 1, 2) m order by m.at, m."registrationId"`,
      [classId],
    );
  }

  /** Every id that was found to be one person with one of these, and the id under which that person stands. */
  async aliasesOf(tx: Transaction, personIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await tx.query<{ personId: string; sameAs: string }[]>(
      `with known as materialized (select person_id, same_as from person_aliases_known(null)), same as (select same_as from known where person_id = any ($1::uuid[]) union select unnest($1::uuid[]))
       select k.person_id as "personId", k.same_as as "sameAs" from known k where k.same_as in (select same_as from same)`,
      [personIds],
    );
    return new Map(rows.map(({ personId, sameAs }) => [personId, sameAs]));
  }

  /** Every fact about these people and their classes, whenever recorded, retracted ones too. */
  async factsOf(tx: Transaction, county: string, personIds: readonly string[]): Promise<FactRow[]> {
    return tx.query<FactRow[]>(FACTS, [county, personIds]);
  }
}
