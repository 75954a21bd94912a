import { createPolicy, MatchingCatalogue, type CourseProfile, type MatchingContext, type SkillProfile } from '@app/matching';
import type { CivilDate } from '@app/kernel';
import type { EngineQuery } from './query.js';

/** A person or a vacancy that a transaction has changed. */
export interface Change {
  readonly kind: 'trainee' | 'vacancy';
  readonly id: string;
  /** The transaction's number: the same row may change again in another. */
  readonly xact: number;
}

/** How far a county has come in the database. */
export interface CountyState {
  /** No transaction that still runs, or is to come, has a smaller number: whatever is below has been seen. */
  readonly bound: number;
  /** Moves with the code lists, the scoring policy in force, and nothing else. */
  readonly rules: string;
  readonly changes: readonly Change[];
}

const POLICY_IN_FORCE = 'from scoring_policies where in_force_at <= now() order by in_force_at desc, version desc limit 1';

/** Changes of a county (6 digits) from a bound on, in one statement. Those of transactions that commit late are not missed: they are not below the bound. */
export async function readState(query: EngineQuery, county: string, from: number): Promise<CountyState> {
  const [row] = await query<{ bound: string; rules: string; changes: [Change['kind'], string, number][] }>(
    `select pg_snapshot_xmin(pg_current_snapshot())::text as bound, (select version from catalogue_state) || '/' || (select version ${POLICY_IN_FORCE}) as rules,
            (select coalesce(json_agg(json_build_array(kind, id, xact)), '[]') from matching_changes where county = $1 and xact >= $2::bigint) as changes`,
    [county, from], 'county-state',
  );
  return { bound: Number(row!.bound), rules: row!.rules, changes: row!.changes.map(([kind, id, xact]) => ({ kind, id, xact })) };
}

interface PolicyRow {
  readonly version: string;
  readonly skills_weight: number;
  readonly location_weight: number;
  readonly courses_weight: number;
  readonly min_score: number;
  readonly essential_coverage_min: number;
  readonly tie_salt: string;
}

/** What every score of a day has in common: code lists and the newest policy. @throws MatchingInputInvalid when the policy's weights do not sum to 1 */
export async function readContext(query: EngineQuery, asOf: CivilDate): Promise<MatchingContext> {
  const skills = await query<SkillProfile>('select id, occupations, related from skills order by id', []);
  const courses = await query<CourseProfile>(
    `select c.id, c.occupation, case when c.theory_hours is null and c.practice_hours is null then null else coalesce(c.theory_hours, 0) + coalesce(c.practice_hours, 0) end as "hoursPlanned",
            coalesce((select jsonb_agg(jsonb_build_object('id', s.skill_id, 'level', s.level) order by s.skill_id) from course_skills s where s.course_id = c.id), '[]') as skills
     from courses c order by c.id`, []);
  const [policy] = await query<PolicyRow>(`select * ${POLICY_IN_FORCE}`, []);
  if (policy === undefined) throw new Error('the database has no scoring policy');
  return {
    catalogue: MatchingCatalogue.of(skills, courses),
    policy: createPolicy({ version: policy.version, weights: { skills: policy.skills_weight, location: policy.location_weight, courses: policy.courses_weight }, minScore: policy.min_score, essentialCoverageMin: policy.essential_coverage_min, tieSalt: policy.tie_salt }),
    asOf,
  };
}
