import { CursorQuery, IsCivilDate, IsRegionCode } from '@app/platform';
import { type AskedFollowUps, FOLLOW_UP_STATES, type FollowUpMilestone, type FollowUpPage, type FollowUpState, type FollowUpView } from '@app/placements';
import { IsIn, IsOptional } from 'class-validator';

export class ListFollowUpsQuery extends CursorQuery {
  @IsOptional() @IsIn(FOLLOW_UP_STATES)
  state?: FollowUpState;
  /** Due on an earlier day. */
  @IsOptional() @IsCivilDate()
  dueBefore?: string;
  /** A township or village of one's own region. @example '420626106' */
  @IsOptional() @IsRegionCode()
  region?: string;
}

export class FollowUpResponse {
  id!: string;
  traineeId!: string;
  name!: string | null;
  idNumberMasked!: string | null;
  phoneMasked!: string | null;
  /** Where the person is registered: whose work it is. */
  ownerRegion!: string;
  employmentId!: string;
  employerId!: string | null;
  employerName!: string | null;
  /** Days after the start. */
  milestone!: FollowUpMilestone;
  startsOn!: string;
  dueOn!: string;
  /** Of an open one; 0 until the due day. */
  overdueDays!: number;
  /** `moot`: the job ended before the day, or never was. */
  state!: FollowUpState;
  /** The evidence of this milestone. */
  evidenceFactId!: string | null;

  static of(this: void, view: FollowUpView): FollowUpResponse {
    const { id, traineeId, name, idNumberMasked, phoneMasked, ownerRegion, employmentId, employerId, employerName, milestone, startsOn, dueOn, overdueDays, state, evidenceFactId } = view;
    return { id, traineeId, name, idNumberMasked, phoneMasked, ownerRegion, employmentId, employerId, employerName, milestone, startsOn, dueOn, overdueDays, state, evidenceFactId };
  }
}

export class FollowUpPageResponse {
  items!: FollowUpResponse[];
  nextCursor!: string | null;
  asOf!: string;
  /** What is listed and how the days are counted. */
  definition!: string;

  static of({ items, nextCursor, asOf, definition }: FollowUpPage): FollowUpPageResponse {
    return { items: items.map(FollowUpResponse.of), nextCursor, asOf, definition };
  }
}

export class AskedFollowUpsResponse {
  asked!: number;
  /** Open and due, and not asked now: asked before, or no telephone that reaches them. */
  leftOut!: number;

  static of({ asked, leftOut }: AskedFollowUps): AskedFollowUpsResponse {
    return { asked, leftOut };
  }
}
