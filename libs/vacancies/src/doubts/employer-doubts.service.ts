import { Inject, Injectable } from '@nestjs/common';
import { isCreditCode, padRegion, type Clock, type FieldFault } from '@app/kernel';
import { AuditTrail, CLOCK, Database, decodeCursor, pageOf, regionRange, type Page, type Principal, type Transaction } from '@app/platform';
import { countyOf } from '../imports/vacancy-sources.service.js';
import { EmployerUnknown } from '../vacancies.errors.js';
import { VacancyWriter } from '../vacancies/vacancy-writer.js';
import { EmployersRefused } from './doubts.errors.js';
import { EmployerSpellings } from '../employers/employer-spellings.service.js';
import type { SpelledEmployer } from '../employers/employer-spellings.repository.js';
import { EmployerDoubtsRepository, type UnverifiedEmployer } from './employer-doubts.repository.js';

/** An unverified employer, and employers that may be the same under another spelling. */
export type EmployerDoubt = UnverifiedEmployer & { readonly creditCodeValid: boolean; readonly similar: readonly SpelledEmployer[] };

/** An employer whose licence an officer has seen; its code where it had none. */
export interface SeenLicence {
  readonly employerId: string;
  readonly creditCode?: string;
}

const NO_CODE = '没有统一社会信用代码，请一并填写';

/** What a decision on employers leaves behind. */
@Injectable()
export class RejectionRecords {
  constructor(private readonly writer: VacancyWriter, private readonly audit: AuditTrail) {}

  async close(tx: Transaction, county: string, vacancyIds: readonly string[]): Promise<void> {
    await this.writer.announce(tx, county, await this.writer.close(tx, vacancyIds, 'officer', null));
  }

  async tell(tx: Transaction, action: string, county: string, employerIds: readonly string[], reason?: string, closed = 0): Promise<void> {
    if (employerIds.length > 0) await this.audit.record(tx, { action, subjectKind: 'county', subjectId: county, region: county, ...(reason === undefined ? {} : { reason }), details: { employers: employerIds, closed } });
  }
}

/** Employers with open vacancies that nobody has verified: nothing of theirs is sent to anybody before. */
@Injectable()
export class EmployerDoubts {
  constructor(
    private readonly database: Database,
    private readonly employers: EmployerDoubtsRepository,
    private readonly spellings: EmployerSpellings,
    private readonly records: RejectionRecords,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Those with most open vacancies first. */
  async list(principal: Principal, query: { readonly source?: string; readonly limit: number; readonly cursor?: string }): Promise<Page<EmployerDoubt>> {
    const after = decodeCursor(query.cursor, ['number', 'uuid']) as readonly [number, string] | null;
    const county = countyOf(principal);
    return this.database.inScope(principal, async (tx) => {
      const page = pageOf(await this.employers.list(tx, regionRange(county), { source: query.source ?? null, after, limit: query.limit + 1 }), query.limit, (row) => [row.openVacancies, row.id], (row) => row);
      const doubts = await this.spellings.findAll(tx, county);
      const similarTo = (id: string): SpelledEmployer[] => doubts.flatMap(({ kept, other }) => (kept.id === id ? [other] : other.id === id ? [kept] : []));
      return { ...page, items: page.items.map((row) => ({ ...row, creditCodeValid: row.creditCode !== null && isCreditCode(row.creditCode), similar: similarTo(row.id) })) };
    });
  }

  /**
   * The licences have been seen: verifies the employers, all or none. One that is verified already stays as it is.
   * @returns how many are verified now that were not
   * @throws EmployerUnknown (also another county's), EmployersRefused with the reason of each
   */
  async verify(principal: Principal, licences: readonly SeenLicence[]): Promise<number> {
    const county = countyOf(principal);
    return this.database.inScope(principal, async (tx) => {
      const known = new Map((await this.employers.lock(tx, regionRange(county), licences.map((each) => each.employerId))).map((row) => [row.id, row]));
      if (licences.some(({ employerId }) => !known.has(employerId))) throw new EmployerUnknown();
      const stated = licences.map(({ employerId, creditCode }) => ({ employerId, own: known.get(employerId)!.creditCode, creditCode: spelledCode(creditCode) }));
      const owners = await this.employers.ownersOfCodes(tx, stated.flatMap((each) => each.creditCode ?? []));
      const faults = stated.flatMap((each, i): FieldFault[] => faultOf(each, `employers[${i}]`, owners, stated.slice(0, i)));
      if (faults.length > 0) throw new EmployersRefused(faults);
      const verifying = stated.filter((each) => !known.get(each.employerId)!.verified).map((each) => ({ employerId: each.employerId, creditCode: (each.creditCode ?? each.own)! }));
      await this.employers.verify(tx, principal.id, this.clock.now(), verifying);
      await this.records.tell(tx, 'employer.verify', county, verifying.map((each) => each.employerId));
      return verifying.length;
    });
  }

  /**
   * The employers are not what they say: their open vacancies are closed for good (a source that goes on listing them
   * does not open them). What they post anew brings them back to the queue, with the reason.
   * @returns vacancies closed
   * @throws EmployerUnknown
   */
  async reject(principal: Principal, employerIds: readonly string[], reason: string, dryRun: boolean): Promise<number> {
    const county = countyOf(principal);
    return this.database.inScope(principal, async (tx) => {
      const ids = [...new Set(employerIds)];
      if ((await this.employers.lock(tx, regionRange(county), ids)).filter((row) => !row.verified).length < ids.length) throw new EmployerUnknown();
      const open = await this.employers.listOpen(tx, regionRange(county), ids);
      if (dryRun) return open.length;
      await this.employers.addRejections(tx, padRegion(county), principal.id, reason, new Map(ids.map((id) => [id, open.filter((vacancy) => vacancy.employerId === id).length])));
      await this.records.close(tx, county, open.map((vacancy) => vacancy.id));
      await this.records.tell(tx, 'employer.reject', county, ids, reason, open.length);
      return open.length;
    });
  }
}

interface StatedCode {
  readonly employerId: string;
  readonly own: string | null;
  readonly creditCode: string | null;
}

function faultOf({ employerId, own, creditCode }: StatedCode, path: string, owners: ReadonlyMap<string, string>, before: readonly StatedCode[]): FieldFault[] {
  const fault = (message: string): FieldFault[] => [{ path: `${path}.creditCode`, message }];
  if (before.some((other) => other.employerId === employerId)) return [{ path: `${path}.employerId`, message: '同一用人单位不能重复' }];
  if (creditCode === null) return own === null ? fault(NO_CODE) : [];
  if (!isCreditCode(creditCode)) return fault('统一社会信用代码有误：校验码不符（GB 32100）');
  if (own !== null && own !== creditCode) return fault('与已登记的统一社会信用代码不同');
  const owner = owners.get(creditCode);
  if ((owner !== undefined && owner !== employerId) || before.some((other) => other.creditCode === creditCode)) return fault('此统一社会信用代码已属于另一用人单位，请先合并');
  return [];
}

function spelledCode(code: string | undefined): string | null {
  return code === undefined ? null : code.normalize('NFKC').replace(/\s+/g, '').toUpperCase();
}
