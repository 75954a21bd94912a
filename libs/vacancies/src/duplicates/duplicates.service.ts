import { Injectable } from '@nestjs/common';
import { AuditTrail, Database, decodeCursor, pageOf, type Page, type Principal, type Transaction } from '@app/platform';
import { countyOf } from '../imports/vacancy-sources.service.js';
import { VacancyWriter } from '../vacancies/vacancy-writer.js';
import { NotComparable } from './duplicates.errors.js';
import { DuplicatesRepository, type DuplicateMember } from './duplicates.repository.js';
import { findDuplicates, type DuplicateReason } from './find-duplicates.js';

/** A vacancy and those that repeat it; the canonical one first. */
export interface DuplicateGroup {
  readonly canonicalId: string;
  readonly members: readonly DuplicateMember[];
}

export interface DuplicateQuestion {
  /** Groups with a duplicate from this source. */
  readonly source?: string | undefined;
  readonly reason?: DuplicateReason | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

const EMPLOYERS_A_BATCH = 500;

/** Finds the vacancies that stand twice, keeps one of each group canonical, and remembers what officers say. */
@Injectable()
export class Duplicates {
  constructor(
    private readonly database: Database,
    private readonly repository: DuplicatesRepository,
    private readonly writer: VacancyWriter,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Judges the county's open vacancies anew: those of the employers of `vacancyIds`, or all. Batches of employers are
   * committed as they come; doing it again changes nothing. Returns how many vacancies changed.
   */
  async find(principal: Principal, vacancyIds: readonly string[] | null = null): Promise<number> {
    const ownerRegion = countyOf(principal);
    const employers = await this.database.inScope(principal, async (tx) => {
      await this.repository.unlinkClosed(tx, ownerRegion);
      return this.repository.listEmployers(tx, ownerRegion, vacancyIds);
    });
    let changed = 0;
    for (let at = 0; at < employers.length; at += EMPLOYERS_A_BATCH) {
      const batch = employers.slice(at, at + EMPLOYERS_A_BATCH);
      changed += await this.database.inScope(principal, (tx) => this.#judge(tx, ownerRegion, batch));
    }
    return changed;
  }

  /** Groups of duplicates, by the id of the canonical vacancy. @throws CursorInvalid */
  async list(principal: Principal, { source, reason, limit, cursor }: DuplicateQuestion): Promise<Page<DuplicateGroup>> {
    const [after = null] = (decodeCursor(cursor, ['uuid']) ?? []) as string[];
    return this.database.inScope(principal, async (tx) => {
      const ids = await this.repository.listCanonical(tx, { source: source ?? null, reason: reason ?? null }, after, limit + 1);
      const members = await this.repository.listMembers(tx, ids);
      const groups = ids.map((canonicalId): DuplicateGroup => ({ canonicalId, members: members.filter((member) => member.id === canonicalId || member.duplicateOf === canonicalId) }));
      return pageOf(groups, limit, (group) => [group.canonicalId], (group) => group);
    });
  }

  /** An officer says that these are one vacancy; remembered against every rule. @throws NotComparable */
  merge(principal: Principal, vacancyIds: readonly string[], reason: string): Promise<number> {
    return this.#decide(principal, 'same', vacancyIds, reason);
  }

  /** An officer says that each of these is a vacancy of its own. @throws NotComparable */
  split(principal: Principal, vacancyIds: readonly string[], reason: string): Promise<number> {
    return this.#decide(principal, 'different', vacancyIds, reason);
  }

  async #decide(principal: Principal, verdict: 'same' | 'different', given: readonly string[], reason: string): Promise<number> {
    const ownerRegion = countyOf(principal);
    const vacancyIds = [...new Set(given)];
    return this.database.inScope(principal, async (tx) => {
      await this.repository.lock(tx, ownerRegion);
      const rows = await this.repository.listGroupsOf(tx, ownerRegion, vacancyIds);
      const faults = vacancyIds.flatMap((id, i) => (rows.some((row) => row.id === id && row.status === 'open') ? [] : [{ path: `vacancyIds[${i}]`, message: '不是本县在招的岗位' }]));
      if (faults.length > 0) throw new NotComparable(faults);
      const pairs = vacancyIds.flatMap((one, i) => vacancyIds.slice(i + 1).map((other) => [one, other] as const));
      await this.repository.decide(tx, ownerRegion, principal.id, verdict, reason, pairs);
      await this.audit.record(tx, { action: `duplicate.${verdict === 'same' ? 'merge' : 'split'}`, subjectKind: 'vacancy', subjectId: vacancyIds[0]!, region: ownerRegion.slice(0, 6), reason, details: { vacancies: vacancyIds.length } });
      return this.#judge(tx, ownerRegion, await this.repository.listEmployers(tx, ownerRegion, vacancyIds));
    });
  }

  async #judge(tx: Transaction, ownerRegion: string, employerIds: readonly string[]): Promise<number> {
    await this.repository.lock(tx, ownerRegion);
    const vacancies = await this.repository.listCompared(tx, ownerRegion, employerIds);
    const links = new Map(findDuplicates(vacancies, await this.repository.listDecisions(tx, vacancies.map((vacancy) => vacancy.id))).map((link) => [link.id, link]));
    const changes = vacancies.flatMap((vacancy) => {
      const link = links.get(vacancy.id);
      const [canonicalId, reason] = [link?.canonicalId ?? null, link?.reason ?? null];
      return canonicalId === vacancy.duplicateOf && reason === vacancy.reason ? [] : [{ id: vacancy.id, canonicalId, reason }];
    });
    await this.repository.write(tx, changes);
    if (changes.length > 0) await this.writer.announce(tx, ownerRegion, changes.map((change) => change.id));
    return changes.length;
  }
}
