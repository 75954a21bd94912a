import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { systemPrincipal } from '@app/platform';
import { startNetworkStandIn, type NetworkStandIn, type Tampering } from '../../../../test/support/network-stand-in.js';
import { startVacancyImports, type VacancyImports } from '../../../../test/support/vacancy-imports.js';
import { CjobSource } from '../sources/cjob.source.js';
import { ImportReplays } from './import-replays.service.js';
import type { RunRow } from './import.repository.js';
import { SourceFreshnessReader } from './source-freshness.service.js';

const ROWS = 240;

describe('a run that is not simply believed', () => {
  let service: VacancyImports;
  let network: NetworkStandIn;
  let replays: ImportReplays;
  beforeAll(async () => {
    [service, network] = await Promise.all([startVacancyImports(), startNetworkStandIn({ rows: ROWS })]);
    replays = service.get(ImportReplays);
    await service.enable('hubei', network.url);
    await service.enable('cjob', network.url);
  });
  beforeEach(async () => {
    listing(ROWS);
    network.clearFaults();
    await service.clear();
  });
  afterAll(async () => {
    await service.close();
    await network.stop();
  });

  const tamper = (row: Tampering['row'], count = ROWS) => network.tamper({ list: (board) => board.slice(0, count), ...(row === undefined ? {} : { row }) });
  const listing = (count: number) => tamper(undefined, count);
  const carry = async (run: RunRow): Promise<RunRow> => {
    await service.runner.run(service.county, run.id, new AbortController().signal);
    return service.runs.get(service.county, run.id);
  };
  const rejected = async (run: RunRow) => (await service.runs.listRows(service.county, run.id, { limit: 200, outcome: 'rejected' })).items;
  const lastAudit = async () => (await service.fresh.owner.query<{ action: string; reason: string | null; details: object }>('select action, reason, details from audit_events order by id desc limit 1')).rows[0];
  /** As many rows of each hundred as given carry a school leaving that nobody knows. */
  const unknownEducation = (perHundred: number) => tamper((row, place) => (place % 100 < perHundred ? { ...row, AAC011REMARK: '博物' } : row));

  describe('because fields changed', () => {
    it('only warns, once, of a field that nobody knows', async () => {
      tamper((row) => ({ ...row, WELFARE: '五险' }));
      const run = await service.importOnce('hubei');
      expect(run).toMatchObject({ state: 'complete', heldFor: null, rowsRejected: 0 });
      expect(run.faults).toEqual([{ page: 1, fault: 'new-field', message: '来源出现新字段 WELFARE，未读取' }]);
    });

    it.each([['missing', undefined], ['of another type', { a: 1 }]])('stops where one is %s in more than 5 % of a page, makes nothing of what it read, and keeps it', async (_, value) => {
      tamper((row, place) => (place >= 100 && place % 10 === 0 ? { ...row, AAB301REMARK: value } : row));
      const held = await service.importOnce('hubei');
      expect(held).toMatchObject({ state: 'held', heldFor: 'drift', pagesRead: 2, rowsRead: 200, rowsNew: 0, rowsRejected: 10, rowsWithheld: 190 });
      expect(held.reason).toContain('AAB301REMARK 在 100 行中有 10 行缺失或类型不对');
      expect(await service.openTitles('hubei')).toEqual([]);
      expect(await rejected(held)).toHaveLength(10);
      const listed = await service.runs.list(service.county, { state: 'held', heldFor: 'drift', limit: 10 });
      expect(listed.items.map((run) => run.id)).toEqual([held.id]);
      expect((await service.runs.list(service.county, { state: 'held', heldFor: 'shrink', limit: 10 })).items).toEqual([]);
    });

    it('is replaced by a later run that reads the list whole', async () => {
      tamper((row) => ({ ...row, AAB301REMARK: 7 }));
      const [first, second] = [await service.importOnce('hubei'), await service.importOnce('hubei')];
      expect((await service.runs.get(service.county, first.id)).state).toBe('stopped');
      expect(second).toMatchObject({ state: 'held', heldFor: 'drift' });
      listing(ROWS);
      expect(await service.importOnce('hubei')).toMatchObject({ state: 'complete', rowsNew: ROWS });
      expect(await service.runs.get(service.county, second.id)).toMatchObject({ state: 'stopped', heldFor: 'drift', reason: expect.stringContaining('由后来的批次代替') });
    });

    it('keeps a known vacancy open whose row is on the list and cannot be used', async () => {
      await service.importOnce('cjob');
      const open = await service.openTitles('cjob');
      tamper((row, place) => (place === 3 ? { ...row, aca112: null } : row));
      for (const _ of [1, 2]) expect(await service.importOnce('cjob')).toMatchObject({ state: 'complete', rowsRejected: 1, rowsMissing: 0, rowsClosed: 0 });
      expect(await service.openTitles('cjob')).toEqual(open);
    });
  });

  describe('because too many rows cannot be used', () => {
    it('is held beyond a tenth, and not at a tenth', async () => {
      tamper((row, place) => (place % 10 === 0 ? { ...row, AAC011REMARK: '博物' } : row), 200);
      expect(await service.importOnce('hubei')).toMatchObject({ state: 'complete', rowsRejected: 20, rowsNew: 180 });
      await service.clear();
      unknownEducation(11);
      expect(await service.importOnce('hubei')).toMatchObject({ state: 'held', heldFor: 'bad-rows', rowsNew: 0, rowsRejected: 33, rowsWithheld: ROWS - 33, reason: '读到 240 行，其中 33 行不能用，超过 10%，待人工确认' });
      expect(await service.openTitles('hubei')).toEqual([]);
    });

    it('lets the good rows pass when an officer releases it, without asking the source again', async () => {
      unknownEducation(11);
      const held = await service.importOnce('hubei');
      listing(0);
      const run = await carry(await service.held.release(service.county, held.id, '已核对，来源新增学历写法'));
      expect(run).toMatchObject({ state: 'complete', replays: held.id, rowsNew: ROWS - 33, rowsRejected: 33, rowsClosed: 0, reason: '由留存的原始页重放，未关闭任何岗位' });
      expect(await service.openTitles('hubei')).toHaveLength(ROWS - 33);
      expect(await service.runs.get(service.county, held.id)).toMatchObject({ state: 'stopped', reason: expect.stringContaining('已放行') });
      await expect(service.held.release(service.county, held.id, '再放行')).rejects.toMatchObject({ code: 'IMPORT.MOVE_REFUSED' });
    });
  });

  describe('and its kept pages', () => {
    it('show a refused row as it was sent, to an officer of the county, with a trace and without its content in it', async () => {
      unknownEducation(3);
      const run = await service.importOnce('hubei');
      const [row] = await rejected(run);
      expect(row).toMatchObject({ page: 1, number: 1, reason: '学历“博物”未知' });
      const { outcome, raw } = await replays.rawRow(service.county, run.id, row!);
      expect([outcome, raw]).toEqual([row, expect.objectContaining({ AAC011REMARK: '博物', AAE005: expect.anything() })]);
      expect(await lastAudit()).toMatchObject({ action: 'import.read-raw', details: { page: 1, number: 1 } });
      await expect(replays.rawRow(systemPrincipal('test', '420625'), run.id, row!)).rejects.toMatchObject({ code: 'IMPORT.UNKNOWN' });
      await expect(replays.rawRow(service.county, run.id, { page: 1, number: 101 })).rejects.toMatchObject({ code: 'IMPORT.ROW_UNKNOWN' });
    });

    it('are read again when a mapping is mended: what was refused comes in, nothing else changes, nothing closes', async () => {
      const { mapRow } = CjobSource.prototype;
      const spy = jest.spyOn(CjobSource.prototype, 'mapRow').mockImplementation(function refuseSome(this: CjobSource, raw) {
        return raw['aac011'] === '31' ? { accepted: false, reason: '学历代码“31”未知', sourceId: null } : mapRow.call(this, raw);
      });
      tamper((row, place) => ({ ...row, aac011: place % 12 === 0 ? '31' : '71' }), 200);
      const run = await service.importOnce('cjob');
      expect(run).toMatchObject({ state: 'complete', rowsRejected: 17, rowsNew: 183 });
      spy.mockRestore();
      listing(0);
      const again = await carry(await replays.replay(service.county, run.id, { reason: '已补上大专' }));
      expect(again).toMatchObject({ state: 'complete', replays: run.id, rowsRead: 200, rowsNew: 17, rowsUnchanged: 183, rowsRejected: 0, rowsClosed: 0, rowsMissing: 0 });
      expect(await service.openTitles('cjob')).toHaveLength(200);
      expect(await carry(await replays.replay(service.county, run.id, { reason: '再来一次' }))).toMatchObject({ rowsUnchanged: 200, rowsNew: 0 });
    });

    it('are not read again where it would undo what is known since, and not of a replay, nor when dropped', async () => {
      const old = await service.importOnce('hubei');
      const latest = await service.importOnce('hubei');
      const refused = { code: 'IMPORT.MOVE_REFUSED' };
      await expect(replays.replay(service.county, old.id, { reason: '旧的' })).rejects.toMatchObject(refused);
      const replay = await carry(await replays.replay(service.county, latest.id, { reason: '新的' }));
      await expect(replays.replay(service.county, replay.id, { reason: '重放的重放' })).rejects.toMatchObject(refused);
      await service.fresh.owner.query('update import_pages set payload = null');
      await expect(replays.replay(service.county, latest.id, { reason: '没有原始页' })).rejects.toMatchObject(refused);
      await expect(replays.replay(systemPrincipal('test', '420625'), latest.id, { reason: '邻县' })).rejects.toMatchObject({ code: 'IMPORT.UNKNOWN' });
    });

    it('wait while another run of the source is at work', async () => {
      const run = await service.importOnce('hubei');
      await service.runs.start(service.county, 'hubei');
      await expect(replays.replay(service.county, run.id, { reason: '重放' })).rejects.toMatchObject({ code: 'IMPORT.RUNNING' });
    });
  });

  it('is held when the runs of one day together would close more than 30 %, each by itself within its limit', async () => {
    const twice = async () => [await service.importOnce('hubei'), await service.importOnce('hubei')];
    await service.importOnce('hubei');
    listing(200); // 40 of 240 gone: 17 %
    expect(await twice()).toEqual([expect.objectContaining({ state: 'complete', rowsMissing: 40 }), expect.objectContaining({ state: 'complete', rowsClosed: 40 })]);
    listing(168); // 32 of 200 more: 16 %, with those before 72 of 240 = 30 %
    expect((await twice())[1]).toMatchObject({ state: 'complete', rowsClosed: 32 });
    listing(167);
    const [, third] = await twice();
    expect(third).toMatchObject({ state: 'held', heldFor: 'daily-limit', rowsClosed: 0 });
    expect(third!.heldClosings).toHaveLength(1);
    service.clock.moveTo('2026-11-24T02:00:00Z');
    expect(await service.importOnce('hubei')).toMatchObject({ state: 'complete' });
    service.clock.moveTo('2026-11-23T02:00:00Z');
  });

  it('does not count as fresh: a source is as fresh as its last whole reading', async () => {
    const freshness = async () => (await service.get(SourceFreshnessReader).list()).find((each) => each.source === 'hubei');
    expect(await freshness()).toEqual({ county: '420626', source: 'hubei', readAt: null, isStale: true, held: 0 });
    const whole = await service.importOnce('hubei');
    expect(await freshness()).toMatchObject({ readAt: whole.endedAt, isStale: false });
    unknownEducation(50);
    const held = await service.importOnce('hubei');
    await carry(await service.held.release(service.county, held.id, '放行'));
    expect(await freshness()).toMatchObject({ readAt: whole.endedAt, held: 0 });
    service.clock.moveTo('2026-11-24T15:00:00Z');
    expect(await freshness()).toMatchObject({ isStale: true });
    service.clock.moveTo('2026-11-23T02:00:00Z');
  });
});
