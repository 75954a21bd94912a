import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { SeatPair, SeatPlan } from '@app/matching';
import type { Transaction } from '@app/platform';

/** An assignment in numbers. */
export interface AssignmentFigures extends Omit<SeatPlan, 'pairs' | 'short'> {
  readonly seats: number;
  readonly seated: number;
  readonly townshipShare: number;
  /** Townships that get less than their assured part. */
  readonly shortTownships: readonly { readonly township: string; readonly least: number; readonly reached: number }[];
  /** Reserved seats that the group could not fill, over all classes. */
  readonly unfilledReserves: number;
}

export interface AssignmentRow {
  readonly id: string;
  readonly county: string;
  readonly asOf: CivilDate;
  readonly scoringVersion: string;
  readonly seatPolicyVersion: string;
  readonly orderIds: readonly string[];
  readonly figures: AssignmentFigures;
  readonly madeBy: string;
  readonly madeAt: Date;
}

export interface NewAssignment extends Omit<AssignmentRow, 'id' | 'madeAt'> {
  readonly pairs: readonly SeatPair[];
}

export interface AssignmentPairRow {
  readonly orderId: string;
  readonly registrationId: string;
  readonly score: number;
  readonly hasApplied: boolean;
}

const ASSIGNMENT = 'id, county, as_of as "asOf", scoring_version as "scoringVersion", seat_policy_version as "seatPolicyVersion", order_ids as "orderIds", figures, made_by as "madeBy", made_at as "madeAt"';

@Injectable()
export class SeatAssignmentsRepository {
  /** Stores it with its pairs; who has left the register meanwhile is left out. */
  async add(tx: Transaction, { county, asOf, scoringVersion, seatPolicyVersion, orderIds, figures, madeBy, pairs }: NewAssignment): Promise<AssignmentRow> {
    const [row] = await tx.query<AssignmentRow[]>(
      `insert into seat_assignments (county, owner_region, as_of, scoring_version, seat_policy_version, order_ids, figures, made_by) values ($1, rpad($1, 12, '0'), $2, $3, $4, $5, $6, $7) returning ${ASSIGNMENT}`,
      [county, asOf, scoringVersion, seatPolicyVersion, orderIds, JSON.stringify(figures), madeBy],
    );
    await tx.query(
      `insert into seat_assignment_pairs (assignment_id, order_id, registration_id, owner_region, score, has_applied)
       select $1, g."postId", r.id, r.owner_region, g.score, g."hasApplied" from jsonb_to_recordset($2::jsonb) as g ("traineeId" uuid, "postId" uuid, score int, "hasApplied" boolean) join registrations r on r.id = g."traineeId"`,
      [row!.id, JSON.stringify(pairs)],
    );
    return row!;
  }

  async find(tx: Transaction, id: string): Promise<AssignmentRow | null> {
    const [row] = await tx.query<AssignmentRow[]>(`select ${ASSIGNMENT} from seat_assignments where id = $1`, [id]);
    return row ?? null;
  }

  /** The newest first. */
  async list(tx: Transaction, county: string, limit: number): Promise<AssignmentRow[]> {
    return tx.query<AssignmentRow[]>(`select ${ASSIGNMENT} from seat_assignments where county = $1 order by made_at desc, id limit $2`, [county, limit]);
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
