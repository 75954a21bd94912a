import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CatalogueService, type Catalogue } from '@app/catalogue';
import { DomainError } from '@app/kernel';
import { CursorInvalid, decodeCursor, pageOf, type Page } from '@app/platform';
import { CODE_LISTS } from './code-lists.js';

/** One code of a list. */
export interface ReferenceEntry {
  readonly code: string;
  /** Chinese. */
  readonly label: string;
  /** The code above it, in lists that are trees. */
  readonly parent: string | null;
  /** Still in use; a retired code is kept for old data. */
  readonly inUse: boolean;
}

export interface ReferenceList {
  readonly name: string;
  readonly title: string;
  /** Changes when an entry does. */
  readonly version: string;
  readonly entries: readonly ReferenceEntry[];
}

/** There is no list of this name. */
export class ReferenceListUnknown extends DomainError {
  readonly code = 'REFERENCE.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这个代码表；全部代码表见 /v1/reference。');
  }
}

const plain = (code: string, label: string, parent: string | null = null, inUse = true): ReferenceEntry => ({ code, label, parent, inUse });
const above = (code: string): string | null => (code.includes('-') ? code.slice(0, code.lastIndexOf('-')) : null);

/** Lists that the catalogue holds. */
const CATALOGUE_LISTS: Readonly<Record<string, { readonly title: string; readonly entries: (catalogue: Catalogue) => ReferenceEntry[] }>> = {
  region: { title: '行政区划', entries: ({ regions }) => [...regions.all()].map((region) => plain(region.code, region.name, region.parent, region.validTo === null && region.successor === null)) },
  occupation: { title: '职业（职业分类大典 2022 年版）', entries: ({ occupations }) => [...occupations.values()].map(({ code, name }) => plain(code, name, above(code))) },
  skill: { title: '技能', entries: ({ skills }) => skills.map(({ id, name }) => plain(id, name)) },
  course: { title: '课程', entries: ({ courses }) => courses.map(({ id, name }) => plain(id, name)) },
};

/** Every code list that the API speaks, closed ones and the catalogue's. Made once for each state of the catalogue. */
@Injectable()
export class ReferenceLists {
  #made: { readonly catalogue: Catalogue; readonly lists: ReadonlyMap<string, ReferenceList> } | null = null;

  constructor(private readonly catalogues: CatalogueService) {}

  async all(): Promise<readonly ReferenceList[]> {
    return [...(await this.#lists()).values()];
  }

  /** @throws ReferenceListUnknown */
  async get(name: string): Promise<ReferenceList> {
    const list = (await this.#lists()).get(name);
    if (list === undefined) throw new ReferenceListUnknown();
    return list;
  }

  async #lists(): Promise<ReadonlyMap<string, ReferenceList>> {
    const catalogue = await this.catalogues.current();
    if (this.#made?.catalogue === catalogue) return this.#made.lists;
    const closed = Object.entries(CODE_LISTS).map(([name, { title, labels }]) => listOf(name, title, Object.entries(labels).map(([code, label]) => plain(code, label))));
    const open = Object.entries(CATALOGUE_LISTS).map(([name, { title, entries }]) => listOf(name, title, entries(catalogue)));
    const lists = new Map([...closed, ...open].map((list) => [list.name, list]));
    this.#made = { catalogue, lists };
    return lists;
  }
}

/** A page of the whole list, or of what lies right below `parent`. @throws CursorInvalid */
export function pageOfList(list: ReferenceList, { cursor, limit, parent }: { readonly cursor?: string; readonly limit: number; readonly parent?: string }): Page<ReferenceEntry> {
  const [after] = decodeCursor(cursor, ['text']) ?? [];
  const entries = parent === undefined ? list.entries : list.entries.filter((entry) => entry.parent === parent);
  const place = after === undefined ? -1 : entries.findIndex((entry) => entry.code === after);
  if (after !== undefined && place < 0) throw new CursorInvalid(); // the list has changed, or it is another's
  return pageOf(entries.slice(place + 1, place + 2 + limit), limit, (entry) => [entry.code], (entry) => entry);
}

function listOf(name: string, title: string, entries: readonly ReferenceEntry[]): ReferenceList {
  return { name, title, entries, version: createHash('sha256').update(JSON.stringify(entries)).digest('base64url').slice(0, 16) };
}
