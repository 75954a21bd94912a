import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Shortage, VacancyForecast } from '@app/matching';
import type { Transaction } from '@app/platform';
import type { StoredList } from './engine/calls.js';
import type { SelectionCount } from './fairness.js';
import type { MadeBy } from './plans/plan-figures.js';

/** How many people each vacancy of a county finds, for a board. */
export interface VacancyMatchCount {
  readonly vacancyId: string;
  readonly matched: number;
  readonly bestScore: number | null;
  readonly asOf: CivilDate;
}

export interface StoredForecast {
  readonly asOf: CivilDate;
  readonly policyVersion: string;
  readonly vacancies: number;
  readonly matched: number;
  readonly missingField: string | null;
  readonly vacanciesGained: number | null;
}

/** A county's shortage board as it was worked out last. */
export interface StoredBoard {
  readonly asOf: CivilDate;
  readonly policyVersion: string;
  readonly madeAt: Date;
  readonly lines: readonly Shortage[];
}

/** The stored lists and what is worked out beside them: a cache that a lost list costs nothing but time. */
@Injectable()
export class MatchListsRepository {
  /** Replaces the lists of some vacancies for a county, in three statements whatever their number. */
  async replace(tx: Transaction, county: string, { policyVersion, asOf }: MadeBy, lists: readonly StoredList[]): Promise<void> {
    const ids = lists.map((list) => list.vacancyId);
    await tx.query('delete from matches where county = $1 and vacancy_id = any($2)', [county, ids]);
    const rows = lists.flatMap((list) => list.pairs.map(({ pair, ownerRegion }, i) => ({
      vacancy_id: list.vacancyId, trainee_id: pair.traineeId, owner_region: ownerRegion, county, score: pair.score,
      skills: pair.parts.skills.value, location: pair.parts.location.value, courses: pair.parts.courses.value, rank: i + 1,
    })));
    if (rows.length > 0) await tx.query('insert into matches select * from jsonb_populate_recordset(null::matches, $1)', [JSON.stringify(rows)]);
    await tx.query(
      `insert into match_lists (vacancy_id, county, policy_version, as_of, vacancy_version, kept)
       select v.id, $1, $2, $3, v.version, v.kept from unnest($4::uuid[], $5::int[], $6::int[]) as v (id, version, kept)
       on conflict (vacancy_id, county) do update set policy_version = excluded.policy_version, as_of = excluded.as_of, vacancy_version = excluded.vacancy_version, kept = excluded.kept, refreshed_at = now()`,
      [county, policyVersion, asOf, ids, lists.map((list) => list.vacancyVersion), lists.map((list) => list.pairs.length)],
    );
  }

  /** Drops the lists of these vacancies. */
  async drop(tx: Transaction, county: string, closed: readonly string[]): Promise<void> {
    await tx.query('delete from matches where county = $1 and vacancy_id = any($2)', [county, closed]);
    await tx.query('delete from match_lists where county = $1 and vacancy_id = any($2)', [county, closed]);
  }

  /** Drops the lists of all other vacancies. */
  async dropExcept(tx: Transaction, county: string, open: readonly string[]): Promise<void> {
    await tx.query('delete from matches where county = $1 and vacancy_id <> all($2)', [county, open]);
    await tx.query('delete from match_lists where county = $1 and vacancy_id <> all($2)', [county, open]);
  }

  /** Vacancies whose list a trainee stands in, or could come into: lists that are not full, or whose last score is not above theirs. */
  async vacanciesNear(tx: Transaction, county: string, best: readonly { readonly vacancyId: string; readonly score: number }[], traineeIds: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ vacancy_id: string }[]>(
      `select vacancy_id from matches where county = $1 and trainee_id = any($2)
       union
       select b.id from unnest($3::uuid[], $4::int[]) as b (id, score)
       left join lateral (select count(*) as kept, min(m.score) as last from matches m where m.county = $1 and m.vacancy_id = b.id) l on true
       where l.kept < 50 or b.score >= l.last`,
      [county, traineeIds, best.map((pair) => pair.vacancyId), best.map((pair) => pair.score)],
    );
    return rows.map((row) => row.vacancy_id);
  }

  /** How many of the caller's people each vacancy finds, most first; at most `limit`. */
  async countByVacancy(tx: Transaction, limit: number): Promise<VacancyMatchCount[]> {
    const rows = await tx.query<{ vacancy_id: string; matched: number; best_score: number | null; as_of: string }[]>(
      `select m.vacancy_id, count(*) as matched, max(m.score) as best_score, min(l.as_of) as as_of
       from matches m join match_lists l on l.vacancy_id = m.vacancy_id and l.county = m.county group by m.vacancy_id order by matched desc, best_score desc, m.vacancy_id limit $1`,
      [limit],
    );
    return rows.map((row) => ({ vacancyId: row.vacancy_id, matched: row.matched, bestScore: row.best_score, asOf: row.as_of }));
  }

  async saveForecast(tx: Transaction, runId: string, county: string, { policyVersion, asOf }: MadeBy, forecast: VacancyForecast): Promise<void> {
    await tx.query(
      `insert into match_forecasts (run_id, county, as_of, policy_version, vacancies, matched, missing_field, vacancies_gained) values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (run_id) do update set as_of = excluded.as_of, policy_version = excluded.policy_version, vacancies = excluded.vacancies, matched = excluded.matched,
         missing_field = excluded.missing_field, vacancies_gained = excluded.vacancies_gained, made_at = now()`,
      [runId, county, asOf, policyVersion, forecast.total, forecast.matched, forecast.cheapestMissingField?.field ?? null, forecast.cheapestMissingField?.vacanciesGained ?? null],
    );
  }

  async findForecast(tx: Transaction, runId: string): Promise<StoredForecast | null> {
    const [row] = await tx.query<{ as_of: string; policy_version: string; vacancies: number; matched: number; missing_field: string | null; vacancies_gained: number | null }[]>('select * from match_forecasts where run_id = $1', [runId]);
    return row ? { asOf: row.as_of, policyVersion: row.policy_version, vacancies: row.vacancies, matched: row.matched, missingField: row.missing_field, vacanciesGained: row.vacancies_gained } : null;
  }

  /** People of the transaction's scope who are looking for work, by sex, age band and township, and how many of them stand among the first `topK` of any list. */
  async countSelected(tx: Transaction, asOf: CivilDate, topK: number): Promise<SelectionCount[]> {
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
      [asOf, topK],
    );
  }

  /** Keeps the county's board in the place of the one before. */
  async saveBoard(tx: Transaction, county: string, { policyVersion, asOf }: MadeBy, lines: readonly Shortage[]): Promise<void> {
    await tx.query(
      `insert into shortage_boards (county, as_of, policy_version, lines) values ($1, $2, $3, $4)
       on conflict (county) do update set as_of = excluded.as_of, policy_version = excluded.policy_version, lines = excluded.lines, made_at = now()`,
      [county, asOf, policyVersion, JSON.stringify(lines)],
    );
  }

  async findBoard(tx: Transaction, county: string): Promise<StoredBoard | null> {
    const [board] = await tx.query<StoredBoard[]>('select as_of as "asOf", policy_version as "policyVersion", made_at as "madeAt", lines from shortage_boards where county = $1', [county]);
    return board ?? null;
  }
}
