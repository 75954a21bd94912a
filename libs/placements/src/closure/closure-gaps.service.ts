import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { ClosureStep, StepState } from '@app/outcomes';
import { AuditTrail, CursorInvalid, Database, decodeCursor, pageOf, type Page, type Principal, type Transaction } from '@app/platform';
import type { ShownPerson } from '../people/registrations.repository.js';
import { ClosureScenes, type ClosureQuery, type ClosureScene, type PagedComputation } from './closure-scene.js';
import { STEP_DEFINITIONS, ZERO_EMPLOYMENT_DEFINITION } from './definitions.js';
import { GapDescriber, type HouseholdGap, type PersonGap, type ZeroEmploymentItem } from './gap-describer.js';

interface Paging {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface GapQuery extends ClosureQuery, Paging {
  readonly step: ClosureStep;
  /** Left out: the gaps, open and unknown. */
  readonly state?: StepState | undefined;
  /** Only those for whom this officer answers. */
  readonly officerId?: string | undefined;
}

export interface ZeroEmploymentQuery extends ClosureQuery, Paging {
  /** Left out: all. */
  readonly isEmployed?: boolean | undefined;
}

/** A page with the dates it was taken at. Every page that its cursor leads to is of the same computation. */
export interface GapPage<T> extends Page<T> {
  readonly asOf: CivilDate;
  readonly knownBy: string | null;
  readonly definition: string;
  /** On all pages together. */
  readonly total: number;
}

/** What a cursor carries: the computation, then the key of the last row. */
type RowKey = readonly [string, string];

const GAPS: readonly StepState[] = ['open', 'unknown'];

/**
 * Who is missing in a step: by name, village and responsible officer, for those in whose scope they are. Looking is noted in
 * the trail. Where people and households are registered is read anew for every page; how they stand is not.
 */
@Injectable()
export class ClosureGapsService {
  constructor(
    private readonly database: Database,
    private readonly scenes: ClosureScenes,
    private readonly describer: GapDescriber,
    private readonly audit: AuditTrail,
  ) {}

  /** By the place where they are registered now, then id. @throws PlacementQueryInvalid, OutOfScope, CursorInvalid, ClosureOfAnotherComputation */
  async listPersons(principal: Principal, query: GapQuery): Promise<GapPage<PersonGap>> {
    const { computation, after } = readCursor(query.cursor, 'uuid');
    const scene = await this.scenes.at(principal, query, computation);
    const rows = await this.scenes.residents(scene, scene.everybody.filter(({ steps }) => isAsked(steps[query.step].state, query.state)));
    return this.database.inScope(principal, async (tx) => {
      const own = query.officerId === undefined ? rows : await this.describer.ofOfficer(tx, rows, query.officerId);
      const page = pageAfter(scene, own, (row) => [row.region, row.personId], query.limit, after);
      await this.#note(tx, 'closure.list-persons', scene, page.items.length, query);
      return { ...headOf(scene, STEP_DEFINITIONS[query.step]), total: own.length, items: await this.describer.persons(tx, page.items, query.step), nextCursor: page.nextCursor };
    });
  }

  /** By region, then number. @throws PlacementQueryInvalid, OutOfScope, CursorInvalid, ClosureOfAnotherComputation */
  async listHouseholds(principal: Principal, query: Omit<GapQuery, 'officerId'>): Promise<GapPage<HouseholdGap>> {
    const { computation, after } = readCursor(query.cursor, 'text');
    const scene = await this.scenes.at(principal, query, computation);
    const rows = scene.households.filter(({ isExcluded, steps }) => !isExcluded && isAsked(steps[query.step].state, query.state));
    return this.database.inScope(principal, async (tx) => {
      const page = pageAfter(scene, rows, ({ row }) => [row.ownerRegion, row.number], query.limit, after);
      await this.#note(tx, 'closure.list-households', scene, page.items.length, query);
      const [heads, members] = [await this.describer.households(tx, page.items), await this.describer.members(tx, page.items.flatMap((each) => each.members), page.items.map(({ household }) => household), scene)];
      const items = page.items.map((each, i): HouseholdGap => ({ ...heads[i]!, step: each.steps[query.step], steps: each.steps, categories: each.categories, income: each.income, members: each.members.flatMap((id) => members.get(id) ?? []) }));
      return { ...headOf(scene, STEP_DEFINITIONS[query.step]), total: rows.length, items, nextCursor: page.nextCursor };
    });
  }

  /** Zero-employment households by region, then number, with whoever of them is at work. @throws PlacementQueryInvalid, OutOfScope, CursorInvalid, ClosureOfAnotherComputation */
  async listZeroEmployment(principal: Principal, query: ZeroEmploymentQuery): Promise<GapPage<ZeroEmploymentItem>> {
    const { computation, after } = readCursor(query.cursor, 'text');
    const scene = await this.scenes.at(principal, query, computation);
    const rows = scene.zeroEmployment.filter(({ employed }) => query.isEmployed === undefined || employed.length > 0 === query.isEmployed);
    return this.database.inScope(principal, async (tx) => {
      const page = pageAfter(scene, rows, ({ row }) => [row.ownerRegion, row.number], query.limit, after);
      await this.#note(tx, 'closure.list-zero-employment', scene, page.items.length, {});
      const [heads, members] = [await this.describer.households(tx, page.items), await this.describer.members(tx, page.items.flatMap(({ employed, otherWork }) => [...employed, ...otherWork]), page.items.map(({ household }) => household), scene)];
      const shown = (ids: readonly string[]): ShownPerson[] => ids.flatMap((id) => members.get(id) ?? []);
      return { ...headOf(scene, ZERO_EMPLOYMENT_DEFINITION), total: rows.length, items: page.items.map(({ isListed, employed, otherWork }, i) => ({ ...heads[i]!, isListed, employed: shown(employed), otherWork: shown(otherWork) })), nextCursor: page.nextCursor };
    });
  }

  async #note(tx: Transaction, action: string, { region }: ClosureScene, shown: number, { step, state }: { readonly step?: string | undefined; readonly state?: string | undefined }): Promise<void> {
    await this.audit.record(tx, { action, subjectKind: 'region', subjectId: region, region, details: { step: step ?? null, state: state ?? null, shown } });
  }
}

function isAsked(state: StepState, asked: StepState | undefined): boolean {
  return asked === undefined ? GAPS.includes(state) : state === asked;
}

function headOf({ asOf, knownByText }: ClosureScene, definition: string): Pick<GapPage<never>, 'asOf' | 'knownBy' | 'definition'> {
  return { asOf, knownBy: knownByText, definition };
}

/** The cursors of these lists: day, instant, instant asked for (0: none) and merges of the computation, then the key of the last row. @throws CursorInvalid */
function readCursor(cursor: string | undefined, last: 'uuid' | 'text'): { readonly computation: PagedComputation | null; readonly after: RowKey | null } {
  const read = decodeCursor(cursor, ['date', 'number', 'number', 'text', 'text', last]) as readonly [CivilDate, number, number, string, string, string] | null;
  if (read === null) return { computation: null, after: null };
  const [asOf, knownBy, asked, merges, ...after] = read;
  if (!Number.isSafeInteger(knownBy) || knownBy < 0) throw new CursorInvalid();
  return { computation: { asOf, knownBy, asked: asked === 0 ? null : asked, merges }, after };
}

/** The page behind the key of the last row before, by keys. */
function pageAfter<T>({ computation: { asOf, knownBy, asked, merges } }: ClosureScene, rows: readonly T[], keyOf: (row: T) => RowKey, limit: number, after: RowKey | null): Page<T> {
  const order = ([a, b]: RowKey, [c, d]: RowKey): number => (a === c ? (b < d ? -1 : b > d ? 1 : 0) : a < c ? -1 : 1);
  const rest = after === null ? [...rows] : rows.filter((row) => order(keyOf(row), after) > 0);
  rest.sort((a, b) => order(keyOf(a), keyOf(b)));
  return pageOf(rest.slice(0, limit + 1), limit, (row) => [asOf, knownBy ?? 0, asked ?? 0, merges, ...keyOf(row)], (row) => row);
}
