import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NETWORK_FAULTS, startNetworkStandIn, type NetworkFault } from '../../../../test/support/network-stand-in.js';
import { describeWithShared } from '../../../../test/support/shared.js';
import { SHARED_NETWORK, startSharedNetwork } from '../../../../test/support/shared-network.js';
import { startVacancyImports, type VacancyImports } from '../../../../test/support/vacancy-imports.js';
import { SOURCE_CODES } from '../sources/source.js';
import type { RunRow } from './import.repository.js';

const sum = ({ rowsNew, rowsChanged, rowsUnchanged, rowsRejected }: RunRow): number => rowsNew + rowsChanged + rowsUnchanged + rowsRejected;

interface Network { readonly url: string; advance(days: number): unknown; fault(fault: NetworkFault): unknown; stop(): Promise<void> }

/** What every import must do against any stand-in. `listed` = the titles of today's board; `clear` = back to day 0 without faults. */
function imports(rows: { readonly small: number; readonly large: number }, start: (rows: number) => Promise<Network>, clear: (network: Network) => unknown, listed: (network: Network) => Promise<string[]>): void {
  let service: VacancyImports;
  beforeAll(async () => void (service = await startVacancyImports({ timeoutMs: 150 })));
  afterAll(() => service.close());

  describe('a large board', () => {
    let network: Network;
    beforeAll(async () => void (network = await start(rows.large)));
    beforeEach(() => clear(network) as Promise<void>);
    afterAll(() => network.stop());

    it.each(SOURCE_CODES)('%s: every row is accounted for, a second run changes nothing, a later day closes exactly what left', async (code) => {
      await service.clear();
      await service.enable(code, network.url);
      const first = await service.importOnce(code);
      expect(first).toMatchObject({ state: 'complete', rowsChanged: 0, rowsRejected: 0, rowsClosed: 0 });
      expect(first.rowsRead).toBe(first.reportedTotal);
      expect(sum(first)).toBe(first.rowsRead);
      expect(await service.openTitles(code)).toEqual(await listed(network));

      const second = await service.importOnce(code);
      expect(second).toMatchObject({ state: 'complete', rowsNew: 0, rowsChanged: 0, rowsRejected: 0, rowsClosed: 0, rowsUnchanged: first.rowsRead });

      await network.advance(5);
      service.clock.moveTo('2026-11-28T02:00:00Z');
      const later = await service.importOnce(code);
      expect(later).toMatchObject({ state: 'complete', rowsClosed: 0 });
      expect(later.rowsMissing).toBeGreaterThan(0);
      expect(later.rowsChanged).toBeGreaterThan(0);
      const afterIt = await service.importOnce(code);
      expect(afterIt).toMatchObject({ state: 'complete', rowsNew: 0, rowsChanged: 0, rowsClosed: later.rowsMissing });
      expect(await service.openTitles(code)).toEqual(await listed(network));
      service.clock.moveTo('2026-11-23T02:00:00Z');
    });
  });

  describe('a source that fails', () => {
    let network: Network;
    beforeAll(async () => void (network = await start(rows.small)));
    beforeEach(() => clear(network) as Promise<void>);
    afterAll(() => network.stop());

    describe.each(SOURCE_CODES)('%s', (code) => {
      let first: RunRow;
      let open: string[];
      beforeAll(async () => {
        await clear(network);
        await service.clear();
        await service.enable(code, network.url);
        first = await service.importOnce(code);
        open = await service.openTitles(code);
      });

      const cases = NETWORK_FAULTS.flatMap((kind) => [0, 2].map((after): [NetworkFault['kind'], number] => [kind, after]));
      it.each(cases)('%s after %i answers closes nothing, says what happened, and the next run completes', async (kind, after) => {
        await network.fault({ kind, after, times: 3, source: code });
        const spoilt = await service.importOnce(code);
        expect(spoilt.faults.length > 0 || spoilt.state === 'held').toBe(true); // a shrunken list looks right by itself
        expect(sum(spoilt)).toBe(spoilt.rowsRead);
        if (spoilt.state !== 'complete') expect(spoilt.reason).not.toBeNull();
        await clear(network);
        const next = await service.importOnce(code);
        expect(next).toMatchObject({ state: 'complete', rowsRead: first.rowsRead, rowsNew: 0, rowsChanged: 0, rowsClosed: 0 });
        expect(await service.openTitles(code)).toEqual(open);
        expect([spoilt.rowsClosed, spoilt.rowsNew]).toEqual([0, 0]);
      });
    });
  });
}

type OwnNetwork = Awaited<ReturnType<typeof startNetworkStandIn>>;
type Shared = Awaited<ReturnType<typeof startSharedNetwork>>;

describe('imports from the project\'s own stand-in', () => {
  imports({ small: 240, large: 600 }, (rows) => startNetworkStandIn({ rows }), (network) => {
    (network as OwnNetwork).clearFaults();
    (network as OwnNetwork).setDay(0);
  }, async (network) => (network as OwnNetwork).truth().map((posting) => posting.title).sort());
});

describeWithShared('imports from the shared stand-in', [SHARED_NETWORK], () => {
  imports({ small: 420, large: 4200 }, (rows) => startSharedNetwork({ rows }), (network) => (network as Shared).reset(),
    async (network) => (await (network as Shared).truth()).filter((row) => row.region.startsWith('42')).map((row) => row.title.trim()).sort());
});
