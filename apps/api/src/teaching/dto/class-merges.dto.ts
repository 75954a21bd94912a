import { ApiProperty } from '@nestjs/swagger';
import { MERGE_DISTANCES, type MergeCandidate, type MergeDistance } from '@app/teaching';

const DEFINITION = '口径：同一课程（订单按职业）、时间有重叠、合起来坐得下的尚未开课的班次与排队中的订单，两两比较；人数为在班人数，订单为承诺席位；能去的人数按学员的可去范围计，不知道的算能去。';

/** A class that has not begun, or an order that waits. */
export class MergeSide {
  @ApiProperty({ enum: ['class', 'order'] })
  kind!: 'class' | 'order';
  id!: string;
  name!: string;
  region!: string;
  from!: string;
  to!: string;
  seats!: number;
  minSeats!: number;
  people!: number;

  static of({ kind, id, name, region, from, to, seats, minSeats, people }: MergeCandidate['into']): MergeSide {
    return { kind, id, name, region, from, to, seats, minSeats, people };
  }
}

export class MergeCandidateResponse {
  /** It would stay. */
  into!: MergeSide;
  /** It would join. */
  from!: MergeSide;
  @ApiProperty({ enum: MERGE_DISTANCES })
  distance!: MergeDistance;
  /** Of both together. */
  people!: number;
  /** Of those who would have to move, how many go so far; null: an order, nobody is named yet. */
  reachable!: number | null;
  /** Neither would be held by itself. */
  bothBelowMinimum!: boolean;

  static of(this: void, { into, from, distance, people, reachable, bothBelowMinimum }: MergeCandidate): MergeCandidateResponse {
    return { into: MergeSide.of(into), from: MergeSide.of(from), distance, people, reachable, bothBelowMinimum };
  }
}

export class MergeCandidatesResponse {
  /** First those of which neither would be held by itself; at most 100. */
  items!: MergeCandidateResponse[];
  /** 口径 */
  definition!: string;

  static of(candidates: readonly MergeCandidate[]): MergeCandidatesResponse {
    return { items: candidates.map(MergeCandidateResponse.of), definition: DEFINITION };
  }
}
