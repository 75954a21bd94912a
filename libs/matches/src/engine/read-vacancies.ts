import type { CivilDate, Education } from '@app/kernel';
import type { RequiredSkill, VacancyProfile, WorkKind } from '@app/matching';
import type { EngineQuery } from './query.js';

/** A vacancy as the score sees it, with the row's version when it was read. */
export interface VacancyRead {
  readonly version: number;
  readonly profile: VacancyProfile;
}

/** Of these vacancies (whatever their state), or those that a county (6 digits) offers: open, canonical, cleared for publication. The day is the score's to judge: `validThrough` is in the profile. */
export type VacancySelection = { readonly ids: readonly string[] } | { readonly county: string };

interface Row {
  id: string; version: number; employer_id: string; occupation: string | null; no_trade: boolean; region: string | null; lodging: boolean | null; min_education: Education | null; certificates: string[];
  pay_from: number | null; pay_to: number | null; openings: number | null; hired: number; offered: boolean; valid_through: CivilDate | null; starts_on: CivilDate | null; ends_on: CivilDate | null;
  kind: WorkKind | null; min_age: 16 | 18;
}

/**
 * Reads vacancies as the score sees them, in two statements whatever their number, reading scoring columns only.
 * `openings` are those left: the seats less our own recorded hires; null = unknown (若干).
 * @returns in no particular order
 */
export async function readVacancies(query: EngineQuery, selection: VacancySelection): Promise<VacancyRead[]> {
  const [condition, value] = 'ids' in selection ? ['id = any ($1::uuid[])', selection.ids] : [`owner_region = rpad($1, 12, '0') and offered`, selection.county];
  const rows = await query<Row>(
    `select id, version, employer_id, occupation, no_trade, region, lodging, min_education, certificates, pay_from, pay_to, openings, hired, valid_through::text, starts_on::text, ends_on::text, kind, min_age, offered
     from vacancies where ${condition}`,
    [value],
  );
  const skills = new Map<string, RequiredSkill[]>();
  const found = await query<{ vacancy_id: string; id: string; level: number; essential: boolean }>(
    'select vacancy_id, skill_id as id, level, essential from vacancy_skills where vacancy_id = any ($1::uuid[]) order by skill_id',
    [rows.map((row) => row.id)],
  );
  for (const { vacancy_id, id, level, essential } of found) {
    const list = skills.get(vacancy_id);
    if (list === undefined) skills.set(vacancy_id, [{ id, level, essential }]);
    else list.push({ id, level, essential });
  }
  return rows.map((row) => ({ version: row.version, profile: profileOf(row, skills.get(row.id) ?? []) }));
}

function profileOf(row: Row, skills: readonly RequiredSkill[]): VacancyProfile {
  return {
    id: row.id,
    employerId: row.employer_id,
    occupation: row.occupation,
    noTrade: row.no_trade,
    skills,
    region: row.region,
    lodging: row.lodging,
    minEducation: row.min_education,
    certificates: row.certificates,
    pay: row.pay_from === null && row.pay_to === null ? null : { from: row.pay_from, to: row.pay_to },
    openings: row.openings === null ? null : row.openings - row.hired,
    open: row.offered,
    validThrough: row.valid_through,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    kind: row.kind,
    minAge: row.min_age,
  };
}
