import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { systemPrincipal, type Principal } from '@app/platform';
import { startNetworkStandIn, type NetworkStandIn } from '../../../../test/support/network-stand-in.js';
import { startVacancyImports, type VacancyImports } from '../../../../test/support/vacancy-imports.js';
import { ImportInterrupted } from './import-runner.js';

const officerOf = (region: string): Principal => ({ kind: 'officer', id: '7b1f0a52-4a8e-4c0f-9a44-1f6a3f0c2d11', role: 'county-officer', region, organizationId: null });

describe('the life of an import', () => {
  let service: VacancyImports;
  let network: NetworkStandIn;
  beforeAll(async () => {
    service = await startVacancyImports({ timeoutMs: 150 });
    network = await startNetworkStandIn({ rows: 240 });
    await service.enable('cjob', network.url);
    await service.enable('hubei', network.url);
  });
  beforeEach(async () => {
    network.clearFaults();
    network.setDay(0);
    service.clock.moveTo('2026-11-23T02:00:00Z');
    await service.clear();
  });
  afterAll(async () => {
    await network.stop();
    await service.close();
  });

  const one = async <Row extends object>(sql: string, params: unknown[] = []): Promise<Row> => (await service.fresh.owner.query<Row>(sql, params)).rows[0]!;

  it('goes on from its last page when its worker was stopped, and ends as an uninterrupted run ends', async () => {
    const { id } = await service.runs.start(service.county, 'cjob');
    const stop = new AbortController();
    const before = network.requests().length;
    network.fault({ kind: 'timeout', after: 5, times: 50, source: 'cjob' });
    const working = service.runner.run(service.county, id, stop.signal);
    while (network.requests().length < before + 6) await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    await expect(working).rejects.toThrow(ImportInterrupted);
    network.clearFaults();
    const asked = network.requests().length;
    await service.runner.run(service.county, id, new AbortController().signal);
    const run = await service.runs.get(service.county, id);
    expect(run).toMatchObject({ state: 'complete', rowsRead: network.truth().length });
    expect(network.requests().slice(asked).map((request) => request.page)[0]).toBe(5); // the last page read is looked at again
    expect(await service.openTitles('cjob')).toEqual(network.truth().map((posting) => posting.title).sort());
  });

  it('takes over the pages of the run before it, which the source broke off', async () => {
    network.fault({ kind: 'http503', after: 6, times: 50, source: 'cjob' });
    const broken = await service.importOnce('cjob');
    expect(broken).toMatchObject({ state: 'incomplete', rowsNew: 120, pagesRead: 6 });
    network.clearFaults();
    const asked = network.requests().length;
    const next = await service.importOnce('cjob');
    expect(next).toMatchObject({ state: 'complete', rowsUnchanged: 120, rowsRead: network.truth().length });
    expect(network.requests().slice(asked).map((request) => request.page)[0]).toBe(6);
  });

  it('writes nothing more when another worker has taken the run over', async () => {
    const { id } = await service.runs.start(service.county, 'cjob');
    const before = network.requests().length;
    network.fault({ kind: 'slow', after: 3, times: 1, source: 'cjob' });
    const working = service.runner.run(service.county, id, new AbortController().signal);
    while (network.requests().length < before + 4) await new Promise((resolve) => setImmediate(resolve));
    await service.fresh.owner.query(`update import_runs set fencing = nextval('import_fencing') where id = $1`, [id]);
    await working;
    expect(await one('select state, rows_read as "rowsRead" from import_runs where id = $1', [id])).toEqual({ state: 'running', rowsRead: 0 });
    expect(await service.openTitles('cjob')).toEqual([]);
  });

  it('is refused while another of the source waits, when the source is off, and for a source that nobody knows', async () => {
    await service.runs.start(service.county, 'cjob');
    await expect(service.runs.start(service.county, 'cjob')).rejects.toMatchObject({ code: 'IMPORT.RUNNING' });
    await expect(service.runs.start(systemPrincipal('test', '420625'), 'cjob')).rejects.toMatchObject({ code: 'SOURCE.DISABLED' });
    await expect(service.runs.start(service.county, 'elsewhere')).rejects.toMatchObject({ code: 'SOURCE.UNKNOWN' });
  });

  it('can be stopped by an officer, and then counts for nothing', async () => {
    const { id } = await service.runs.start(service.county, 'cjob');
    await service.runs.stop(service.county, id);
    await service.runner.run(service.county, id, new AbortController().signal);
    expect(await service.runs.get(service.county, id)).toMatchObject({ state: 'stopped', rowsRead: 0 });
    await expect(service.runs.stop(service.county, id)).rejects.toMatchObject({ code: 'IMPORT.MOVE_REFUSED' });
  });

  it('starts the daily runs once a day', async () => {
    expect(await service.runs.startDueRuns(service.county)).toHaveLength(2);
    await service.fresh.owner.query(`update import_runs set state = 'complete', requested_at = '2026-11-23T01:00:00Z'`);
    expect(await service.runs.startDueRuns(service.county)).toHaveLength(0);
    service.clock.moveTo('2026-11-23T17:00:00Z'); // the next civil day in Shanghai
    expect(await service.runs.startDueRuns(service.county)).toHaveLength(2);
  });

  it('is held when the list has shrunk, closes nothing, and on release does what it withheld', async () => {
    await service.importOnce('hubei');
    const all = await service.openTitles('hubei');
    const shrunken = async () => {
      network.fault({ kind: 'shrink', times: 99, source: 'hubei' });
      const run = await service.importOnce('hubei');
      network.clearFaults();
      return run;
    };
    const held = await shrunken();
    expect(held).toMatchObject({ state: 'held', rowsClosed: 0, rowsMissing: 0 });
    expect(held.reason).toContain('20%');
    expect(await service.openTitles('hubei')).toEqual(all);
    const released = await service.held.release(service.county, held.id, '已电话核实');
    expect(released).toMatchObject({ state: 'complete', rowsClosed: 0, rowsMissing: held.heldMissing.length });
    const again = await shrunken();
    expect(again.heldClosings).toHaveLength(held.heldMissing.length);
    expect(await service.held.release(service.county, again.id, '已电话核实')).toMatchObject({ rowsClosed: held.heldMissing.length });
    expect(await service.openTitles('hubei')).toHaveLength(all.length - held.heldMissing.length);
    await expect(service.held.release(service.county, again.id, '再放行一次')).rejects.toMatchObject({ code: 'IMPORT.MOVE_REFUSED' });
  });

  it('opens a vacancy that comes back for a new period, and keeps the old one', async () => {
    await service.importOnce('cjob');
    const { id } = await one<{ id: string }>(`update vacancies set status = 'withdrawn', closing_reason = 'left-source' where id = (select id from vacancies limit 1) returning id`);
    await service.fresh.owner.query(`update vacancy_periods set closed_at = now(), closing_reason = 'left-source' where vacancy_id = $1`, [id]);
    expect(await service.importOnce('cjob')).toMatchObject({ rowsNew: 0, rowsChanged: 1 });
    const { periods, status } = await service.vacancies.get(service.county, id);
    expect(status).toBe('open');
    expect(periods.map((period) => [period.number, period.closingReason])).toEqual([[1, 'left-source'], [2, null]]);
  });

  it('leaves a vacancy that we filled filled while the source lists it, until its head-count grows', async () => {
    await service.importOnce('cjob');
    const { id } = await one<{ id: string }>(`select id from vacancies where source_openings = 2 order by id limit 1`);
    await service.fresh.owner.query(`update vacancies set hired = 2, openings = 2, status = 'filled', closing_reason = 'filled' where id = $1`, [id]);
    await service.fresh.owner.query(`update vacancy_periods set closed_at = now(), closing_reason = 'filled' where vacancy_id = $1`, [id]);
    expect(await service.importOnce('cjob')).toMatchObject({ rowsChanged: 0 });
    expect(await one('select status, openings from vacancies where id = $1', [id])).toEqual({ status: 'filled', openings: 2 });
    // As if the source had said 1 when we filled it: its 2 is a head-count that has grown.
    await service.fresh.owner.query(`update vacancies set hired = 1, openings = 1, source_openings = 1, content_hash = 'before' where id = $1`, [id]);
    expect(await service.importOnce('cjob')).toMatchObject({ rowsChanged: 1 });
    expect(await one('select status, openings, hired from vacancies where id = $1', [id])).toEqual({ status: 'open', openings: 2, hired: 1 });
  });

  it('marks a telephone that stands on five employers as an agency\'s', async () => {
    await service.importOnce('cjob');
    await service.fresh.owner.query(`update vacancies set contact_phone_index = 'one-number', phone_status = 'valid', content_hash = content_hash where id in (select distinct on (employer_id) id from vacancies order by employer_id, id limit 5)`);
    await service.importOnce('cjob');
    expect(await one(`select count(*)::int as marked from vacancies where phone_status = 'agency' and contact_phone_index = 'one-number'`)).toEqual({ marked: 5 });
  });

  it('expires what is past its last day, once', async () => {
    await service.importOnce('cjob');
    service.clock.moveTo('2026-12-05T02:00:00Z');
    const due = await one<{ due: number }>(`select count(*)::int as due from vacancies where status = 'open' and valid_through < '2026-12-05'`);
    expect(due.due).toBeGreaterThan(0);
    expect(await service.desk.expireDue(service.county)).toBe(due.due);
    expect(await service.desk.expireDue(service.county)).toBe(0);
    expect(await one(`select count(*)::int as expired from vacancies v join vacancy_periods p on p.vacancy_id = v.id where v.status = 'expired' and p.closing_reason = 'expired'`)).toEqual({ expired: due.due });
  });

  it('is seen by every county\'s officers, and changed by its own only', async () => {
    await service.importOnce('cjob');
    const neighbour = officerOf('420625');
    const { items } = await service.vacancies.list(neighbour, { limit: 5, status: 'open' });
    expect(items).toHaveLength(5);
    const [first] = items;
    await expect(service.desk.close(neighbour, first!.id, first!.version, 'withdrawn')).rejects.toMatchObject({ code: 'VACANCY.UNKNOWN' });
    await service.desk.close(officerOf('420626'), first!.id, first!.version, 'withdrawn');
    expect(await service.importOnce('cjob')).toMatchObject({ rowsChanged: 0 }); // withdrawn by an officer: listed still, not opened again
    expect((await service.vacancies.get(neighbour, first!.id)).status).toBe('withdrawn');
    expect((await service.runs.list(neighbour, { limit: 5 })).items).toEqual([]);
  });

  it('writes no name and no telephone in the clear, and no personal data into jobs or the audit trail', async () => {
    await service.importOnce('cjob');
    const posting = network.truth().find((each) => /^1\d{10}$/.test(each.telephone))!;
    const tables = ['vacancies', 'import_runs', 'import_pages', 'import_rows', 'outbox', 'audit_events'];
    for (const table of tables) expect(await one(`select count(*)::int as found from ${table} t where t::text like '%' || $1 || '%'`, [posting.telephone])).toEqual({ found: 0 });
  });
});
