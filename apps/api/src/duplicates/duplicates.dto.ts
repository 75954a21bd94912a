import { CursorQuery, IsLine, IsUuid } from '@app/platform';
import { DUPLICATE_REASONS, DUPLICATE_REASON_LABEL, type DuplicateGroup, type DuplicateReason } from '@app/vacancies';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';

const TOGETHER_MAX = 50;

export class ListDuplicatesQuery extends CursorQuery {
  /** Groups with a duplicate from this source. */
  @IsOptional() @IsString() @MaxLength(40)
  source?: string;
  @IsOptional() @IsIn(DUPLICATE_REASONS)
  reason?: DuplicateReason;
}

export class DecideDuplicatesDto {
  @IsArray() @ArrayMinSize(2) @ArrayMaxSize(TOGETHER_MAX) @ArrayUnique() @IsUuid({ each: true })
  vacancyIds!: string[];
  /** Kept with the decision and in the audit trail. */
  @IsLine(200)
  reason!: string;
}

export class DuplicateMemberResponse {
  id!: string;
  /** Whether it stands for the others. */
  canonical!: boolean;
  reason!: DuplicateReason | null;
  /** The reason in words. */
  reasonLabel!: string | null;
  source!: string;
  title!: string;
  employer!: string;
  regionLabel!: string | null;
  payText!: string | null;
  status!: string;
  createdAt!: Date;
}

export class DuplicateGroupResponse {
  canonicalId!: string;
  members!: DuplicateMemberResponse[];

  static of({ canonicalId, members }: DuplicateGroup): DuplicateGroupResponse {
    return Object.assign(new DuplicateGroupResponse(), {
      canonicalId,
      members: members.map(({ id, duplicateOf, reason, source, title, employer, regionLabel, payText, status, createdAt }): DuplicateMemberResponse => ({
        id, canonical: duplicateOf === null, reason, reasonLabel: reason === null ? null : DUPLICATE_REASON_LABEL[reason], source, title, employer, regionLabel, payText, status, createdAt,
      })),
    });
  }
}

export class DuplicateGroupPage {
  items!: DuplicateGroupResponse[];
  nextCursor!: string | null;
}

export class DuplicateDecisionResponse {
  /** Vacancies that became canonical or a duplicate by it. */
  changed!: number;
}
