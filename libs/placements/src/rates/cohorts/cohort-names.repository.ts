import { Injectable } from '@nestjs/common';
import { padRegion, regionLevel } from '@app/kernel';
import { CatalogueService, type Catalogue } from '@app/catalogue';
import type { CohortDimension } from '@app/outcomes';
import type { Transaction } from '@app/platform';

type Names = ReadonlyMap<string, string>;

/** What the keys of a report are called. Names are read when they are shown: a figure is stored under its key. */
@Injectable()
export class CohortNamesRepository {
  constructor(private readonly catalogue: CatalogueService) {}

  /** Names of a breakdown's keys as far as the transaction's scope knows them; what has no name goes by its key. */
  async ofKeys(tx: Transaction, by: CohortDimension | null, keys: readonly string[]): Promise<Names> {
    const stored = by === 'class' ? await namesIn(tx, 'training_classes', keys) : by === 'provider' ? await namesIn(tx, 'organizations', keys) : new Map<string, string>();
    const catalogue = await this.catalogue.current();
    return new Map(keys.map((key) => [key, stored.get(key) ?? nameOf(catalogue, by, key)]));
  }

  async ofEmployers(tx: Transaction, ids: readonly string[]): Promise<Names> {
    return namesIn(tx, 'employers', ids);
  }

  async ofRegion(code: string): Promise<string> {
    return regionName(await this.catalogue.current(), code);
  }
}

const UNKNOWN: Partial<Record<CohortDimension, string>> = { township: '登记地不详', village: '登记地不详', department: '课程未注明部门' };

function nameOf(catalogue: Catalogue, by: CohortDimension | null, key: string): string {
  if (by === null) return key;
  if (key === '') return UNKNOWN[by] ?? '未注明';
  switch (by) {
    case 'course':
      return catalogue.courseNames.get(key) ?? key;
    case 'region':
    case 'township':
      return regionName(catalogue, key);
    case 'village':
      return villageName(catalogue, key);
    case 'quarter':
      return key.replace(/^(\d{4})-Q(\d)$/, '$1 年第 $2 季度');
    case 'year':
      return `${key} 年`;
    default:
      return key;
  }
}

function regionName({ regions }: Catalogue, code: string): string {
  return regions.find(padRegion(code))?.name ?? code;
}

/** Villages of one name lie in several townships, so the township stands before it. */
function villageName(catalogue: Catalogue, code: string): string {
  if (regionLevel(code) !== 'village') return `${regionName(catalogue, code)}（未注明村）`;
  return `${regionName(catalogue, code.slice(0, 9))}${regionName(catalogue, code)}`;
}

async function namesIn(tx: Transaction, table: 'training_classes' | 'organizations' | 'employers', ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.query<{ id: string; name: string }[]>(`select id, name from ${table} where id = any ($1::uuid[])`, [ids]);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
