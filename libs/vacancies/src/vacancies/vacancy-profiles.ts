import { padRegion, type CivilDate, type Education } from '@app/kernel';
import type { RequiredSkill, VacancyProfile, WorkKind } from '@app/matching';

/** Runs one statement as the engine's role and answers its rows. */
export type VacancyQuery = <Row extends object>(sql: string, params: unknown[]) => Promise<Row[]>;

export interface VacancySelection {
  /** These vacancies only. */
  readonly ids?: readonly string[];
  /** Vacancies imported by these counties; absent: every county's. */
  readonly counties?: readonly string[];
  /** Only those that are offered: open, canonical, cleared for publication (the day is the score's to judge: `validThrough` is in the profile). */
  readonly openOnly?: boolean;
}

interface Row {
  id: string; employer_id: string; occupation: string | null; no_trade: boolean; region: string | null; lodging: boolean | null; min_education: Education | null; certificates: string[];
  pay_from: number | null; pay_to: number | null; openings: number | null; hired: number; offered: boolean; valid_through: CivilDate | null; starts_on: CivilDate | null; ends_on: CivilDate | null;
  kind: WorkKind | null; min_age: 16 | 18;
}

/**
 * Loads vacancies as the score sees them, in two statements whatever their number, reading scoring columns only.
 * `openings` are those left: the seats less our own recorded hires; null = unknown (若干).
 * @returns in no particular order
 */
export async function loadVacancyProfiles(query: VacancyQuery, { ids, counties, openOnly = false }: VacancySelection): Promise<VacancyProfile[]> {
  const rows = await query<Row>(
    `select id, employer_id, occupation, no_trade, region, lodging, min_education, certificates, pay_from, pay_to, openings, hired, valid_through, starts_on, ends_on, kind, min_age, offered
     from vacancies where ($1::uuid[] is null or id = any ($1::uuid[])) and ($2::text[] is null or owner_region = any ($2::text[])) and (not $3::boolean or offered)`,
    [ids ?? null, counties?.map(padRegion) ?? null, openOnly],
  );
  const skills = new Map<string, RequiredSkill[]>();
  const found = await query<{ vacancy_id: string; id: string; level: number; essential: boolean }>(
    'select vacancy_id, skill_id as id, level, essential from vacancy_skills where vacancy_id = any ($1::uuid[]) order by skill_id',
    [rows.map((row) => row.id)],
  );
  for (const { vacancy_id, id, level, essential } of found) skills.set(vacancy_id, [...(skills.get(vacancy_id) ?? []), { id, level, essential }]);
  return rows.map((row) => profileOf(row, skills.get(row.id) ?? []));
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
