import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { CatalogueService } from '@app/catalogue';
import type { CivilDate } from '@app/kernel';
import { createPolicy, MatchingCatalogue, prepareTrainee, prepareVacancy, TraineeIndex, VacancyIndex, type MatchingContext, type PreparedTrainee, type PreparedVacancy, type ScoringPolicy, type TraineeProfile, type VacancyProfile } from '@app/matching';
import { CONFIGURATION, DATABASE_ROLES, installPgTypeParsers, sessionOptions, type Configuration } from '@app/platform';
import { loadTraineeProfiles } from '@app/trainees';
import { loadVacancyProfiles } from '@app/vacancies';
import pg from 'pg';

const ENGINE_POOL_MAX = 2;
const ENGINE_STATEMENT_TIMEOUT_MS = 30_000;

/** A trainee as the engine holds them: the profile (for explanations), prepared for scoring, and whose work they are. */
export interface EngineTrainee {
  readonly ownerRegion: string;
  readonly profile: TraineeProfile;
  readonly prepared: PreparedTrainee;
}

export interface EngineVacancy {
  /** The row's version when it was read. */
  readonly version: number;
  readonly profile: VacancyProfile;
  readonly prepared: PreparedVacancy;
}

/** One county's people and open vacancies, on one day, under one policy and catalogue. */
export interface CountyView {
  readonly context: MatchingContext;
  readonly trainees: ReadonlyMap<string, EngineTrainee>;
  readonly vacancies: ReadonlyMap<string, EngineVacancy>;
  /** The same people and vacancies, to be searched. */
  readonly traineeIndex: TraineeIndex;
  readonly vacancyIndex: VacancyIndex;
}

interface CachedCounty {
  readonly stamp: string;
  readonly view: CountyView;
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

/**
 * The matching library, loaded from the database by a role that reads scoring columns only. A county is read again when
 * anything of it has changed (its rows' versions are summed: a late commit changes the sum too), when the day has, or the
 * policy. Callers give their scope as a filter before the cut and read names again under their own row scope.
 */
@Injectable()
export class MatchingEngine implements OnModuleDestroy {
  readonly #pool: pg.Pool;
  readonly #counties = new Map<string, CachedCounty>();
  readonly #loading = new Map<string, Promise<CountyView>>();

  constructor(@Inject(CONFIGURATION) configuration: Configuration, private readonly catalogue: CatalogueService) {
    installPgTypeParsers();
    this.#pool = new pg.Pool({ connectionString: configuration.databaseUrl, max: ENGINE_POOL_MAX, options: sessionOptions(DATABASE_ROLES.engine, ENGINE_STATEMENT_TIMEOUT_MS), idleTimeoutMillis: 60_000 });
    this.#pool.on('error', () => undefined); // an idle connection that drops is replaced at the next query
  }

  async onModuleDestroy(): Promise<void> {
    await this.#pool.end();
  }

  /** The county (6 digits) as it is in the database now. */
  async county(county: string, asOf: CivilDate): Promise<CountyView> {
    const stamp = await this.#stamp(county, asOf);
    const cached = this.#counties.get(county);
    if (cached?.stamp === stamp) return cached.view;
    const key = `${county} ${stamp}`;
    let loading = this.#loading.get(key);
    if (!loading) {
      loading = this.#load(county, asOf).finally(() => this.#loading.delete(key));
      this.#loading.set(key, loading);
    }
    const view = await loading;
    this.#counties.set(county, { stamp, view });
    return view;
  }

  /** Profiles by id on the county's context, whatever their state: for an explanation of a pair that no list shows. */
  async vacancyById(id: string): Promise<VacancyProfile | null> {
    const [profile] = await loadVacancyProfiles(this.#query, { ids: [id] });
    return profile ?? null;
  }

  /** The policy in force: the newest. @throws MatchingInputInvalid when its weights do not sum to 1 */
  async policy(): Promise<ScoringPolicy> {
    const [row] = await this.#query<PolicyRow>('select * from scoring_policies where in_force_at <= now() order by in_force_at desc, version desc limit 1', []);
    if (!row) throw new Error('the database has no scoring policy');
    return createPolicy({ version: row.version, weights: { skills: row.skills_weight, location: row.location_weight, courses: row.courses_weight }, minScore: row.min_score, essentialCoverageMin: row.essential_coverage_min, tieSalt: row.tie_salt });
  }

  readonly #query = async <Row extends object>(sql: string, parameters: unknown[]): Promise<Row[]> => (await this.#pool.query<Row>(sql, parameters)).rows;

  async #stamp(county: string, asOf: CivilDate): Promise<string> {
    const { version } = await this.catalogue.current();
    const [row] = await this.#query<{ stamp: string }>(
      `select concat_ws('/', (select concat_ws(',', count(*), sum(version)) from registrations where county = $1),
                             (select concat_ws(',', count(*), sum(version)) from vacancies where owner_region = rpad($1, 12, '0')),
                             (select version from scoring_policies where in_force_at <= now() order by in_force_at desc, version desc limit 1)) as stamp`,
      [county],
    );
    return `${asOf}/${version}/${row!.stamp}`;
  }

  async #load(county: string, asOf: CivilDate): Promise<CountyView> {
    const { skills, courses } = await this.catalogue.current();
    const context: MatchingContext = { catalogue: MatchingCatalogue.of(skills, courses), policy: await this.policy(), asOf };
    const [profiles, vacancies, regions, versions] = await Promise.all([
      loadTraineeProfiles(this.#query, { regions: [county], asOf }),
      loadVacancyProfiles(this.#query, { counties: [county], openOnly: true }),
      this.#query<{ id: string; owner_region: string }>('select id, owner_region from registrations where county = $1', [county]),
      this.#query<{ id: string; version: number }>(`select id, version from vacancies where owner_region = rpad($1, 12, '0') and offered`, [county]),
    ]);
    const versionOf = new Map(versions.map((row) => [row.id, row.version]));
    const ownerRegions = new Map(regions.map((row) => [row.id, row.owner_region]));
    const known = profiles.filter(({ id }) => ownerRegions.has(id)); // a person registered between the two reads is seen next time
    return {
      context,
      traineeIndex: TraineeIndex.of(context, known),
      vacancyIndex: VacancyIndex.of(context, vacancies),
      trainees: new Map(known.map((profile) => [profile.id, { ownerRegion: ownerRegions.get(profile.id)!, profile, prepared: prepareTrainee(context, profile) }])),
      vacancies: new Map(vacancies.map((profile) => [profile.id, { version: versionOf.get(profile.id) ?? 0, profile, prepared: prepareVacancy(context, profile) }])),
    };
  }
}
