import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bundledRegions, cleanTitle, parsePay } from '@app/catalogue';
import { addDays, FixedClock } from '@app/kernel';
import { CjobSource, HubeiSource, PoliteClient, type RawRow, type VacancySourceAdapter } from '@app/vacancies';
import { startFeedServer, type FeedServer } from './feed-server.js';
import { feedOf, FEED_ROWS, HUBEI_ROWS } from './vacancy-feed.js';

const TODAY = '2026-11-23';
const QUERIED = '420000';

describe('the bundled feed', () => {
  it('has 2,000 rows on any day, the same on the same day', () => {
    for (const day of [TODAY, addDays(TODAY, 1), addDays(TODAY, 500)]) {
      const { hubei, cjob } = feedOf(day);
      expect(hubei.length + cjob.length).toBe(FEED_ROWS);
      expect(feedOf(day)).toEqual({ hubei, cjob });
    }
  });

  it('is never stale, and loses a few rows from one day to the next', () => {
    const { cjob } = feedOf(TODAY);
    expect(cjob.filter(({ publishedOn }) => publishedOn > TODAY || publishedOn < addDays(TODAY, -70))).toEqual([]);
    const tomorrow = new Set(feedOf(addDays(TODAY, 1)).cjob.map(({ fields }) => fields['acb200']));
    const gone = cjob.filter(({ fields }) => !tomorrow.has(fields['acb200'])).length;
    expect(gone).toBeGreaterThan(0);
    expect(gone).toBeLessThan(cjob.length * 0.06);
  });
});

describe('the feed server', () => {
  const tools = { cleanTitle, parsePay, regions: bundledRegions() };
  const client = new PoliteClient({ spacingMs: 0 });
  let server: FeedServer;
  beforeAll(async () => {
    server = await startFeedServer(new FixedClock(new Date(`${TODAY}T10:00:00+08:00`)));
  });
  afterAll(() => server.close());

  /** Every row that an adapter reads and maps. */
  async function readAll(adapter: VacancySourceAdapter) {
    const mapped = [];
    for (let page = 1, total = 1; (page - 1) * adapter.pageSize < total; page++) {
      const read = await adapter.fetchPage({ page, regionCode: QUERIED });
      total = read.total;
      expect(adapter.checkRows(read.given)).toEqual({ rejected: new Map(), drift: null, newFields: [] });
      mapped.push(...read.given.map((row) => adapter.mapRow(row as RawRow, QUERIED)));
    }
    return mapped;
  }

  it('is read by both real adapters, without a rejected row', async () => {
    const hubei = await readAll(new HubeiSource(client, server.url, tools));
    const cjob = await readAll(new CjobSource(client, server.url, tools));
    expect([hubei.length, cjob.length]).toEqual([HUBEI_ROWS, FEED_ROWS - HUBEI_ROWS]);
    expect([...hubei, ...cjob].filter((row) => !row.accepted)).toEqual([]);
    const junk = [...hubei, ...cjob].filter((row) => row.accepted && row.telephone.status === 'junk').length;
    expect(junk / FEED_ROWS).toBeCloseTo(0.2, 1);
    expect([...hubei, ...cjob].filter((row) => row.accepted && row.region.code.startsWith('420626')).length).toBeGreaterThan(FEED_ROWS / 4);
    expect([...hubei, ...cjob].filter((row) => row.accepted && row.pay.basis === 'unknown' && row.pay.text.trim() !== '')).toEqual([]);
  });

  it('answers 404 to what neither network has', async () => {
    expect((await fetch(`${server.url}/anything`)).status).toBe(404);
  });
});
