import { describe, expect, it } from '@jest/globals';
import { crawl, type CrawlOptions } from './crawl.js';
import type { PageDigest } from './page-trail.js';
import { SourceFault } from './source-fault.js';
import type { SourcePage, VacancySourceAdapter } from './source.js';

const SIZE = 10;
const rowsOf = (count: number) => Array.from({ length: count }, (_, i) => `r${i}`);

/** A list in memory; `spoil` may change the n-th answer (from 1), or the list before it. */
function listOf(rows: string[], spoil: (n: number, page: number, honest: SourcePage) => Partial<SourcePage> = () => ({}), keysAreIds = true): VacancySourceAdapter {
  let answers = 0;
  return {
    code: keysAreIds ? 'cjob' : 'hubei', pageSize: SIZE, keysAreIds,
    fetchPage: async ({ page }) => {
      answers++;
      const honest = (): SourcePage => ({ page, total: rows.length, given: [], keys: rows.slice((page - 1) * SIZE, page * SIZE) });
      const change = spoil(answers, page, honest());
      return { ...honest(), ...change };
    },
    checkRows: () => ({ rejected: new Map(), drift: null, newFields: [] }),
    mapRow: () => ({ accepted: false, reason: '', sourceId: null }),
  };
}

async function walk(source: VacancySourceAdapter, more: Partial<CrawlOptions> = {}) {
  let kept: PageDigest[] = [...(more.resumeFrom ?? [])];
  const result = await crawl({
    source, regionCode: '420626', rereadDelayMs: 0, ...more,
    sink: {
      keepPage: async ({ page, total, keys }) => { kept[page - 1] = { page, total, keys }; },
      forgetFrom: async (page) => { kept = kept.slice(0, page - 1); },
    },
  });
  return { result, kept, seen: new Set(kept.flatMap((page) => page.keys)) };
}

const shifted = (rows: string[], page: number) => ({ keys: rows.slice((page - 1) * SIZE + 1, page * SIZE + 1) });

describe('walking a list', () => {
  it.each([[1, 1], [10, 1], [11, 2], [95, 10]])('reads %i rows on %i pages', async (count, pages) => {
    const { result, seen } = await walk(listOf(rowsOf(count)));
    expect(result).toEqual({ complete: true, stoppedBy: 'end', pagesRead: pages, rowsRead: count, total: count, nextPage: null, faults: [], reason: null });
    expect(seen.size).toBe(count);
  });

  it('says that the answer was empty instead of calling it complete', async () => {
    expect((await walk(listOf([]))).result).toMatchObject({ complete: false, stoppedBy: 'empty-answer', total: 0, rowsRead: 0 });
  });

  it('reads an empty page inside the total again', async () => {
    const { result } = await walk(listOf(rowsOf(50), (n) => (n === 3 ? { keys: [] } : {})));
    expect(result).toMatchObject({ complete: true, rowsRead: 50, faults: [{ page: 3, kind: 'empty-page' }] });
  });

  it('is not complete when a page stays empty, and stops when two do', async () => {
    expect((await walk(listOf(rowsOf(50), (_, page) => (page === 3 ? { keys: [] } : {})))).result).toMatchObject({ complete: false, stoppedBy: 'end', rowsRead: 40, reason: '第 3 页缺少记录' });
    const { result, kept } = await walk(listOf(rowsOf(80), (_, page) => (page >= 3 ? { keys: [] } : {})));
    expect(result).toMatchObject({ complete: false, stoppedBy: 'empty-pages', nextPage: 3, pagesRead: 2 });
    expect(kept).toHaveLength(2);
  });

  it.each([1, 3, 5])('reads page %i again when it lacks its last row', async (short) => {
    const spoilt = listOf(rowsOf(50), (n, page, honest) => (n === short && page === short ? { keys: honest.keys.slice(0, -1) } : {}));
    expect((await walk(spoilt)).result).toMatchObject({ complete: true, rowsRead: 50, faults: [{ page: short, kind: 'short-page' }] });
  });

  it('is not complete when a page stays short, though 1 % would allow it', async () => {
    expect((await walk(listOf(rowsOf(500), (_, page, honest) => (page === 4 ? { keys: honest.keys.slice(0, -1) } : {})))).result).toMatchObject({ complete: false, rowsRead: 499, reason: '第 4 页缺少记录' });
  });

  for (const keysAreIds of [true, false]) {
    const kind = keysAreIds ? 'with ids' : 'without ids';

    it.each([1, 2, 4, 5])(`meets every row when the list moved by one for page %i only (${kind})`, async (page) => {
      const rows = rowsOf(50);
      const { result, seen } = await walk(listOf(rows, (n, at) => (n === page && at === page ? shifted(rows, page) : {}), keysAreIds));
      expect(seen.size).toBe(50);
      expect(result).toMatchObject({ complete: true, rowsRead: 50 });
    });

    it(`meets every row when three pages in the middle were moved (${kind})`, async () => {
      const rows = rowsOf(80);
      const { result, seen } = await walk(listOf(rows, (n, page) => (n >= 3 && n <= 5 ? shifted(rows, page) : {}), keysAreIds));
      expect(seen.size).toBe(80);
      expect(result.complete).toBe(true);
    });

    it(`is not complete when the list stays moved from some page on, and so hides a row (${kind})`, async () => {
      const rows = rowsOf(500);
      for (const from of [1, 20]) expect((await walk(listOf(rows, (_, page) => (page >= from ? shifted(rows, page) : {}), keysAreIds))).result).toMatchObject({ complete: false });
    });

    it(`meets the row that slips to a page already read when another leaves (${kind})`, async () => {
      const rows = rowsOf(50);
      const { result, seen } = await walk(listOf(rows, (n) => { if (n === 3) rows.splice(2, 1); return {}; }, keysAreIds));
      expect(rows.filter((row) => !seen.has(row))).toEqual([]);
      expect(result).toMatchObject({ complete: true, total: 49, faults: [{ kind: 'list-moved', page: 3 }] });
    });
  }

  it('survives a total that wanders for single answers', async () => {
    for (const at of [1, 2, 5]) expect((await walk(listOf(rowsOf(50), (n) => (n === at ? { total: 57 } : {})))).result).toMatchObject({ complete: true, rowsRead: 50, total: 50 });
  });

  it('is not complete when the total keeps promising rows that no page holds', async () => {
    expect((await walk(listOf(rowsOf(50), () => ({ total: 57 })))).result).toMatchObject({ complete: false });
  });

  it('survives one answer out of a list that shrank to a tenth, or to nothing', async () => {
    for (const at of [1, 3, 5]) {
      expect((await walk(listOf(rowsOf(150), (n, page) => (n === at ? { total: 15, keys: rowsOf(15).slice((page - 1) * SIZE, page * SIZE) } : {})))).result).toMatchObject({ complete: true, rowsRead: 150 });
      expect((await walk(listOf(rowsOf(150), (n) => (n === at ? { total: 0, keys: [] } : {})))).result).toMatchObject({ complete: true, rowsRead: 150 });
    }
  });

  it('is not complete when the list vanished half-way', async () => {
    expect((await walk(listOf(rowsOf(150), (n) => (n >= 6 ? { total: 0, keys: [] } : {})))).result).toMatchObject({ complete: false });
  });

  it('takes equal rows at a seam for two vacancies where rows have no id', async () => {
    const rows = rowsOf(30);
    rows[10] = 'r9';
    expect((await walk(listOf(rows, undefined, false))).result).toMatchObject({ complete: true, rowsRead: 30 });
  });

  it('gives up on a list that never stands still', async () => {
    const rows = rowsOf(50);
    const { result } = await walk(listOf(rows, (n) => { rows.unshift(`new${n}`); return {}; }));
    expect(result).toMatchObject({ complete: false, stoppedBy: 'never-ending', reason: '列表不断变动，未能读完' });
  });
});

describe('a walk that was cut', () => {
  const failing = (rows: string[], at: number) => listOf(rows, (n) => { if (n === at) throw new SourceFault('unavailable'); return {}; });

  it('says where it stopped and why', async () => {
    expect((await walk(failing(rowsOf(50), 4))).result).toMatchObject({ complete: false, stoppedBy: 'source-fault', pagesRead: 3, rowsRead: 30, nextPage: 4, reason: expect.stringContaining('第 3 页') });
    expect((await walk(failing(rowsOf(50), 1))).result).toMatchObject({ stoppedBy: 'source-fault', pagesRead: 0, nextPage: null });
  });

  it('goes on from its last page when the list stood still, reading that page again', async () => {
    const rows = rowsOf(50);
    const { kept } = await walk(failing(rows, 4));
    const asked: number[] = [];
    const { result } = await walk(listOf(rows, (_, page) => { asked.push(page); return {}; }), { resumeFrom: kept });
    expect(asked).toEqual([3, 4, 5]);
    expect(result).toMatchObject({ complete: true, rowsRead: 50 });
  });

  it('starts again from the first page when the list moved meanwhile', async () => {
    const rows = rowsOf(50);
    const { kept } = await walk(failing(rows, 4));
    const moved = ['new', ...rows.slice(0, -1)];
    const { result, seen } = await walk(listOf(moved), { resumeFrom: kept });
    expect(result).toMatchObject({ complete: true, rowsRead: 50, faults: [{ kind: 'list-moved' }] });
    expect(seen).toEqual(new Set(moved));
  });

  it('reads again from the page that had stayed empty', async () => {
    const rows = rowsOf(50);
    const { kept } = await walk(listOf(rows, (_, page) => { if (page === 5) throw new SourceFault('timeout'); return page === 2 ? { keys: [] } : {}; }));
    expect(kept).toHaveLength(4);
    expect((await walk(listOf(rows), { resumeFrom: kept })).result).toMatchObject({ complete: true, rowsRead: 50 });
  });

  it('ends as aborted when the caller says so, and lets errors of the sink through', async () => {
    const stop = new AbortController();
    const source = listOf(rowsOf(50), (n) => { if (n === 3) { stop.abort(); stop.signal.throwIfAborted(); } return {}; });
    expect((await walk(source, { signal: stop.signal })).result).toMatchObject({ stoppedBy: 'aborted', complete: false, nextPage: 3 });
    const broken = { keepPage: () => Promise.reject(new Error('disk full')), forgetFrom: () => Promise.resolve() };
    await expect(crawl({ source: listOf(rowsOf(5)), regionCode: '420626', sink: broken, rereadDelayMs: 0 })).rejects.toThrow('disk full');
  });
});
