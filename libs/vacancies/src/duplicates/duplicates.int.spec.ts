import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Duplicates } from './duplicates.service.js';
import { describeWithShared } from '../../../../test/support/shared.js';
import { SHARED_NETWORK, startSharedNetwork, type SharedNetwork, type SharedTruth } from '../../../../test/support/shared-network.js';
import { startVacancyImports, type VacancyImports } from '../../../../test/support/vacancy-imports.js';
import { VacancySealing } from '../vacancies/vacancy-fields.js';

interface Row { id: string; source: string; externalId: string | null; title: string; employer: string; phone: string | null; canonical: string }

describeWithShared('duplicates on both networks', [SHARED_NETWORK], () => {
  let network: SharedNetwork;
  let imports: VacancyImports;
  beforeAll(async () => {
    network = await startSharedNetwork({ rows: 3_000, seed: 5 });
    imports = await startVacancyImports({ timeoutMs: 5_000 });
    for (const code of ['hubei', 'cjob'] as const) {
      await imports.enable(code, network.url, '420626');
      await imports.importOnce(code);
    }
    await imports.get(Duplicates).find(imports.county);
  }, 120_000);
  afterAll(async () => {
    await network.stop();
    await imports.close();
  });

  async function rowsOf(): Promise<Row[]> {
    const { rows } = await imports.fresh.owner.query<Row>(
      `select v.id, v.source, v.external_id as "externalId", v.title, e.name as employer, v.contact_phone as phone, coalesce(v.duplicate_of, v.id) as canonical from vacancies v join employers e on e.id = v.employer_id where v.status = 'open'`,
    );
    const sealing = imports.get(VacancySealing);
    return rows.map((row) => ({ ...row, phone: sealing.open('contact_phone', row.id, row.phone) }));
  }

  /** Which posting a stored row is: by its id on cjob, by what it says on hubei, which has none. */
  function postingOf(row: Row, truth: readonly SharedTruth[]): string | null {
    if (row.source === 'cjob') return truth.find((each) => String(each.id) === row.externalId)?.posting ?? null;
    const same = new Set(truth.filter((each) => each.company === row.employer && each.title.trim() === row.title && each.posting.endsWith(`|${(row.phone ?? '').trim()}`)).map((each) => each.posting));
    return same.size === 1 ? [...same][0]! : null;
  }

  it('are found with precision of 0.98 and recall of 0.95 at least, against the stand-in\'s own truth', async () => {
    const truth = await network.truth();
    const rows = (await rowsOf()).map((row) => ({ ...row, posting: postingOf(row, truth) })).filter((row) => row.posting !== null);
    const pairs = (key: (row: (typeof rows)[number]) => string): Set<string> => {
      const groups = new Map<string, string[]>();
      for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row.id]);
      return new Set([...groups.values()].flatMap((ids) => ids.flatMap((a, i) => ids.slice(i + 1).map((b) => [a, b].sort().join(' ')))));
    };
    const [found, real] = [pairs((row) => row.canonical), pairs((row) => row.posting!)];
    const right = [...found].filter((pair) => real.has(pair)).length;
    const [precision, recall] = [right / found.size, right / real.size];
    console.log(`duplicates: ${rows.length} rows, ${real.size} pairs in truth, ${found.size} found, precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}`);
    expect(real.size).toBeGreaterThan(200);
    expect(precision).toBeGreaterThanOrEqual(0.98);
    expect(recall).toBeGreaterThanOrEqual(0.95);
  });

  it('found again change nothing; a duplicate is not offered, its canonical vacancy is', async () => {
    expect(await imports.get(Duplicates).find(imports.county)).toBe(0);
    const { rows } = await imports.fresh.owner.query<{ offered: boolean; n: number }>('select offered, count(*)::int as n from vacancies where duplicate_of is not null group by 1');
    expect(rows).toEqual([{ offered: false, n: expect.any(Number) }]);
    expect((await imports.fresh.owner.query<{ n: number }>('select count(*)::int as n from vacancies v join vacancies c on c.id = v.duplicate_of where not c.offered or c.duplicate_of is not null')).rows[0]!.n).toBe(0);
  });

  it('get a new canonical vacancy when theirs closes, and officers\' words outlast the rules', async () => {
    const duplicates = imports.get(Duplicates);
    const [group] = (await duplicates.list(imports.county, { limit: 1 })).items;
    const [canonical, ...others] = group!.members;
    await imports.fresh.owner.query(`update vacancies set status = 'withdrawn', closing_reason = 'officer' where id = $1`, [canonical!.id]);
    await duplicates.find(imports.county, [canonical!.id]);
    const after = (await imports.fresh.owner.query<{ n: number }>('select count(*)::int as n from vacancies where id = any ($1::uuid[]) and offered', [others.map((member) => member.id)])).rows[0]!.n;
    expect(after).toBe(1);
    const [second] = (await duplicates.list(imports.county, { limit: 1 })).items;
    const ids = second!.members.map((member) => member.id);
    expect(await duplicates.split(imports.county, ids, '两个不同的岗位')).toBeGreaterThan(0);
    await duplicates.find(imports.county);
    expect((await imports.fresh.owner.query<{ n: number }>('select count(*)::int as n from vacancies where id = any ($1::uuid[]) and duplicate_of is null', [ids])).rows[0]!.n).toBe(ids.length);
    expect(await duplicates.merge(imports.county, ids, '经核实是同一岗位')).toBe(ids.length - 1);
    expect((await duplicates.list(imports.county, { limit: 200, reason: 'officer' })).items.map((each) => each.members.length)).toEqual([ids.length]);
  });
});

describe('duplicates of another county', () => {
  it('cannot be merged', async () => {
    const imports = await startVacancyImports();
    try {
      await expect(imports.get(Duplicates).merge(imports.county, ['6b1f0f0e-6a5e-4d53-9d4e-0c1a53a6c111', '6b1f0f0e-6a5e-4d53-9d4e-0c1a53a6c222'], '试试')).rejects.toMatchObject({ code: 'DUPLICATE.NOT_COMPARABLE', faults: [{ path: 'vacancyIds[0]' }, { path: 'vacancyIds[1]' }] });
    } finally {
      await imports.close();
    }
  });
});
