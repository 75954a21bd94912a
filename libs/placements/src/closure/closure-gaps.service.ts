import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { ClosureStep, StepState } from '@app/outcomes';
import { AuditTrail, Database, decodeCursor, pageOf, type Page, type Principal, type Transaction } from '@app/platform';
import type { ShownPerson } from '../people/registrations.repository.js';
import { ClosureScenes, type ClosureQuery, type ClosureScene } from './closure-scene.js';
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

/** A page with the dates it was taken at. */
export interface GapPage<T> extends Page<T> {
  readonly asOf: CivilDate;
  readonly knownBy: string | null;
  readonly definition: string;
}

const GAPS: readonly StepState[] = ['open', 'unknown'];

/** Who is missing in a step: by name, village and responsible officer, for those in whose scope they are. Looking is noted in the trail. */
@Injectable()
export class ClosureGapsService {
  constructor(
    private readonly database: Database,
    private readonly scenes: ClosureScenes,
    private readonly describer: GapDescriber,
    private readonly audit: AuditTrail,
  ) {}

  /** By the place where they are registered now, then id. @throws PlacementQueryInvalid, OutOfScope, CursorInvalid */
  async listPersons(principal: Principal, query: GapQuery): Promise<GapPage<PersonGap>> {
    const after = decodeCursor(query.cursor, ['text', 'uuid']);
    const scene = await this.scenes.at(principal, query);
    const rows = (await this.scenes.residents(scene)).filter(({ steps }) => isAsked(steps[query.step].state, query.state));
    return this.database.inScope(principal, async (tx) => {
      const own = query.officerId === undefined ? rows : await this.describer.ofOfficer(tx, rows, query.officerId);
      const page = pageOf(sortedAfter(own, (row) => [row.region, row.personId], after).slice(0, query.limit + 1), query.limit, (row) => [row.region, row.personId], (row) => row);
      await this.#note(tx, 'closure.list-persons', scene, page.items.length, query);
      return { ...headOf(scene, STEP_DEFINITIONS[query.step]), items: await this.describer.persons(tx, page.items, query.step), nextCursor: page.nextCursor };
    });
  }

  /** By region, then number. @throws PlacementQueryInvalid, OutOfScope, CursorInvalid */
  async listHouseholds(principal: Principal, query: Omit<GapQuery, 'officerId'>): Promise<GapPage<HouseholdGap>> {
    const after = decodeCursor(query.cursor, ['text', 'text']);
    const scene = await this.scenes.at(principal, query);
    const rows = scene.households.filter(({ isExcluded, steps }) => !isExcluded && isAsked(steps[query.step].state, query.state));
    return this.database.inScope(principal, async (tx) => {
      const page = pageOf(sortedAfter(rows, ({ row }) => [row.ownerRegion, row.number], after).slice(0, query.limit + 1), query.limit, ({ row }) => [row.ownerRegion, row.number], (row) => row);
      await this.#note(tx, 'closure.list-households', scene, page.items.length, query);
      const [heads, members] = [await this.describer.households(tx, page.items), await this.describer.members(tx, page.items.flatMap((each) => each.members), page.items.map(({ household }) => household), scene)];
      const items = page.items.map((each, i): HouseholdGap => ({ ...heads[i]!, step: each.steps[query.step], steps: each.steps, categories: each.categories, income: each.income, members: each.members.flatMap((id) => members.get(id) ?? []) }));
      return { ...headOf(scene, STEP_DEFINITIONS[query.step]), items, nextCursor: page.nextCursor };
    });
  }

  /** Zero-employment households by region, then number, with whoever of them is at work. @throws PlacementQueryInvalid, OutOfScope, CursorInvalid */
  async listZeroEmployment(principal: Principal, query: ZeroEmploymentQuery): Promise<GapPage<ZeroEmploymentItem>> {
    const after = decodeCursor(query.cursor, ['text', 'text']);
    const scene = await this.scenes.at(principal, query);
    const rows = scene.zeroEmployment.filter(({ employed }) => query.isEmployed === undefined || employed.length > 0 === query.isEmployed);
    return this.database.inScope(principal, async (tx) => {
      const page = pageOf(sortedAfter(rows, ({ row }) => [row.ownerRegion, row.number], after).slice(0, query.limit + 1), query.limit, ({ row }) => [row.ownerRegion, row.number], (row) => row);
      await this.#note(tx, 'closure.list-zero-employment', scene, page.items.length, {});
      const [heads, members] = [await this.describer.households(tx, page.items), await this.describer.members(tx, page.items.flatMap(({ employed, otherWork }) => [...employed, ...otherWork]), page.items.map(({ household }) => household), scene)];
      const shown = (ids: readonly string[]): ShownPerson[] => ids.flatMap((id) => members.get(id) ?? []);
      return { ...headOf(scene, ZERO_EMPLOYMENT_DEFINITION), items: page.items.map(({ isListed, employed, otherWork }, i) => ({ ...heads[i]!, isListed, employed: shown(employed), otherWork: shown(otherWork) })), nextCursor: page.nextCursor };
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

/** Sorted by a key of two texts, those behind the key of the cursor. */
function sortedAfter<T>(rows: readonly T[], keyOf: (row: T) => readonly [string, string], after: readonly (string | number)[] | null): T[] {
  const order = ([a, b]: readonly [string, string], [c, d]: readonly [string, string]): number => (a === c ? (b < d ? -1 : b > d ? 1 : 0) : a < c ? -1 : 1);
  const rest = after === null ? [...rows] : rows.filter((row) => order(keyOf(row), [String(after[0]), String(after[1])]) > 0);
  return rest.sort((a, b) => order(keyOf(a), keyOf(b)));
}
