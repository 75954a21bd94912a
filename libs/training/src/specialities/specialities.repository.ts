import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import { refusing } from '../training.errors.js';
import type { SpecialityLine } from './speciality-board.js';
import type { SpecialityDecisionEntity } from './speciality.entity.js';
import type { ShownRate, SpecialityFacts } from './speciality.js';

/** What a board says of the county itself. */
export interface BoardHead {
  readonly settlement: ShownRate;
  readonly retention: ShownRate;
  /** Null: there was no shortage board. */
  readonly shortageAsOf: CivilDate | null;
}

export interface StoredBoard extends BoardHead {
  readonly county: string;
  readonly asOf: CivilDate;
  readonly policyVersion: string;
  readonly knownBy: Date | null;
  readonly computedAt: Date;
  readonly lines: readonly SpecialityLine[];
}

export type DecisionRow = Omit<SpecialityDecisionEntity, 'county' | 'ownerRegion'>;

const DECISION = 'id, course_id as "courseId", number, kind, effective_on as "effectiveOn", reason, decided_by as "decidedBy", decided_at as "decidedAt"';

@Injectable()
export class SpecialitiesRepository {
  /** Openings that each course would fill, of the last shortage board; null: none was made. */
  async fillsOf(tx: Transaction, county: string): Promise<{ readonly asOf: CivilDate; readonly fills: ReadonlyMap<string, number> } | null> {
    const [board] = await tx.query<{ asOf: CivilDate }[]>('select as_of as "asOf" from shortage_boards where county = $1', [county]);
    if (board === undefined) return null;
    const rows = await tx.query<{ courseId: string; fills: number }[]>(
      `select l.line->'course'->>'courseId' as "courseId", sum((l.line->'course'->>'fills')::int)::int as fills
       from shortage_boards b, jsonb_array_elements(b.lines) as l (line) where b.county = $1 and l.line->'course'->>'courseId' is not null group by 1`, [county]);
    return { asOf: board.asOf, fills: new Map(rows.map(({ courseId, fills }) => [courseId, fills])) };
  }

  /** Seats pledged and people hired in the orders whose class taught a course, completed or settled. */
  async pledgesOf(tx: Transaction, county: string): Promise<ReadonlyMap<string, SpecialityFacts['pledges']>> {
    const rows = await tx.query<(SpecialityFacts['pledges'] & { courseId: string })[]>(
      `select c.course_id as "courseId", count(*)::int as orders, sum(o.seats)::int as seats, sum(o.hired)::int as hired
       from training_orders o join training_classes c on c.id = o.class_id where o.county = $1 and o.state in ('completed', 'settled') group by 1`, [county]);
    return new Map(rows.map(({ courseId, ...pledges }) => [courseId, pledges]));
  }

  async store(tx: Transaction, { county, asOf, policyVersion, knownBy, lines, ...head }: Omit<StoredBoard, 'computedAt' | 'knownBy'> & { readonly knownBy: string | null }): Promise<void> {
    await tx.query(
      `insert into speciality_boards (county, owner_region, as_of, policy_version, known_by, head, lines) values ($1, rpad($1, 12, '0'), $2, $3, $4, $5, $6)
       on conflict (county, as_of) do update set policy_version = excluded.policy_version, known_by = excluded.known_by, head = excluded.head, lines = excluded.lines, computed_at = now()`,
      [county, asOf, policyVersion, knownBy, JSON.stringify(head), JSON.stringify(lines)]);
  }

  /** Whether the worker has been asked for a board and has not made it. */
  async isAsked(tx: Transaction, county: string): Promise<boolean> {
    return (await tx.query<unknown[]>(`select from outbox where name = 'specialities.refresh' and region = $1 and done_at is null and failed_at is null`, [county])).length > 0;
  }

  /** The last board of the day or before. */
  async findBoard(tx: Transaction, county: string, asOf: CivilDate): Promise<StoredBoard | null> {
    const [row] = await tx.query<(Omit<StoredBoard, keyof BoardHead> & { head: BoardHead })[]>(
      `select county, as_of as "asOf", policy_version as "policyVersion", known_by as "knownBy", head, lines, computed_at as "computedAt" from speciality_boards where county = $1 and as_of <= $2 order by as_of desc limit 1`, [county, asOf]);
    if (row === undefined) return null;
    const { head, ...board } = row;
    return { ...board, ...head };
  }

  /** Of each course the decision that holds on a day. */
  async decisionsOn(tx: Transaction, county: string, day: CivilDate): Promise<ReadonlyMap<string, DecisionRow>> {
    const rows = await tx.query<DecisionRow[]>(`select distinct on (course_id) ${DECISION} from speciality_decisions where county = $1 and effective_on <= $2 order by course_id, number desc`, [county, day]);
    return new Map(rows.map((row) => [row.courseId, row]));
  }

  async latestDecision(tx: Transaction, county: string, courseId: string): Promise<DecisionRow | null> {
    const [row] = await tx.query<DecisionRow[]>(`select ${DECISION} from speciality_decisions where county = $1 and course_id = $2 order by number desc limit 1`, [county, courseId]);
    return row ?? null;
  }

  /** @throws SpecialityDecisionRefused */
  async decide(tx: Transaction, county: string, { id, courseId, kind, effectiveOn, reason }: Pick<DecisionRow, 'id' | 'courseId' | 'kind' | 'effectiveOn' | 'reason'>): Promise<void> {
    await refusing(tx.query(`insert into speciality_decisions (id, county, owner_region, course_id, kind, effective_on, reason) values ($1, $2, rpad($2, 12, '0'), $3, $4, $5, $6)`, [id, county, courseId, kind, effectiveOn, reason]));
  }
}
