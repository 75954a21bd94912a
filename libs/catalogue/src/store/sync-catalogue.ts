import { createHash } from 'node:crypto';
import { bundledRegionRows } from '../regions/bundled-regions.js';
import { bundledAliases, bundledNoTrade, bundledOccupations } from '../titles/bundled-titles.js';
import type { OccupationTerm } from '../titles/title-index.js';
import { bundledCourses, bundledSkills } from '../skills/bundled-skills.js';

/** The little of a database client that the catalogue's writers need (the owner's rights). */
export interface CatalogueQueries {
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
}

/**
 * Brings the bundled code lists into the database, where they differ from what was brought last. Codes that a newer bundle
 * lacks stay: people and posts may carry them. Officers' aliases and imported occupations are left alone.
 * @returns whether anything was written
 */
export async function syncBundledCatalogue(owner: CatalogueQueries): Promise<boolean> {
  if (await bundleIsInDatabase(owner)) return false;
  const lists = bundledLists();
  const json = (value: unknown): unknown[] => [JSON.stringify(value)];
  await owner.query(
    `insert into regions (code, name, valid_from, valid_to, successor) select code, name, "validFrom", "validTo", successor from jsonb_to_recordset($1) as r (code text, name text, "validFrom" date, "validTo" date, successor text)
     on conflict (code) do update set name = excluded.name, valid_from = excluded.valid_from, valid_to = excluded.valid_to, successor = excluded.successor`,
    json(lists.regions),
  );
  await upsertOccupations(owner, lists.occupations, 'bundled');
  await owner.query(`delete from title_aliases where source = 'bundled'`);
  await owner.query(`insert into title_aliases (alias, occupation, source) select distinct alias, code, 'bundled' from jsonb_to_recordset($1) as a (alias text, code text) on conflict do nothing`, json(lists.aliases));
  await owner.query('insert into no_trade_titles (alias) select distinct jsonb_array_elements_text($1) on conflict do nothing', json(lists.noTrade));
  await owner.query(
    `insert into skills (id, name, occupations, related) select id, name, occupations, related from jsonb_to_recordset($1) as s (id text, name text, occupations text[], related text[])
     on conflict (id) do update set name = excluded.name, occupations = excluded.occupations, related = excluded.related, retired_on = null`,
    json(lists.skills),
  );
  await owner.query(
    `insert into courses (id, name, occupation, theory_hours, practice_hours, department, programme)
     select id, name, occupation, "theoryHours", "practiceHours", department, programme from jsonb_to_recordset($1) as c (id text, name text, occupation text, "theoryHours" int, "practiceHours" int, department text, programme text)
     on conflict (id) do update set name = excluded.name, occupation = excluded.occupation, theory_hours = excluded.theory_hours, practice_hours = excluded.practice_hours, department = excluded.department, programme = excluded.programme`,
    json(lists.courses),
  );
  await owner.query('delete from course_skills where course_id = any($1)', [lists.courses.map((course) => course.id)]);
  await owner.query(`insert into course_skills (course_id, skill_id, level) select course, skill, level from jsonb_to_recordset($1) as t (course text, skill text, level int)`, json(lists.courses.flatMap((course) => course.skills.map((skill) => ({ course: course.id, skill: skill.id, level: skill.level })))));
  await owner.query('update catalogue_state set bundle = $1, version = version + 1', [hashOf(lists)]);
  return true;
}

/** Whether the bundled code lists are the ones that were brought into the database last. */
export async function bundleIsInDatabase(database: CatalogueQueries): Promise<boolean> {
  const [state] = await database.query<{ bundle: string | null }>('select bundle from catalogue_state');
  return state?.bundle === hashOf(bundledLists());
}

type BundledLists = ReturnType<typeof bundledLists>;

function bundledLists() {
  return { regions: bundledRegionRows(), occupations: bundledOccupations(), aliases: bundledAliases(), noTrade: bundledNoTrade(), skills: bundledSkills(), courses: bundledCourses() };
}

function hashOf(lists: BundledLists): string {
  return createHash('sha256').update(JSON.stringify(lists)).digest('hex');
}

/** Adds occupations (a full list from a CSV). A bundled name gives way to the list's. @returns how many were new */
export async function importOccupations(owner: CatalogueQueries, occupations: readonly OccupationTerm[]): Promise<number> {
  const added = await upsertOccupations(owner, occupations, 'imported');
  await owner.query('update catalogue_state set version = version + 1');
  return added;
}

async function upsertOccupations(owner: CatalogueQueries, occupations: readonly OccupationTerm[], source: 'bundled' | 'imported'): Promise<number> {
  const rows = await owner.query<{ is_new: boolean }>(
    `insert into occupations (code, name, level, source) select code, name, level, $2 from jsonb_to_recordset($1) as o (code text, name text, level int)
     on conflict (code) do update set name = excluded.name, level = excluded.level returning xmax = 0 as is_new`,
    [JSON.stringify(occupations), source],
  );
  return rows.filter((row) => row.is_new).length;
}
