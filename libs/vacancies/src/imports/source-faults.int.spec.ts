import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { describeWithShared } from '../../../../test/support/shared.js';
import { SHARED_NETWORK, startSharedNetwork, type SharedNetwork } from '../../../../test/support/shared-network.js';
import { startVacancyImports, type VacancyImports } from '../../../../test/support/vacancy-imports.js';
import { startNetworkStandIn, type NetworkStandIn } from '../../../../test/support/network-stand-in.js';

const MIB = 2 ** 20;

describe('a list that shrinks (D12)', () => {
  let service: VacancyImports;
  let network: NetworkStandIn;
  beforeAll(async () => {
    [service, network] = await Promise.all([startVacancyImports(), startNetworkStandIn({ rows: 400 })]);
    await service.enable('hubei', network.url);
  });
  afterAll(async () => {
    await service.close();
    await network.stop();
  });

  it('is held when it is empty, held when 40 % are gone, read again and complete when one page was empty once; nothing expires', async () => {
    const first = await service.importOnce('hubei');
    const open = await service.openTitles('hubei');
    network.fault({ kind: 'empty', times: 99 });
    expect(await service.importOnce('hubei')).toMatchObject({ state: 'held', heldFor: 'empty', rowsClosed: 0, heldClosings: [] });
    network.clearFaults();
    network.tamper({ list: (board) => board.slice(0, Math.ceil(board.length * 0.6)) });
    expect(await service.importOnce('hubei')).toMatchObject({ state: 'held', heldFor: 'shrink', rowsClosed: 0 });
    network.tamper();
    network.fault({ kind: 'emptypage', after: 2, times: 1 });
    const third = await service.importOnce('hubei');
    expect(third).toMatchObject({ state: 'complete', rowsRead: first.rowsRead, rowsUnchanged: first.rowsRead, rowsClosed: 0 });
    expect(third.faults).toContainEqual(expect.objectContaining({ page: 3, fault: 'empty-page' }));
    expect(await service.openTitles('hubei')).toEqual(open);
  });
});

describeWithShared('a source that breaks off (D13)', [SHARED_NETWORK], () => {
  let service: VacancyImports;
  let network: SharedNetwork;
  beforeAll(async () => {
    [service, network] = await Promise.all([startVacancyImports(), startSharedNetwork({ rows: 800 })]);
    await service.enable('cjob', network.url);
  });
  beforeEach(async () => {
    await network.reset();
    await service.clear();
  });
  afterAll(async () => {
    await service.close();
    await network.stop();
  });

  it.each(['truncate', 'http503', 'slow', 'huge'] as const)('by %s ends the run within its limits, keeps the pages read, and the next run completes', async (kind) => {
    await network.fault({ kind, after: 5, times: 99, source: 'cjob' });
    const begun = process.memoryUsage().rss;
    let peak = begun;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 10);
    const broken = await service.importOnce('cjob');
    clearInterval(watch);
    expect(broken).toMatchObject({ state: 'incomplete', pagesRead: 5, rowsClosed: 0 });
    expect(broken.faults.length).toBeGreaterThan(0);
    expect((peak - begun) / MIB).toBeLessThan(150); // of a body of 100 MB at most 4 MB are taken here
    await network.reset();
    const next = await service.importOnce('cjob');
    expect(next).toMatchObject({ state: 'complete', rowsRead: next.reportedTotal });
    expect(next.rowsUnchanged).toBe(broken.rowsNew);
  }, 60_000);
});
