import type { DataSource } from 'typeorm';
import { COUNTY } from './county.js';
import type { DemoPlan } from './demo-plan.js';
import { knownIds, markDone } from './demo-store.js';
import { planTeachingPool } from './teaching-pool.js';

/** Registers instructors, rooms and practice bases; those of the instructors who learned it here are people of the demo with a certificate. */
export async function loadTeaching(owner: DataSource, { townships, today }: Pick<DemoPlan, 'townships' | 'today'>): Promise<void> {
  const { instructors, rooms, bases } = planTeachingPool(townships);
  await owner.transaction(async (tx) => {
    const providers = await knownIds(tx, 'organization');
    await tx.query(
      `with good as (select registration_id, row_number() over (order by registration_id) as n from (select distinct registration_id from ledger_facts where county = $1 and kind = 'certified') certified),
         given as (select i.*, case when i.name is null then row_number() over (partition by i.name is null order by n) end as place
                   from (select e.value, e.n from jsonb_array_elements($2::jsonb) with ordinality as e (value, n)) l, jsonb_to_record(l.value) as i (name text, kind text, occupations text[], "homeRegion" text, reach text, qualification text, origin text))
       insert into instructors (county, name, registration_id, kind, occupations, home_region, reach, qualification, origin, created_by)
       select $1, name, registration_id, kind, occupations, "homeRegion", reach, qualification, origin, 'demo' from given left join good on good.n = given.place where name is not null or registration_id is not null`,
      [COUNTY, JSON.stringify(instructors)],
    );
    await tx.query(
      `insert into teaching_rooms (county, provider_id, name, kind, region, seats, created_by) select $1, "providerId", name, kind, region, seats, 'demo' from jsonb_to_recordset($2::jsonb) as r ("providerId" uuid, name text, kind text, region text, seats int)`,
      [COUNTY, JSON.stringify(rooms.map(({ provider, ...room }) => ({ ...room, providerId: provider === null ? null : providers.get(provider) })))],
    );
    await tx.query(
      `insert into practice_bases (county, name, region, seats, occupations, households, created_by) select $1, name, region, seats, occupations, households, 'demo' from jsonb_to_recordset($2::jsonb) as b (name text, region text, seats int, occupations text[], households int)`,
      [COUNTY, JSON.stringify(bases)],
    );
    await markDone(tx, 'teaching', today);
  });
}
