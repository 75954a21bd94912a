import { Injectable } from '@nestjs/common';
import { dayNumber, fromDayNumber, type CivilDate } from '@app/kernel';
import { firstImmatureStarts, monthOf, type Dimension, type Period } from '@app/outcomes';
import type { Transaction } from '@app/platform';
import { COMPLETION_RULES, ROLL_RULES } from './projected-rules.js';
import type { HistoriesPage } from './read-county.js';
import { standingRows } from './standing-rows.js';

/** How a county's stored standings are, in one snapshot. */
export interface ProjectionHead {
  /** The last committed instant of the ledger as the database writes it; null: an empty ledger. */
  readonly head: string | null;
  readonly headMicros: number | null;
  readonly rules: string | null;
  readonly latestAsOf: CivilDate | null;
  readonly building: string | null;
  readonly buildingSince: Date | null;
  readonly lastChange: string | null;
  /** Notes about people who must be judged anew, and these people. */
  readonly stale: readonly string[];
  readonly stalePersons: readonly string[];
}

/** So many persons and person-courses of one profile in one cell, told apart by how old their clocks are. */
export interface StandingGroup {
  readonly cell: string | null;
  readonly township: string | null;
  readonly profile: string | null;
  readonly age: number | null;
  readonly persons: number | null;
  readonly courses: number | null;
  readonly rollProfile: string | null;
  readonly rollAge: number | null;
  readonly rollPersons: number | null;
  readonly rollCourses: number | null;
}

export interface GroupQuery {
  readonly county: string;
  /** Digits that a home begins with: more than those of the county narrow it. */
  readonly homePrefix: string;
  readonly period: Period | null;
  readonly by: Dimension | null;
}

/** The days at which starts are told apart, youngest last; a start's age is how many of them it has reached. */
export interface Edges {
  readonly completion: readonly number[];
  readonly roll: readonly number[];
}

const MONTHS_END = 2_147_483_647;

@Injectable()
export class RateProjectionsRepository {
  /** @param alone takes the county's lock alone, to store; otherwise shares it, to count */
  async head(tx: Transaction, county: string, asOf: CivilDate, atMost: number, alone: boolean): Promise<ProjectionHead> {
    const [row] = await tx.query<ProjectionHead[]>(
      `select head::text as head, (extract(epoch from head) * 1000000)::bigint as "headMicros", rules, latest_as_of as "latestAsOf", building, building_since as "buildingSince",
              last_change as "lastChange", stale, stale_persons as "stalePersons" from rate_head($1, $2, $3, $4)`,
      [county, asOf, atMost, alone],
    );
    return { ...row!, headMicros: row!.headMicros === null ? null : Number(row!.headMicros) };
  }

  async begin(tx: Transaction, county: string, builder: string, asOf: CivilDate, lastSeen: string | null): Promise<void> {
    await tx.query('select begin_rate_projection($1, $2, $3, $4)', [county, builder, asOf, lastSeen ?? -1]);
  }

  /** @returns false when somebody else has begun the county from the beginning */
  async store(tx: Transaction, county: string, builder: string | null, asOf: CivilDate, page: HistoriesPage, workedIn: readonly string[]): Promise<boolean> {
    const due = page.people.flatMap(({ history, dueOn }) => (dueOn < Number.POSITIVE_INFINITY ? [{ p: history.id, d: fromDayNumber(dueOn) }] : []));
    const [row] = await tx.query<{ stored: boolean }[]>(
      'select store_rate_standings($1, $2, $3, $4, $5, $6, $7) as stored',
      [county, builder, asOf, page.ids, JSON.stringify(standingRows(page)), JSON.stringify(due), workedIn],
    );
    return row!.stored;
  }

  async end(tx: Transaction, county: string, builder: string, rules: string): Promise<boolean> {
    const [row] = await tx.query<{ ended: boolean }[]>('select end_rate_projection($1, $2, $3) as ended', [county, builder, rules]);
    return row!.ended;
  }

  /** Without a dimension townships are left out too; by programme every cell is split by township. */
  async groups(tx: Transaction, { county, homePrefix, period, by }: GroupQuery, edges: Edges): Promise<StandingGroup[]> {
    return tx.query<StandingGroup[]>(
      `select cell, township, profile, age, persons::int, courses::int, roll_profile as "rollProfile", roll_age as "rollAge", roll_persons::int as "rollPersons", roll_courses::int as "rollCourses"
       from rate_groups($1, $2, $3, $4, $5, $6::date[], $7::date[])`,
      [county, homePrefix, period === null ? 0 : monthOf(period.from), period === null ? MONTHS_END : monthOf(period.to), by ?? '', edges.completion.map(fromDayNumber), edges.roll.map(fromDayNumber)],
    );
  }
}

/** The starts at which some rule changes from mature to too young on this day. */
export function edgesOf(asOf: CivilDate): Edges {
  const distinct = (days: readonly number[]): number[] => [...new Set(days)].sort((a, b) => a - b);
  return { completion: distinct(firstImmatureStarts(COMPLETION_RULES, dayNumber(asOf))), roll: distinct(firstImmatureStarts(ROLL_RULES, dayNumber(asOf))) };
}
