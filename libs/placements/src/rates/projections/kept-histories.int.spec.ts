import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CatalogueService } from '@app/catalogue';
import { systemPrincipal, type Database } from '@app/platform';
import { freshDatabase, type TestDatabase } from '../../../../../test/support/database.js';
import { officer } from '../../../../../test/support/ledger.js';
import { idOf, insertCounties } from '../../../../../test/support/random-county.js';
import type { RawFact } from '../../../../outcomes/src/testing/slow-oracle.js';
import { PLACEMENTS_ENTITIES } from '../../placements.module.js';
import { RateReportMaker } from '../reports/rate-report-maker.js';
import { RateReportsRepository } from '../reports/rate-reports.repository.js';
import { PledgeRates } from '../reports/pledge-rates.service.js';
import { CohortReportMaker } from '../cohorts/cohort-report-maker.js';
import { CountyHistoriesRepository } from './county-histories.repository.js';
import { CountyReader } from './county-reader.service.js';
import { CountyTexts } from './county-texts.service.js';
import { KeptHistoriesRepository, type KeptHistory } from './kept-histories.repository.js';

const COUNTY = '420626';
const REGION = `${COUNTY}000000`;
const ASKED = { region: REGION, asOf: '2026-11-01', period: null } as const;
const PEOPLE = 2_600;
const HEAD = '2025-06-01T00:00:00Z';
const micros = (instant: string): number => Date.parse(instant) * 1_000;
const [LAST_ID, FIRST_ID] = ['ffffffff-ffff-ffff-ffff-ffffffffffff', '00000000-0000-0000-0000-000000000000'];
const id = (name: string): string => idOf(COUNTY, name);

/** 10,400 facts about 2,600 people, each trained and hired: more than are read from the ledger time and again. */
function facts(): RawFact[] {
  const at = (day: string) => ({ effectiveOn: day, recordedAt: `${day}T01:00:00Z` });
  const course = { id: 'k', kind: 'class', class: 'k', course: 'c1', programme: 'm1', provider: 'v1', region: COUNTY, endsOn: '2024-06-30', ...at('2024-06-01') };
  return [course, ...Array.from({ length: PEOPLE }, (_, n) => [
    { id: `e${n}`, kind: 'enrolled', person: `p${n}`, class: 'k', ...at('2024-06-01') },
    { id: `c${n}`, kind: 'completed', person: `p${n}`, class: 'k', ...at('2024-06-30') },
    { id: `j${n}`, kind: 'employment-started', employment: `j${n}`, person: `p${n}`, type: 'wage', employer: 'a', permanent: true, ...at('2024-08-01') },
    { id: `v${n}`, kind: 'evidence', employment: `j${n}`, level: 2, ...at('2024-09-01') },
  ]).flat()];
}

describe('histories that are kept', () => {
  let fresh: TestDatabase;
  let database: Database;
  let histories: CountyHistoriesRepository;
  let kept: KeptHistoriesRepository;
  let reader: CountyReader;
  let maker: RateReportMaker;
  beforeAll(async () => {
    fresh = await freshDatabase();
    const opened = await fresh.open(PLACEMENTS_ENTITIES);
    database = opened.database;
    [histories, kept] = [new CountyHistoriesRepository(database), new KeptHistoriesRepository(database)];
    reader = new CountyReader(histories, new CountyTexts(histories, kept));
    maker = new RateReportMaker(database, reader, new RateReportsRepository(), new CohortReportMaker(reader, new CatalogueService(opened.dataSource)), new PledgeRates(database, histories));
    await insertCounties(fresh.owner, [{ county: COUNTY, facts: facts() }]);
    await fresh.owner.query(`insert into persons (id, id_number_index, id_number) select person_id, person_id::text, 'sealed' from ledger_facts where person_id is not null group by 1`);
    await fresh.owner.query(`insert into registrations (id, person_id, owner_region, county, name, id_number_masked, born_on, sex) select person_id, person_id, $1, $2, '测试人员', '420626***********4', '1990-01-01', 'female' from ledger_facts where person_id is not null group by 1`, [REGION, COUNTY]);
  });
  afterAll(() => fresh.drop());
  beforeEach(() => fresh.owner.query('select forget_kept_histories($1)', [COUNTY]));

  it('are not logged, so that a server that crashed keeps neither them nor the word that they are there', async () => {
    const { rows } = await fresh.owner.query(`select relname, relpersistence from pg_class where relname in ('kept_histories', 'kept_history_blocks', 'kept_histories_pkey', 'kept_history_blocks_pkey') order by 1`);
    expect(rows.map(({ relpersistence }: { relpersistence: string }) => relpersistence)).toEqual(['u', 'u', 'u', 'u']);
  });

  async function report(knownBy: string | null = null, asOf: string = ASKED.asOf): Promise<string> {
    const known = (await histories.knownBy(COUNTY, knownBy === null ? null : micros(knownBy)))!;
    const matrix = await maker.compute({ ...ASKED, asOf, knownBy: known }, async () => undefined);
    return JSON.stringify(matrix.present({ asOf, knownBy: known.micros, period: null }));
  }
  /** The same while nothing is kept and somebody else is at it: from the ledger alone. */
  async function fromLedger(knownBy: string | null = null, asOf?: string): Promise<string> {
    await fresh.owner.query('select forget_kept_histories($1)', [COUNTY]);
    await fresh.owner.query(`insert into kept_histories (county, known_by, bounds) values ($1, now(), '{}')`, [COUNTY]);
    const answer = await report(knownBy, asOf);
    await fresh.owner.query('select forget_kept_histories($1)', [COUNTY]);
    return answer;
  }
  const state = async () => (await fresh.owner.query<{ facts: number; blocks: number }>('select k.facts::int, (select count(*)::int from kept_history_blocks b where b.history_id = k.id) as blocks from kept_histories k where county = $1', [COUNTY])).rows;
  const setHead = (to: string) => fresh.owner.query('update ledger_clocks set last_recorded_at = $2 where county = $1', [COUNTY, to]);

  /** Keeps them in small parts as of the ledger's head, or of an instant before. */
  async function keepParts(people: number, upTo = (_making: KeptHistory): number => Number.POSITIVE_INFINITY, head = HEAD): Promise<KeptHistory> {
    await setHead(head);
    const making = (await kept.begin(COUNTY, people))!;
    for (let part = 0; part <= Math.min(making.bounds.length, upTo(making)); part++) await kept.keepPart(COUNTY, making, part, { after: making.bounds[part - 1] ?? FIRST_ID, upto: making.bounds[part] ?? LAST_ID }, 400);
    await setHead(HEAD);
    return making;
  }

  it('are kept by the first reading, and taken by the next, which answers the same', async () => {
    const expected = await fromLedger();
    expect(await report()).toBe(expected);
    expect(await state()).toEqual([{ facts: 4 * PEOPLE, blocks: 1 }]);
    expect(await report()).toBe(expected);
    expect(await report('2024-07-15T00:00:00Z', '2024-12-31')).not.toBe(expected);
    await fresh.owner.query(`update kept_history_blocks set histories = left(histories, position(E'\\n' in histories))`);
    expect(await report()).not.toBe(expected); // one person is left: what is kept is what is read
  });

  it('are kept at night, once', async () => {
    await reader.keep(COUNTY);
    const [before] = (await fresh.owner.query('select id from kept_histories')).rows;
    await reader.keep(COUNTY);
    expect((await fresh.owner.query('select id from kept_histories where facts is not null')).rows).toEqual([before]);
  });

  it.each(['2024-06-15T00:00:00Z', '2024-07-15T00:00:00Z', '2024-08-15T00:00:00Z', '2024-09-15T00:00:00Z'])('answer at every other instant as the ledger does, kept as of %s', async (head) => {
    const instants = ['2024-06-01T12:00:00Z', '2024-06-30T12:00:00Z', '2024-08-01T12:00:00Z', null];
    const expected: string[] = [];
    for (const instant of instants) expected.push(await fromLedger(instant));
    await kept.end(COUNTY, await keepParts(700, undefined, head), true);
    for (const [n, instant] of instants.entries()) expect([instant, await report(instant)]).toEqual([instant, expected[n]]);
  });

  it('may be thrown away while they are read: the rest is read from the ledger', async () => {
    await kept.end(COUNTY, await keepParts(300), true);
    const seen = new Set<string>();
    let pages = 0;
    for await (const page of reader.read(COUNTY, (await histories.knownBy(COUNTY, null))!, ASKED.asOf)) {
      if (++pages === 1) await fresh.owner.query('select forget_kept_histories($1)', [COUNTY]);
      for (const { history } of page.people) {
        expect(seen.has(history.id)).toBe(false);
        seen.add(history.id);
      }
    }
    expect(seen.size).toBe(PEOPLE);
    expect(await state()).toEqual([]);
  });

  it('are kept by one of two who read at once, and both answer the same', async () => {
    const expected = await fromLedger();
    expect(await Promise.all([report(), report()])).toEqual([expected, expected]);
    expect(await state()).toEqual([{ facts: 4 * PEOPLE, blocks: 1 }]);
  });

  it('are made by one at a time, the others read the ledger; who has not ended after half an hour is taken for dead', async () => {
    const expected = await fromLedger();
    await keepParts(700, () => 1); // killed in the middle: two parts of four are there, and nobody takes them for the whole
    expect(await kept.begin(COUNTY, 700)).toBeNull();
    expect(await report()).toBe(expected);
    expect(await state()).toEqual([{ facts: null, blocks: 4 }]);
    await fresh.owner.query(`update kept_histories set begun_at = now() - interval '31 minutes'`);
    expect(await report()).toBe(expected);
    expect(await state()).toEqual([{ facts: 4 * PEOPLE, blocks: 1 }]);
  });

  it('are not kept by a reading that stops before the end', async () => {
    for await (const page of reader.read(COUNTY, (await histories.knownBy(COUNTY, null))!, ASKED.asOf)) if (page.ids.length > 0) break;
    expect(await state()).toEqual([]);
    await expect(reader.keep(COUNTY, AbortSignal.abort())).rejects.toThrow(/abort/i);
    expect(await state()).toEqual([]);
  });

  it('are dropped when they were forgotten while they were made', async () => {
    const making = await keepParts(700, () => 0);
    await fresh.owner.query('select forget_kept_histories($1)', [COUNTY]);
    expect(await kept.keepPart(COUNTY, making, 1, { after: making.bounds[0]!, upto: making.bounds[1]! }, 400)).toHaveLength(2);
    await kept.end(COUNTY, making, true);
    expect(await state()).toEqual([]);
  });

  it('are not begun before whoever forgets them has ended, so that what was changed with it is in them', async () => {
    const client = await fresh.owner.connect();
    await client.query('begin');
    await client.query('select forget_kept_histories($1)', [COUNTY]);
    let begun = false;
    const beginning = kept.begin(COUNTY, 700).then((making) => {
      begun = true;
      return making;
    });
    for (let waits = 0; waits === 0;) waits = (await fresh.owner.query(`select from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`)).rowCount!;
    expect(begun).toBe(false);
    await client.query('commit');
    client.release();
    expect(await beginning).not.toBeNull();
  });

  it('replace those before, which nobody reads any more', async () => {
    await kept.end(COUNTY, await keepParts(700, undefined, '2024-07-15T00:00:00Z'), true);
    expect(await state()).toEqual([{ facts: 2 * PEOPLE, blocks: 8 }]);
    await kept.end(COUNTY, await keepParts(1_300), true);
    expect(await state()).toEqual([{ facts: 4 * PEOPLE, blocks: 8 }]);
  });

  it('are seen by no role, and handed out to the service alone, county by county', async () => {
    const { id: history } = await keepParts(700);
    const as = (principal: ReturnType<typeof officer>, sql: string, parameters: unknown[] = []) => database.inScope(principal, (tx) => tx.query(sql, parameters));
    const service = systemPrincipal('test', COUNTY);
    for (const table of ['kept_histories', 'kept_history_blocks']) for (const sql of [`select 1 from ${table}`, `delete from ${table}`]) await expect(as(service, sql)).rejects.toThrow(/permission denied/);
    const calls: readonly [string, unknown[]][] = [
      [`select rate_history_texts($1, '-infinity', now(), $2, $3, 10)`, [COUNTY, FIRST_ID, LAST_ID]], ['select kept_history_part($1, $2, 0)', [COUNTY, history]], ['select kept_history_of($1, now())', [COUNTY]],
      ['select begin_kept_history($1, 10)', [COUNTY]], ['select keep_history_part($1, $2, now(), 0, $3, $4, 10)', [COUNTY, history, FIRST_ID, LAST_ID]], ['select end_kept_history($1, $2, true)', [COUNTY, history]],
    ];
    for (const [sql, parameters] of calls) for (const principal of [officer('county-officer', COUNTY), systemPrincipal('test', '420625')]) await expect(as(principal, sql, parameters)).rejects.toThrow(/county by county/);
    await expect(as(service, 'select forget_kept_histories($1)', [COUNTY])).rejects.toThrow(/permission denied/);
    expect(await as(systemPrincipal('test', '420625'), `select histories from kept_history_part('420625', $1, 0)`, [history])).toEqual([{ histories: null }]);
    expect(await state()).toEqual([{ facts: null, blocks: 8 }]);
  });

  it('know of retractions, merges, exclusions and people that have come since', async () => {
    await kept.end(COUNTY, await keepParts(700), true);
    const before = await report();
    const later = '2025-07-01T00:00:00Z';
    const client = await fresh.owner.connect();
    try {
      await client.query('set session_replication_role = replica');
      await client.query(`insert into ledger_facts (county, owner_region, kind, effective_on, recorded_at, registration_id, person_id, retracts_fact_id, reason, recorded_by)
        select county, owner_region, 'retracted', '2025-07-01', $1, registration_id, person_id, id, '测试', 'test' from ledger_facts where id = any ($2)`, [later, [id('v1'), id('c2'), id('j3')]]);
      await client.query(`insert into ledger_facts (county, owner_region, kind, effective_on, recorded_at, registration_id, person_id, class_id, recorded_by)
        select county, '420626102000', kind, effective_on, $1, $2, $2, class_id, recorded_by from ledger_facts where id = any ($3)`, [later, randomUUID(), [id('e1'), id('c1')]]);
      await client.query(`insert into ledger_facts (county, owner_region, kind, effective_on, recorded_at, registration_id, person_id, employment_id, recorded_by)
        select county, owner_region, 'employment-ended', '2024-08-20', $1, registration_id, person_id, employment_id, 'test' from ledger_facts where id = any ($2)`, [later, [id('j4'), id('j5')]]);
      await client.query(`insert into exclusion_facts (county, owner_region, kind, effective_on, recorded_at, registration_id, person_id, reason_code, proof_reference, recorded_by)
        select county, owner_region, 'excluded', '2024-07-10', $1, registration_id, person_id, 'call-up', '测试', 'test' from ledger_facts where id = $2`, [later, id('e6')]);
      await client.query(`insert into person_aliases (person_id, same_as, merged_by) values ($1, $2, 'test')`, [id('p7'), id('p8')]);
      await client.query('set session_replication_role = origin');
    } finally {
      client.release();
    }
    await setHead(later);
    const [now, then] = [await report(), await report(HEAD)];
    expect(now).not.toBe(before);
    expect(now).not.toBe(then);
    expect([await fromLedger(), await fromLedger(HEAD)]).toEqual([now, then]);
    const county = JSON.parse(now) as { rule: string; total: { n: number } }[];
    expect(county.find(({ rule }) => rule === 'R1')!.total.n).toBe(PEOPLE + 1 - 2 - 1); // a newcomer; one has not completed after all, one is excluded, two are one person
  });
});
