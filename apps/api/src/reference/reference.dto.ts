import { CursorQuery, type Page } from '@app/platform';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { ReferenceEntry, ReferenceList } from './reference-lists.service.js';

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

export class ReferenceQuery extends CursorQuery {
  /** Only the codes right below this one. */
  @IsOptional() @IsString() @MaxLength(60)
  parent?: string;
}

export class ReferencePage extends ReferenceListResponse {
  items!: ReferenceEntryResponse[];
  nextCursor!: string | null;

  static ofList(this: void, list: ReferenceList, { items, nextCursor }: Page<ReferenceEntry>): ReferencePage {
    return { ...ReferenceListResponse.of(list), items: items.map(({ code, label, parent, inUse }) => ({ code, label, parent, inUse })), nextCursor };
  }
}
