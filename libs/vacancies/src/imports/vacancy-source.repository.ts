import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import type { SourceProtocol } from './import.entity.js';

export interface SourceRow {
  readonly code: string;
  readonly ownerRegion: string;
  readonly protocol: SourceProtocol;
  readonly queriedRegion: string;
  readonly baseUrl: string;
  readonly enabled: boolean;
  readonly spacingMs: number;
  readonly daily: boolean;
  readonly version: number;
}

/** What the operator may know of an enabled source, of whatever county. */
export interface SourceAge {
  readonly ownerRegion: string;
  readonly source: string;
  /** End of its last complete run; null = never read whole. */
  readonly readAt: Date | null;
  /** Runs that wait for an officer. */
  readonly held: number;
}

const SOURCE = `code, owner_region as "ownerRegion", protocol, queried_region as "queriedRegion", base_url as "baseUrl", enabled, spacing_ms as "spacingMs", daily, version`;

@Injectable()
export class VacancySourceRepository {
  async findSource(tx: Transaction, ownerRegion: string, code: string): Promise<SourceRow | null> {
    const [row] = await tx.query<SourceRow[]>(`select ${SOURCE} from vacancy_sources where owner_region = $1 and code = $2`, [ownerRegion, code]);
    return row ?? null;
  }

  async listSources(tx: Transaction): Promise<SourceRow[]> {
    return tx.query<SourceRow[]>(`select ${SOURCE} from vacancy_sources order by owner_region, code`);
  }

  /** Adds or changes a source; one that was not there counts as version 1. */
  async saveSource(tx: Transaction, source: Omit<SourceRow, 'version'>): Promise<SourceRow> {
    const [row] = await tx.query<SourceRow[]>(
      `insert into vacancy_sources (code, owner_region, protocol, queried_region, base_url, enabled, spacing_ms, daily, version) values ($1, $2, $3, $4, $5, $6, $7, $8, 2)
       on conflict (code, owner_region) do update set protocol = excluded.protocol, queried_region = excluded.queried_region, base_url = excluded.base_url, enabled = excluded.enabled, spacing_ms = excluded.spacing_ms,
         daily = excluded.daily, version = vacancy_sources.version + 1, updated_at = now() returning ${SOURCE}`,
      [source.code, source.ownerRegion, source.protocol, source.queriedRegion, source.baseUrl, source.enabled, source.spacingMs, source.daily],
    );
    return row!;
  }

  /** Sources that are on, run daily, and had no run by the schedule on this civil day. */
  async listDueSources(tx: Transaction, day: string): Promise<SourceRow[]> {
    return tx.query<SourceRow[]>(
      `select ${SOURCE} from vacancy_sources s where enabled and daily and not exists (
         select from import_runs r where r.owner_region = s.owner_region and r.source = s.code and r.requested_by = 'schedule' and (r.requested_at at time zone 'Asia/Shanghai')::date = $1::date)`,
      [day],
    );
  }

  /** Of every county: needs no scope, and says nothing but codes and instants. */
  async listAges(tx: Transaction): Promise<SourceAge[]> {
    return tx.query<SourceAge[]>('select owner_region as "ownerRegion", source, read_at as "readAt", held from source_freshness()');
  }
}
