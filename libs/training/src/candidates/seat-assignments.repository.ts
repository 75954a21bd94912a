import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { SeatPair, SeatPlan } from '@app/matching';
import type { Transaction } from '@app/platform';

/** Why an assignment was not made. */
export const ASSIGNMENT_FAILURES = ['nothing-to-assign', 'solver-gave-up', 'gave-up'] as const;
export type AssignmentFailure = (typeof ASSIGNMENT_FAILURES)[number];

/** An assignment in numbers. */
export interface AssignmentFigures extends Omit<SeatPlan, 'pairs' | 'short'> {
  readonly seats: number;
  readonly seated: number;
  /** Townships that get less than their assured part. */
  readonly shortTownships: readonly { readonly township: string; readonly least: number; readonly reached: number }[];
  /** Reserved seats that other limits left no room for, over all classes. */
  readonly unfilledReserves: number;
}

/** What was made, as one piece. */
export interface MadeAssignment {
  readonly asOf: CivilDate;
  readonly scoringVersion: string;
  readonly seatPolicyVersion: string;
  readonly orderIds: readonly string[];
  readonly figures: AssignmentFigures;
}

export interface AssignmentRow {
  readonly id: string;
  readonly county: string;
  /** Null: every recruiting order. */
  readonly wantedOrderIds: readonly string[] | null;
  readonly townshipShare: number;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly madeAt: Date | null;
  readonly failure: AssignmentFailure | null;
  /** Null: not made. */
  readonly made: MadeAssignment | null;
}

export interface AssignmentPairRow {
  readonly orderId: string;
  readonly registrationId: string;
  readonly score: number;
  readonly hasApplied: boolean;
}

const ASSIGNMENT = `id, county, wanted_order_ids as "wantedOrderIds", township_share as "townshipShare", asked_by as "askedBy", asked_at as "askedAt", made_at as "madeAt", failure,
  case when made_at is not null then json_build_object('asOf', as_of::text, 'scoringVersion', scoring_version, 'seatPolicyVersion', seat_policy_version, 'orderIds', order_ids, 'figures', figures) end as made`;

@Injectable()
export class SeatAssignmentsRepository {
  async add(tx: Transaction, { county, wantedOrderIds, townshipShare, askedBy }: Pick<AssignmentRow, 'county' | 'wantedOrderIds' | 'townshipShare' | 'askedBy'>): Promise<AssignmentRow> {
    const [row] = await tx.query<AssignmentRow[]>(`insert into seat_assignments (county, owner_region, wanted_order_ids, township_share, asked_by) values ($1, rpad($1, 12, '0'), $2, $3, $4) returning ${ASSIGNMENT}`, [county, wantedOrderIds, townshipShare, askedBy]);
    return row!;
  }

  /** Stores what was made; who has left the register meanwhile is left out. */
  async save(tx: Transaction, id: string, { asOf, scoringVersion, seatPolicyVersion, orderIds, figures }: MadeAssignment, pairs: readonly SeatPair[]): Promise<void> {
    await tx.query(
      `insert into seat_assignment_pairs (assignment_id, order_id, registration_id, owner_region, score, has_applied)
       select $1, g."postId", r.id, r.owner_region, g.score, g."hasApplied" from jsonb_to_recordset($2::jsonb) as g ("traineeId" uuid, "postId" uuid, score int, "hasApplied" boolean) join registrations r on r.id = g."traineeId"`,
      [id, JSON.stringify(pairs)],
    );
    await tx.query('update seat_assignments set as_of = $2, scoring_version = $3, seat_policy_version = $4, order_ids = $5, figures = $6, made_at = now() where id = $1', [id, asOf, scoringVersion, seatPolicyVersion, orderIds, JSON.stringify(figures)]);
  }

  /** One that is made, or has failed, stays as it is. */
  async fail(tx: Transaction, id: string, failure: AssignmentFailure): Promise<void> {
    await tx.query('update seat_assignments set failure = $2 where id = $1 and made_at is null and failure is null', [id, failure]);
  }

  /** The same as `find`, and nobody else makes it meanwhile. */
  async lock(tx: Transaction, id: string): Promise<AssignmentRow | null> {
    const [row] = await tx.query<AssignmentRow[]>(`select ${ASSIGNMENT} from seat_assignments where id = $1 for update`, [id]);
    return row ?? null;
  }

  async find(tx: Transaction, id: string): Promise<AssignmentRow | null> {
    const [row] = await tx.query<AssignmentRow[]>(`select ${ASSIGNMENT} from seat_assignments where id = $1`, [id]);
    return row ?? null;
  }

  /** The newest first. */
  async list(tx: Transaction, county: string, limit: number): Promise<AssignmentRow[]> {
    return tx.query<AssignmentRow[]>(`select ${ASSIGNMENT} from seat_assignments where county = $1 order by asked_at desc, id limit $2`, [county, limit]);
  }

  /** Of the caller's own people; by order, best first. */
  async listPairs(tx: Transaction, id: string, orderId: string | null = null): Promise<AssignmentPairRow[]> {
    return tx.query<AssignmentPairRow[]>(
      `select order_id as "orderId", registration_id as "registrationId", score, has_applied as "hasApplied" from seat_assignment_pairs where assignment_id = $1 and ($2::uuid is null or order_id = $2) order by order_id, has_applied desc, score desc, registration_id`, [id, orderId]);
  }

  /** Of these orders those whose seats are drawn by lot, and how many seats of the others are spoken for. */
  async standing(tx: Transaction, orderIds: readonly string[]): Promise<{ readonly orderId: string; readonly isDrawn: boolean; readonly taken: number }[]> {
    return tx.query(
      `select o.id as "orderId", exists (select from lotteries l where l.order_id = o.id and l.state <> 'cancelled') as "isDrawn", (select count(*)::int from class_offers f where f.order_id = o.id and f.state in ('made', 'told', 'accepted')) as taken
       from training_orders o where o.id = any ($1::uuid[])`, [orderIds]);
  }
}
