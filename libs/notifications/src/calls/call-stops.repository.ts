import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import type { CallsAsked } from './call-rules.js';

/** What a person has said about being called, under every name and in every county. */
export interface CallStopStanding {
  /** Since when there are to be no calls; null: calls may be made. */
  readonly stoppedAt: Date | null;
  /** When a stop was last lifted, and how the person asked for it; null: none ever was. */
  readonly liftedAt: Date | null;
  readonly liftedHow: CallsAsked | null;
}

/** What the database did: `again`, every stop had been lifted before · `none`, there never was one. */
export interface LiftedStops {
  readonly verdict: 'lifted' | 'again' | 'none';
  readonly ownerRegion: string;
}

/** Stops of calls. `record_call` makes them, `lift_call_stops` lifts them; nothing else moves one. */
@Injectable()
export class CallStopsRepository {
  /** Null: nobody like that is in scope. */
  async of(tx: Transaction, traineeId: string): Promise<CallStopStanding | null> {
    const [row] = await tx.query<CallStopStanding[]>(
      `select s.stopped_at as "stoppedAt", s.lifted_at as "liftedAt", s.lifted_how as "liftedHow" from registrations r left join call_stops_of(array[r.id]) s on true where r.id = $1`, [traineeId]);
    return row ?? null;
  }

  /** Null: nobody like that is in scope. */
  async lift(tx: Transaction, traineeId: string, how: CallsAsked, at: Date): Promise<LiftedStops | null> {
    const [row] = await tx.query<LiftedStops[]>('select verdict, owner_region as "ownerRegion" from lift_call_stops($1, $2, $3)', [traineeId, how, at]);
    return row ?? null;
  }
}
