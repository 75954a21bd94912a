import type { CivilDate, Education } from '@app/kernel';
import type { AgeBand, CourseRecordProfile, LevelledSkill, Reach, TraineeProfile, WorkKind } from '@app/matching';
import type { EngineQuery } from './query.js';

/** A person as the score sees them, and the region (12 digits) whose work they are: the scope of lists, no part of a score. */
export interface PersonRead {
  readonly ownerRegion: string;
  readonly profile: TraineeProfile;
}

export interface PeopleSelection {
  /** Registrations of this county (6 digits). */
  readonly county: string;
  /** Of them these only. */
  readonly ids?: readonly string[];
  /** At most so many in the order of region and id, after this one: a page of a county that is read whole. */
  readonly page?: { readonly after: { readonly ownerRegion: string; readonly id: string } | null; readonly size: number };
  /** The day of the ages, and of the refusals in force. */
  readonly asOf: CivilDate;
}

interface Row {
  id: string; owner_region: string; region: string | null; willing_regions: string[]; reach: Reach | null; education: Education | null;
  min_pay: number | null; available: boolean; available_from: string | null; available_to: string | null; kinds_accepted: WorkKind[];
}

const PAGE = 5_000;
/** Before every id. */
const NIL = '00000000-0000-0000-0000-000000000000';

type Keyed<T> = { registration_id: string } & T;

/**
 * Reads people as the score sees them, in seven statements whatever their number, reading no column but the scoring
 * ones (name, number and telephone are not granted to this role). Wishes for occupations are not knowledge and stay out.
 * A course that ended after `asOf` had not ended then: its record is left out.
 * @returns by owner region, then id
 */
export async function readPeople(query: EngineQuery, { county, ids, asOf, page }: PeopleSelection): Promise<PersonRead[]> {
  const rows = await query<Row>(
    `select id, owner_region, region, willing_regions, reach, education, min_pay, available, available_from::text, available_to::text, kinds_accepted from registrations
     where (owner_region collate "C", id) > ($2, $3::uuid) and owner_region collate "C" <= rpad($1, 12, '9') and ($4::uuid[] is null or id = any ($4::uuid[])) order by owner_region collate "C", id limit $5`,
    [county, page?.after?.ownerRegion ?? county.padEnd(12, '0'), page?.after?.id ?? NIL, ids ?? null, page?.size ?? null],
  );
  const found = rows.map((row) => row.id);
  const of = async <T>(sql: string, params: unknown[] = []): Promise<Map<string, Keyed<T>[]>> => grouped(await query<Keyed<T>>(sql, [found, ...params]));
  const bands = await of<{ age_band: AgeBand }>('select registration_id, age_band from scoring_age_bands($1::uuid[], $2::date)', [asOf]);
  const skills = await of<LevelledSkill>('select registration_id, skill_id as id, level from registration_skills where registration_id = any ($1::uuid[]) order by skill_id');
  const certificates = await of<{ name: string }>('select registration_id, name from registration_certificates where registration_id = any ($1::uuid[]) order by name');
  const occupations = await of<{ occupation: string }>('select registration_id, occupation from registration_occupations where registration_id = any ($1::uuid[]) order by occupation');
  const records = await of<CourseRecordProfile>(
    `select registration_id, course_id as "courseId", state, ended_on::text as "endedOn", hours_done as "hoursDone", planned_end::text as "plannedEnd" from course_records
     where registration_id = any ($1::uuid[]) and (ended_on is null or ended_on <= $2::date) order by course_id, class_id`, [asOf]);
  const refusals = await of<{ vacancy_id: string | null; employer_id: string | null }>(
    `select registration_id, vacancy_id, canonical_employer(employer_id) as employer_id from refusals
     where registration_id = any ($1::uuid[]) and withdrawn_at is null and refused_on <= $2::date and (until_on is null or until_on >= $2::date)`, [asOf]);
  const profileOf = (row: Row): TraineeProfile => ({
    id: row.id,
    skills: (skills.get(row.id) ?? []).map(({ id, level }) => ({ id, level })),
    occupations: (occupations.get(row.id) ?? []).map((each) => each.occupation),
    region: row.region, willingRegions: row.willing_regions, reach: row.reach, education: row.education,
    certificates: (certificates.get(row.id) ?? []).map((each) => each.name),
    ageBand: bands.get(row.id)![0]!.age_band,
    minPay: row.min_pay, available: row.available, availableFrom: row.available_from, availableTo: row.available_to, kindsAccepted: row.kinds_accepted,
    courseRecords: (records.get(row.id) ?? []).map(({ courseId, state, endedOn, hoursDone, plannedEnd }) => ({ courseId, state, endedOn, hoursDone, plannedEnd })),
    refused: {
      vacancies: (refusals.get(row.id) ?? []).flatMap((each) => each.vacancy_id ?? []),
      employers: (refusals.get(row.id) ?? []).flatMap((each) => each.employer_id ?? []),
    },
  });
  return rows.map((row) => ({ ownerRegion: row.owner_region, profile: profileOf(row) }));
}

function grouped<T extends { registration_id: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.registration_id);
    if (group === undefined) groups.set(row.registration_id, [row]);
    else group.push(row);
  }
  return groups;
}

/** A whole county, some thousand people at a time: their rows are let go before the next come. */
export async function* pagesOfPeople(query: EngineQuery, county: string, asOf: CivilDate, size = PAGE): AsyncGenerator<readonly PersonRead[]> {
  for (let after: NonNullable<PeopleSelection['page']>['after'] = null; ; ) {
    const people: PersonRead[] = await readPeople(query, { county, asOf, page: { after, size } });
    yield people;
    const last = people.at(-1);
    if (people.length < size || last === undefined) return;
    after = { ownerRegion: last.ownerRegion, id: last.profile.id };
  }
}
