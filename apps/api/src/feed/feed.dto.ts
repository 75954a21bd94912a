import type { FeedChange, OfferedVacancy } from '@app/vacancies';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

export class FeedChangesQuery {
  /** From the header `x-feed-cursor` of the snapshot, or from the answer before. */
  @IsString() @MaxLength(300)
  since!: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(1000)
  limit?: number;
}

export class OfferedVacancyResponse {
  id!: string;
  title!: string;
  occupation!: string | null;
  employer!: string;
  employerVerified!: boolean;
  region!: string | null;
  regionLabel!: string | null;
  minEducation!: string | null;
  /** Yuan a month. */
  payFrom!: number | null;
  payTo!: number | null;
  payText!: string | null;
  /** Seats left; null = unknown. */
  openings!: number | null;
  kind!: string | null;
  lodging!: boolean | null;
  description!: string | null;
  publishedOn!: string | null;
  validThrough!: string | null;
  startsOn!: string | null;
  source!: string;
  updatedAt!: Date;

  static of(row: OfferedVacancy): OfferedVacancyResponse {
    const { id, title, occupation, employer, employerVerified, region, regionLabel, minEducation, payFrom, payTo, payText, openings, kind, lodging, description, publishedOn, validThrough, startsOn, source, updatedAt } = row;
    return Object.assign(new OfferedVacancyResponse(), { id, title, occupation, employer, employerVerified, region, regionLabel, minEducation, payFrom, payTo, payText, openings, kind, lodging, description, publishedOn, validThrough, startsOn, source, updatedAt });
  }
}

export class FeedChangeResponse {
  /** `upsert` or `remove`. */
  op!: 'upsert' | 'remove';
  id!: string;
  /** Of an upsert. */
  vacancy!: OfferedVacancyResponse | null;

  static of(change: FeedChange): FeedChangeResponse {
    const id = change.op === 'upsert' ? change.vacancy.id : change.id;
    return Object.assign(new FeedChangeResponse(), { op: change.op, id, vacancy: change.op === 'upsert' ? OfferedVacancyResponse.of(change.vacancy) : null });
  }
}

export class FeedChangesResponse {
  changes!: FeedChangeResponse[];
  /** Where to go on. */
  cursor!: string;
  /** Whether more is there already. */
  more!: boolean;
}
