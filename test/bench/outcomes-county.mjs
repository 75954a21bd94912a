/** A county of a million person-courses and about three million facts, written straight into the tables, the same every time. Facts stand in the order of their days, as years of recording leave them. */
export const COUNTY = '420626';
export const LAST_DAY = '2026-11-27';
const FIRST_DAY = '2021-09-01';
const OPENING_DAYS = 1_850;
const CLASSES = 25_000;

/** A number in [0, 1) from two texts: chance that needs no order. */
const chance = (what, of) => `((hashtextextended('${what}' || ${of}, 20261128) & 1048575) / 1048576.0)`;
const idOf = (what, of) => `md5('${what}' || ${of})::uuid`;

export async function fillCounty(client, courses) {
  const people = Math.round(courses * 0.7);
  await client.query(`set session_replication_role = replica; set work_mem = '256MB'; set synchronous_commit = off`);
  // A million rows into an index of random ids is slow; made afterwards it is the same index.
  const { rows: indexes } = await client.query(`select indexname as name, indexdef as made from pg_indexes where tablename in ('ledger_facts', 'registrations') and indexname not in (select conname from pg_constraint)`);
  for (const { name } of indexes) await client.query(`drop index ${name}`);
  await client.query(`
    insert into training_classes (id, county, owner_region, name, course_id, programme, provider_id, region, starts_on, ends_on, seats, created_by, on_the_job)
    select ${idOf('class', 'k')}, '${COUNTY}', '${COUNTY}000000', 'k' || k, 'course-' || k % 40, 'programme-' || k % 6, ${idOf('provider', 'k % 12')}, '${COUNTY}' || 100 + k % 12 || '000',
      date '${FIRST_DAY}' + (k::bigint * ${OPENING_DAYS} / ${CLASSES})::int, date '${FIRST_DAY}' + (k::bigint * ${OPENING_DAYS} / ${CLASSES})::int + 30, 60, 'bench', k % 50 = 0 from generate_series(1, ${CLASSES}) k`);
  // Seven tenths as many people as person-courses: the first 0.7 of the numbers are everybody's first class, the rest go to some of them again.
  await client.query(`
    create temp table seats as
    select n, ${idOf('person', `(n % ${people})`)} as person, 1 + (${chance('class', 'n')} * ${CLASSES - 1})::int as k, '${COUNTY}' || 100 + (n % ${people}) % 20 || '001' as home,
      ${chance('completes', 'n')} as completes, ${chance('found', 'n')} as found from generate_series(0, ${courses - 1}) n`);
  await client.query(`
    create temp table facts as
    with held as (select s.*, date '${FIRST_DAY}' + (k::bigint * ${OPENING_DAYS} / ${CLASSES})::int as opens from seats s),
    jobs as (select h.*, opens + 31 + (${chance('delay', 'n')} * 250)::int as begins, 30 + (${chance('length', 'n')} * 500)::int as days from held h where found < 0.46 and n < ${people})
    select gen_random_uuid() as id, 'enrolled' as kind, opens - (n % 20)::int as day, person, home, k, null::bigint as job, null::int as level, '{}'::jsonb as payload from held
    union all select gen_random_uuid(), case when n % 4 = 0 then 'certified' else 'completed' end, opens + 30, person, home, k, null, null, '{}' from held where completes < 0.9
    union all select gen_random_uuid(), 'dropped', opens + (n % 25)::int, person, home, k, null, null, '{}' from held where completes >= 0.9
    union all select gen_random_uuid(), 'employment-started', begins, person, home, null, n, null, jsonb_build_object('type', case when n % 7 = 0 then 'self-employment' when n % 11 = 0 then 'internship' else 'wage' end, 'permanent', n % 5 = 0, 'pay', 3000 + n % 2000) from jobs
    union all select gen_random_uuid(), 'evidence', begins + 10, person, home, null, n, (array[2, 2, 3, 1])[1 + n % 4], '{}' from jobs where n % 10 <> 0
    union all select gen_random_uuid(), 'employment-ended', begins + days, person, home, null, n, null, '{}' from jobs where n % 3 <> 0
    union all select gen_random_uuid(), 'not-employed', opens + 150, person, home, null, null, null, '{}' from held where found > 0.9 and n < ${people}`);
  await client.query(`
    insert into ledger_facts (id, county, owner_region, kind, effective_on, recorded_at, registration_id, person_id, class_id, employment_id, employer_id, level, payload, recorded_by)
    select id, '${COUNTY}', home, kind, day, least(day + time '09:00', timestamp '${LAST_DAY} 00:00') at time zone 'Asia/Shanghai', ${idOf('registration', 'person')}, person, case when k is not null then ${idOf('class', 'k')} end, case when job is not null then ${idOf('job', 'job')} end,
      case when kind = 'employment-started' then ${idOf('employer', '(job % 3000)')} end, level, payload, 'bench' from facts where day <= date '${LAST_DAY}' + 60 order by day, id`);
  await client.query(`
    insert into ledger_facts (county, owner_region, kind, effective_on, recorded_at, registration_id, person_id, class_id, recorded_by)
    select county, owner_region, 'class', starts_on, (starts_on - 60)::timestamptz, null, null, id, 'bench' from training_classes;
    insert into ledger_facts (county, owner_region, kind, effective_on, recorded_at, registration_id, person_id, retracts_fact_id, reason, recorded_by)
    select county, owner_region, 'retracted', effective_on, '${LAST_DAY}', registration_id, person_id, id, 'bench', 'bench' from ledger_facts where kind = 'evidence' and ('x' || left(id::text, 2))::bit(8)::int < 6;
    insert into exclusion_facts (county, owner_region, kind, effective_on, recorded_at, registration_id, person_id, reason_code, proof_reference, recorded_by)
    select '${COUNTY}', home, 'excluded', date '${FIRST_DAY}' + (n % 1800)::int, date '${FIRST_DAY}' + (n % 1800)::int, ${idOf('registration', 'person')}, person, (array['death', 'further-study', 'further-study', 'call-up'])[1 + n % 4], 'bench', 'bench' from seats where n < ${people} and n % 97 = 0;
    insert into registrations (id, person_id, owner_region, county, name, id_number_masked, born_on, sex) select ${idOf('registration', 'person')}, person, home, '${COUNTY}', '演示', '420626***********X', '1990-01-01', 'female' from seats where n < ${people};
    insert into ledger_clocks values ('${COUNTY}', '${LAST_DAY} 08:00', '1');
    drop table facts, seats; set session_replication_role = origin; set synchronous_commit = on`);
  await client.query(`set maintenance_work_mem = '512MB'`);
  for (const { made } of indexes) await client.query(made);
  await client.query('vacuum (analyze) ledger_facts');
  await client.query('vacuum (analyze) exclusion_facts');
  await client.query('analyze registrations; analyze training_classes');
}
