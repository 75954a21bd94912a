import { Injectable } from '@nestjs/common';
import { CatalogueService } from '@app/catalogue';
import { padRegion, type FieldFault } from '@app/kernel';
import { AuditTrail, Database, decodeCursor, Outbox, pageOf, type Page, type Principal, type Transaction } from '@app/platform';
import { countyOf } from '../imports/vacancy-sources.service.js';
import type { VacancyJobs } from '../vacancy-jobs.js';
import { EmployerUnknown } from '../vacancies.errors.js';
import { VacancyWriter } from '../vacancies/vacancy-writer.js';
import { EmployersRefused } from '../doubts/doubts.errors.js';
import type { EmployerVerdict } from './employer-decision.entity.js';
import { placesBeforeNames, spellingKey } from './employer-spelling.js';
import { EmployerSpellingsRepository, type DecidedEmployer, type SpelledEmployer } from './employer-spellings.repository.js';

/** Two names that may be one employer; `kept` is the one that a merge keeps. */
export interface SpellingDoubt {
  readonly kept: SpelledEmployer;
  readonly other: SpelledEmployer;
}

/** An officer's word about two names. */
export interface SpellingDecision {
  readonly employerId: string;
  readonly otherId: string;
  readonly verdict: EmployerVerdict;
}

/** One employer under many spellings: found by name, said by an officer, never by software. */
@Injectable()
export class EmployerSpellings {
  constructor(
    private readonly database: Database,
    private readonly repository: EmployerSpellingsRepository,
    private readonly catalogues: CatalogueService,
    private readonly writer: VacancyWriter,
    private readonly outbox: Outbox,
    private readonly audit: AuditTrail,
  ) {}

  /** Pairs that may be one, by the names' common part; those of which an officer said that they are two are not asked again. */
  async list(principal: Principal, { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<SpellingDoubt>> {
    const after = (decodeCursor(cursor, ['uuid', 'uuid']) ?? null) as readonly [string, string] | null;
    const doubts = await this.database.inScope(principal, (tx) => this.findAll(tx, countyOf(principal)));
    const from = after === null ? 0 : doubts.findIndex(({ kept, other }) => kept.id > after[0] || (kept.id === after[0] && other.id > after[1]));
    return pageOf(from < 0 ? [] : doubts.slice(from, from + limit + 1), limit, ({ kept, other }) => [kept.id, other.id], (doubt) => doubt);
  }

  /** All of a county, by the ids of both. */
  async findAll(tx: Transaction, ownerRegion: string): Promise<SpellingDoubt[]> {
    const places = placesBeforeNames(await this.catalogues.current(), ownerRegion);
    const groups = new Map<string, SpelledEmployer[]>();
    for (const employer of await this.repository.list(tx, ownerRegion)) {
      const key = spellingKey(employer.normalisedName, places);
      if (key !== null) groups.set(key, [...(groups.get(key) ?? []), employer]);
    }
    const different = new Set((await this.repository.listDifferent(tx)).map(({ one, other }) => `${one} ${other}`));
    return [...groups.values()].flatMap((group) => pairsOf(group, different)).sort((a, b) => compare(a.kept.id, b.kept.id) || compare(a.other.id, b.other.id));
  }

  /**
   * `same`: the vacancies of the other name go to the one that is kept (verified, else coded, else older), and whatever
   * comes under it later. `different`: the pair is not asked again; where it was merged, each gets back what came under
   * its name. All or none; the last word about a pair stands.
   * @returns vacancies of the county that moved
   * @throws EmployerUnknown, EmployersRefused with the reason of each
   */
  async decide(principal: Principal, decisions: readonly SpellingDecision[], reason: string): Promise<number> {
    const ownerRegion = countyOf(principal);
    return this.database.inScope(principal, async (tx) => {
      const names = new Set<string>();
      for (const [at, decision] of decisions.entries()) for (const name of await this.#decide(tx, principal, ownerRegion, { ...decision, reason, at })) names.add(name);
      const moved = await this.follow(tx, ownerRegion, [...names]);
      const others = (await this.repository.listCounties(tx)).filter((county) => padRegion(county) !== ownerRegion);
      if (names.size > 0) for (const county of others) await this.outbox.add<VacancyJobs, 'employers.renamed'>(tx, 'employers.renamed', { employerIds: [...names] }, { region: county });
      return moved;
    });
  }

  /** A county's vacancies under these names go to whoever the names mean today. Safe to repeat. */
  async follow(tx: Transaction, ownerRegion: string, names: readonly string[]): Promise<number> {
    const moved = await this.repository.follow(tx, ownerRegion, names);
    await this.writer.announce(tx, ownerRegion, moved);
    return moved.length;
  }

  /** The job of a county after another county's officer decided. */
  async followIn(principal: Principal, names: readonly string[]): Promise<void> {
    await this.database.inScope(principal, (tx) => this.follow(tx, countyOf(principal), names));
  }

  async #decide(tx: Transaction, principal: Principal, ownerRegion: string, { employerId, otherId, verdict, reason, at }: SpellingDecision & { readonly reason: string; readonly at: number }): Promise<string[]> {
    const [one, other] = await this.repository.lock(tx, [employerId, otherId]);
    if (employerId === otherId) throw new EmployersRefused([{ path: `decisions[${at}].otherId`, message: '须是另一个用人单位' }]);
    if (!one || !other) throw new EmployerUnknown();
    const names = verdict === 'same' ? await this.#merge(tx, ownerRegion, one, other, `decisions[${at}]`) : await this.#separate(tx, ownerRegion, one, other);
    await this.repository.decide(tx, ownerRegion, principal.id, { one: one.id, other: other.id, verdict, reason });
    await this.audit.record(tx, { action: verdict === 'same' ? 'employer.merge' : 'employer.split', subjectKind: 'employer', subjectId: one.id, region: ownerRegion.slice(0, 6), reason, details: { other: other.id } });
    return names;
  }

  async #merge(tx: Transaction, ownerRegion: string, one: DecidedEmployer, other: DecidedEmployer, path: string): Promise<string[]> {
    const refuse = (message: string): never => {
      throw new EmployersRefused([{ path, message } satisfies FieldFault]);
    };
    if (one.mergedInto === other.id || other.mergedInto === one.id) return [];
    if (one.mergedInto !== null || other.mergedInto !== null) refuse('其中一个已并入别的用人单位，请先拆分');
    if (one.creditCode !== null && other.creditCode !== null) refuse('两个统一社会信用代码不同，是两个单位');
    const [kept, merged] = isKeptBefore(one, other) ? [one, other] : [other, one];
    // Another county's name without a code might be merged there at this moment; one with a code never is.
    if (merged.ownerRegion !== ownerRegion || (kept.ownerRegion !== ownerRegion && kept.creditCode === null)) throw new EmployerUnknown();
    const shared = await this.repository.listSharedReferences(tx, kept.id, merged.id);
    if (shared.length > 0) refuse('两个单位通过接口发布的岗位用了相同的编号，请先改正其一');
    const names = await this.repository.namesOf(tx, merged.id);
    await this.repository.merge(tx, merged.id, kept.id);
    return names;
  }

  async #separate(tx: Transaction, ownerRegion: string, one: DecidedEmployer, other: DecidedEmployer): Promise<string[]> {
    const merged = one.mergedInto === other.id ? one : other.mergedInto === one.id ? other : null;
    if (merged === null) return [];
    if (merged.ownerRegion !== ownerRegion) throw new EmployerUnknown();
    await this.repository.split(tx, merged.id);
    return [merged.id];
  }
}

function pairsOf(group: readonly SpelledEmployer[], different: ReadonlySet<string>): SpellingDoubt[] {
  const [kept, ...others] = group;
  return others.filter((other) => other.creditCode === null && !different.has(kept!.id < other.id ? `${kept!.id} ${other.id}` : `${other.id} ${kept!.id}`)).map((other) => ({ kept: kept!, other }));
}

function isKeptBefore(one: DecidedEmployer, other: DecidedEmployer): boolean {
  if (one.verified !== other.verified) return one.verified;
  if ((one.creditCode === null) !== (other.creditCode === null)) return one.creditCode !== null;
  return one.createdAt.getTime() === other.createdAt.getTime() ? one.id < other.id : one.createdAt < other.createdAt;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
