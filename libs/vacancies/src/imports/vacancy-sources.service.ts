import { Injectable } from '@nestjs/common';
import { CatalogueService } from '@app/catalogue';
import { padRegion } from '@app/kernel';
import { AuditTrail, Database, StaleVersion, type Principal } from '@app/platform';
import { SourceUnknown, UnknownRegion } from '../vacancies.errors.js';
import type { SourceProtocol } from './import.entity.js';
import { VacancySourceRepository, type SourceRow } from './vacancy-source.repository.js';

/** The public networks that every county may turn on. */
export const NETWORKS: Readonly<Record<string, { readonly protocol: SourceProtocol; readonly baseUrl: string }>> = {
  hubei: { protocol: 'hubei', baseUrl: 'https://www.hbggzp.cn' },
  cjob: { protocol: 'cjob', baseUrl: 'http://job.mohrss.gov.cn' },
};

const DEFAULT_SPACING_MS = 1000;

/** What an administrator may change. */
export type SourceChange = Partial<Pick<SourceRow, 'enabled' | 'queriedRegion' | 'baseUrl' | 'spacingMs' | 'daily'>>;

/** The county whose imports a principal's are, 12 digits. */
export function countyOf(principal: Principal): string {
  return padRegion(padRegion(principal.region).slice(0, 6));
}

/** Which networks a county imports from. Off until an administrator turns them on. */
@Injectable()
export class VacancySourcesService {
  constructor(
    private readonly database: Database,
    private readonly sources: VacancySourceRepository,
    private readonly catalogues: CatalogueService,
    private readonly audit: AuditTrail,
  ) {}

  /** The networks, on or off, and the county's other sources. */
  async list(principal: Principal): Promise<SourceRow[]> {
    const county = countyOf(principal);
    const own = (await this.database.inScope(principal, (tx) => this.sources.listSources(tx))).filter((source) => source.ownerRegion === county);
    const untouched = Object.keys(NETWORKS).filter((code) => !own.some((source) => source.code === code)).map((code) => networkOf(county, code)!);
    return [...own, ...untouched].sort((a, b) => (a.code < b.code ? -1 : 1));
  }

  /** @throws SourceUnknown, StaleVersion, UnknownRegion */
  async change(principal: Principal, code: string, version: number, change: SourceChange): Promise<SourceRow> {
    const { regions } = await this.catalogues.current();
    if (change.queriedRegion !== undefined && !regions.exists(change.queriedRegion)) throw new UnknownRegion('queriedRegion');
    return this.database.inScope(principal, async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('vacancy-sources.' || $1 || '.' || $2, 0))`, [countyOf(principal), code]);
      const before = (await this.sources.findSource(tx, countyOf(principal), code)) ?? networkOf(countyOf(principal), code);
      if (!before) throw new SourceUnknown();
      if (before.version !== version) throw new StaleVersion();
      const saved = await this.sources.saveSource(tx, { ...before, ...change, ...(change.queriedRegion === undefined ? {} : { queriedRegion: padRegion(change.queriedRegion) }) });
      await this.audit.record(tx, { action: 'source.change', subjectKind: 'vacancy-source', subjectId: code, region: countyOf(principal), details: { enabled: saved.enabled } });
      return saved;
    });
  }

  /** Adds or replaces a source of the county (the demo's own, a test's stand-in). */
  async define(principal: Principal, source: Omit<SourceRow, 'version' | 'ownerRegion'>): Promise<SourceRow> {
    return this.database.inScope(principal, async (tx) => {
      const saved = await this.sources.saveSource(tx, { ...source, queriedRegion: padRegion(source.queriedRegion), ownerRegion: countyOf(principal) });
      await this.audit.record(tx, { action: 'source.change', subjectKind: 'vacancy-source', subjectId: source.code, region: countyOf(principal), details: { enabled: saved.enabled } });
      return saved;
    });
  }
}

function networkOf(county: string, code: string): SourceRow | null {
  const network = Object.hasOwn(NETWORKS, code) ? NETWORKS[code]! : null;
  return network && { code, ownerRegion: county, ...network, queriedRegion: county, enabled: false, spacingMs: DEFAULT_SPACING_MS, daily: true, version: 1 };
}
