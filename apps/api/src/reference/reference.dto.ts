import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { Type } from 'class-transformer';
import type { EntryPage, ReferenceEntry, ReferenceList } from './reference-lists.service.js';

export class ReferenceListResponse {
  /** @example 'education' */
  name!: string;
  /** @example '文化程度' */
  title!: string;
  /** Entries in all. */
  count!: number;
  /** Changes when an entry does. */
  version!: string;

  static of(this: void, { name, title, entries, version }: ReferenceList): ReferenceListResponse {
    return { name, title, count: entries.length, version };
  }
}

export class ReferenceListsResponse {
  lists!: ReferenceListResponse[];
}

export class ReferenceEntryResponse implements ReferenceEntry {
  code!: string;
  /** Chinese. */
  label!: string;
  /** The code above it, in lists that are trees (regions, occupations). */
  parent!: string | null;
  /** A retired code is kept for old data. */
  inUse!: boolean;
}

export class ReferenceQuery {
  /** Entries after this code. */
  @IsOptional() @IsString() @MaxLength(60)
  after?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(5_000)
  limit = 1_000;
  /** Only the codes right below this one. */
  @IsOptional() @IsString() @MaxLength(60)
  parent?: string;
}

export class ReferencePage extends ReferenceListResponse {
  items!: ReferenceEntryResponse[];
  /** Give it as `after`; null at the end. */
  next!: string | null;

  static ofList(this: void, list: ReferenceList, { entries, next }: EntryPage): ReferencePage {
    return { ...ReferenceListResponse.of(list), items: entries.map(({ code, label, parent, inUse }) => ({ code, label, parent, inUse })), next };
  }
}
