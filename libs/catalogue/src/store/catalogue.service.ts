import { Injectable } from '@nestjs/common';
import { openTransaction } from '@app/platform';
import { DataSource } from 'typeorm';
import { officersFirst } from '../aliases/officers-first.js';
import { RegionDirectory } from '../regions/region-directory.js';
import { buildTitleIndex, type OccupationTerm, type TitleIndex } from '../titles/title-index.js';
import type { CourseTerm, SkillTerm } from '../skills/bundled-skills.js';

/** A course with its hours in all, as the engine wants them (null = unknown). */
export interface CatalogueCourse extends CourseTerm {
  readonly hoursPlanned: number | null;
}

/** A skill as the database holds it; how vacancies put it in words is the bundle's. */
export type CatalogueSkill = Omit<SkillTerm, 'wordings'>;

/** Every code list, read once; `version` moves when one of them changes. */
export interface Catalogue {
  readonly version: number;
  readonly regions: RegionDirectory;
  readonly occupations: ReadonlyMap<string, OccupationTerm>;
  readonly skills: readonly CatalogueSkill[];
  readonly skillNames: ReadonlyMap<string, string>;
  readonly courses: readonly CatalogueCourse[];
  readonly courseNames: ReadonlyMap<string, string>;
  readonly titles: TitleIndex;
}

const LOOK_AGAIN_AFTER_MS = 2_000;
type Source = Pick<DataSource, 'query'>;

/** The catalogue as it is in the database; held in memory and read again when its version has moved (seen within 2 s). */
@Injectable()
export class CatalogueService {
  #held: Catalogue | undefined;
  #lookedAt = -Infinity;
  #loading: Promise<Catalogue> | undefined;
  readonly #loadingWithin = new Map<number, Promise<Catalogue>>();

  constructor(private readonly dataSource: DataSource) {}

  async current(): Promise<Catalogue> {
    if (this.#held && performance.now() - this.#lookedAt < LOOK_AGAIN_AFTER_MS) return this.#held;
    const tx = openTransaction();
    return tx === null ? this.#share() : this.#within(tx);
  }

  /** In the middle of somebody's work: never waits for a connection of the pool, nor for somebody who does. */
  async #within(tx: Source): Promise<Catalogue> {
    const version = await versionIn(tx);
    if (this.#held?.version === version) {
      this.#lookedAt = performance.now();
      return this.#held;
    }
    this.#share().catch(() => undefined); // the next one finds it
    // Kept by nobody: the change may be this transaction's own, and taken back. Whoever sees the same version meanwhile waits for this one, who has a connection.
    const others = this.#loadingWithin.get(version);
    if (others !== undefined) return others.catch(() => this.#load(tx, version));
    const own = this.#load(tx, version).finally(() => this.#loadingWithin.delete(version));
    this.#loadingWithin.set(version, own);
    return own;
  }

  #share(): Promise<Catalogue> {
    this.#loading ??= this.#refresh().finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  /** The catalogue as it is now, whatever was seen a moment ago. */
  async fresh(): Promise<Catalogue> {
    if (openTransaction() === null) await this.#loading; // it may have looked before the change
    this.#lookedAt = -Infinity;
    return this.current();
  }

  async #refresh(): Promise<Catalogue> {
    const version = await versionIn(this.dataSource);
    if (!this.#held || this.#held.version !== version) this.#held = await this.#load(this.dataSource, version);
    this.#lookedAt = performance.now();
    return this.#held;
  }

  async #load(source: Source, version: number): Promise<Catalogue> {
    const query = <Row>(sql: string): Promise<Row[]> => source.query<Row[]>(sql);
    const regions = await query<{ code: string; name: string; validFrom: string | null; validTo: string | null; successor: string | null }>('select code, name, valid_from as "validFrom", valid_to as "validTo", successor from regions');
    const occupations = await query<OccupationTerm>('select code, name, level from occupations order by code');
    const aliases = await query<{ alias: string; code: string; source: 'bundled' | 'officer' }>('select alias, occupation as code, source from title_aliases order by alias, occupation, source');
    const noTrade = await query<{ alias: string }>('select distinct alias from no_trade_titles');
    const skills = await query<CatalogueSkill>('select id, name, occupations, related from skills order by id');
    const courses = await query<CourseTerm>(
      `select c.id, c.name, c.occupation, c.theory_hours as "theoryHours", c.practice_hours as "practiceHours", c.department, c.programme,
              coalesce((select jsonb_agg(jsonb_build_object('id', s.skill_id, 'level', s.level) order by s.skill_id) from course_skills s where s.course_id = c.id), '[]') as skills
       from courses c order by c.id`,
    );
    return {
      version,
      regions: new RegionDirectory(regions),
      occupations: new Map(occupations.map((occupation) => [occupation.code, occupation])),
      skills,
      skillNames: new Map(skills.map((skill) => [skill.id, skill.name])),
      courses: courses.map((course) => ({ ...course, hoursPlanned: course.theoryHours === null && course.practiceHours === null ? null : (course.theoryHours ?? 0) + (course.practiceHours ?? 0) })),
      courseNames: new Map(courses.map((course) => [course.id, course.name])),
      titles: buildTitleIndex({ occupations, aliases: officersFirst(aliases), noTrade: noTrade.map((row) => row.alias) }),
    };
  }
}

async function versionIn(source: Source): Promise<number> {
  const [state] = await source.query<{ version: number }[]>('select version from catalogue_state');
  return state!.version;
}
