import { Inject, Injectable } from '@nestjs/common';
import { isCreditCode, padRegion, type Clock } from '@app/kernel';
import { AuditTrail, CLOCK, Database, decodeCursor, pageOf, StaleVersion, type Page, type Principal, type Transaction } from '@app/platform';
import { CreditCodeInvalid, EmployerExists, EmployerNotCoded, EmployerUnknown } from '../vacancies.errors.js';
import { normaliseEmployerName } from './employer-name.js';
import { EmployerRepository, type EmployerRow } from './employer.repository.js';

/** Registers and verifies employers. Every officer may read them; the county of a registration keeps it. */
@Injectable()
export class EmployersService {
  constructor(
    private readonly database: Database,
    private readonly employers: EmployerRepository,
    private readonly audit: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Registers an employer; one that a network named before, without a code, becomes it and keeps its id.
   * @throws CreditCodeInvalid, EmployerExists
   */
  async register(principal: Principal, { name, creditCode }: { readonly name: string; readonly creditCode: string | null }): Promise<EmployerRow> {
    const code = creditCode === null ? null : creditCode.normalize('NFKC').replace(/\s+/g, '').toUpperCase();
    if (code !== null && !isCreditCode(code)) throw new CreditCodeInvalid();
    return this.database.inScope(principal, async (tx) => {
      // Two officers who register one code at once: the second meets the first's row.
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('employers.' || $1, 0))`, [code ?? normaliseEmployerName(name)]);
      const known = code === null ? null : await this.employers.findByCreditCode(tx, code);
      if (known) throw new EmployerExists(known.id);
      const employer = await this.employers.register(tx, padRegion(padRegion(principal.region).slice(0, 6)), name.trim(), code);
      await this.audit.record(tx, { action: 'employer.create', subjectKind: 'employer', subjectId: employer.id, region: principal.region });
      return employer;
    });
  }

  /** An officer has seen the licence. @throws EmployerUnknown, EmployerNotCoded, StaleVersion */
  async verify(principal: Principal, id: string, version: number): Promise<EmployerRow> {
    return this.database.inScope(principal, async (tx) => {
      const before = await this.#get(tx, id);
      if (!padRegion(before.ownerRegion).startsWith(padRegion(principal.region).slice(0, 6))) throw new EmployerUnknown();
      if (before.creditCode === null) throw new EmployerNotCoded();
      const verified = await this.employers.verify(tx, id, version, principal.id, this.clock.now());
      if (!verified) throw new StaleVersion();
      await this.audit.record(tx, { action: 'employer.verify', subjectKind: 'employer', subjectId: id, region: principal.region });
      return verified;
    });
  }

  /** @throws EmployerUnknown */
  async get(principal: Principal, id: string): Promise<EmployerRow> {
    return this.database.inScope(principal, (tx) => this.#get(tx, id));
  }

  async list(principal: Principal, query: { readonly q?: string; readonly limit: number; readonly cursor?: string }): Promise<Page<EmployerRow>> {
    const after = decodeCursor(query.cursor, ['text', 'uuid']) as readonly [string, string] | null;
    const rows = await this.database.inScope(principal, (tx) => this.employers.list(tx, { q: query.q ?? null, after, limit: query.limit + 1 }));
    return pageOf(rows, query.limit, (row) => [normaliseEmployerName(row.name), row.id], (row) => row);
  }

  async #get(tx: Transaction, id: string): Promise<EmployerRow> {
    const employer = await this.employers.findById(tx, id);
    if (!employer) throw new EmployerUnknown();
    return employer;
  }
}
