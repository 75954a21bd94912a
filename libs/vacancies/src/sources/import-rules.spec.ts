import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TOOLS } from '../../../../test/support/mapping-tools.js';
import { NETWORK_FAULTS, startNetworkStandIn, type NetworkFault, type NetworkFaultKind } from '../../../../test/support/network-stand-in.js';
import { describeWithShared } from '../../../../test/support/shared.js';
import { SHARED_NETWORK, startSharedNetwork } from '../../../../test/support/shared-network.js';
import { mapPage } from '../imports/recognition.js';
import { CjobSource } from './cjob.source.js';
import { decideClosing } from './closing.js';
import { crawl, type CrawlResult } from './crawl.js';
import { HubeiSource } from './hubei.source.js';
import { contentHash, pairGroups } from './identity.js';
import { PoliteClient } from './polite-client.js';
import { SOURCE_CODES, type MappedVacancy, type SourceCode, type SourcePage } from './source.js';

interface Entry { readonly vacancy: MappedVacancy; readonly open: boolean; readonly missedRuns: number }
interface Run extends CrawlResult { readonly added: number; readonly changed: number; readonly closed: number; readonly rejected: number; readonly held: boolean }

/** The rules put together as an import puts them, with a map where the service has tables. */
class Ledger {
  readonly entries = new Map<string, Entry>();
  #closedToday = 0;
  #next = 1;

  constructor(private readonly code: SourceCode, private readonly url: string, private readonly regionCode: string) {}

  get open(): Entry[] {
    return [...this.entries.values()].filter((entry) => entry.open);
  }

  newDay(): void {
    this.#closedToday = 0;
  }

  /** The same, for somebody who goes on from here. */
  copy(): Ledger {
    const copy = new Ledger(this.code, this.url, this.regionCode);
    for (const [key, entry] of this.entries) copy.entries.set(key, entry);
    copy.#closedToday = this.#closedToday;
    copy.#next = this.#next;
    return copy;
  }

  async run(): Promise<Run> {
    const client = new PoliteClient({ spacingMs: 0, backoffMs: 0, timeoutMs: 150, attempts: 2, maxRetryAfterMs: 500, maxBodyBytes: 2 * 1024 * 1024 });
    const source = this.code === 'hubei' ? new HubeiSource(client, this.url, TOOLS) : new CjobSource(client, this.url, TOOLS);
    let pages: SourcePage[] = [];
    const result = await crawl({ source, regionCode: this.regionCode, rereadDelayMs: 0, rereads: 2, sink: {
      keepPage: async (page) => { pages[page.page - 1] = page; },
      forgetFrom: async (page) => { pages = pages.slice(0, page - 1); },
    } });
    await client.close();
    const mapped = pages.flatMap((page) => mapPage(page, source, this.regionCode)).map((row) => row.mapped);
    const vacancies = mapped.filter((row): row is MappedVacancy => row.accepted);
    const rejected = mapped.length - vacancies.length;
    return { ...result, ...this.#store(vacancies, result), rejected };
  }

  #store(vacancies: readonly MappedVacancy[], { complete, rowsRead }: CrawlResult) {
    const before = this.open.map((entry) => entry.vacancy);
    const openRows = [...this.entries].filter(([, entry]) => entry.open).map(([key, { missedRuns }]) => ({ key, missedRuns }));
    const seen = new Map<string, MappedVacancy>();
    for (const [key, vacancy] of this.#identify(vacancies)) seen.set(key, vacancy);
    const changed = [...seen].filter(([key, vacancy]) => this.entries.has(key) && contentHash(this.entries.get(key)!.vacancy) !== contentHash(vacancy)).length;
    const added = [...seen.keys()].filter((key) => !this.entries.has(key)).length;
    for (const [key, vacancy] of seen) this.entries.set(key, { vacancy, open: true, missedRuns: 0 });
    const decision = decideClosing({ openRows, seen: new Set(seen.keys()), complete, rowsRead, sourceOpenCount: before.length, closedToday: this.#closedToday });
    for (const key of decision.missedOnce) this.entries.set(key, { ...this.entries.get(key)!, missedRuns: 1 });
    for (const key of decision.toClose) this.entries.set(key, { ...this.entries.get(key)!, open: false, missedRuns: 0 });
    this.#closedToday += decision.toClose.length;
    return { added, changed, closed: decision.toClose.length, held: decision.held };
  }

  #identify(vacancies: readonly MappedVacancy[]): [string, MappedVacancy][] {
    if (this.code === 'cjob') return vacancies.map((vacancy) => [vacancy.sourceId!, vacancy]);
    const grouped = (vacancy: MappedVacancy) => ({ group: vacancy.identityGroup, telephone: vacancy.telephone.text, published: vacancy.publishedText, pay: vacancy.pay.text, vacancy });
    const { pairs, added } = pairGroups([...this.entries].map(([key, { vacancy, open }]) => ({ ...grouped(vacancy), key, open })), vacancies.map(grouped));
    return [...pairs.map(({ key, incoming }): [string, MappedVacancy] => [key, incoming.vacancy]), ...added.map(({ vacancy }): [string, MappedVacancy] => [`h${this.#next++}`, vacancy])];
  }
}

interface Network { readonly url: string; advance(days: number): unknown; fault(fault: NetworkFault): unknown; stop(): Promise<void> }

/** The tests that every stand-in must pass; `listed` = what is on the board today, by title, sorted. */
function importRules(regionCode: string, faults: readonly (readonly [after: number, times: number])[], start: () => Promise<Network>, clear: (network: Network) => unknown, listed: (network: Network) => Promise<string[]>): void {
  let network: Network;
  beforeAll(async () => { network = await start(); });
  beforeEach(async () => { await clear(network); });
  afterAll(() => network.stop());
  const openTitles = (ledger: Ledger) => ledger.open.map((entry) => entry.vacancy.title).sort();

  describe.each(SOURCE_CODES)('%s', (code) => {
    let firstDay: Ledger;
    beforeAll(async () => {
      await clear(network);
      firstDay = new Ledger(code, network.url, regionCode);
      await firstDay.run();
    });

    it('accounts for every row, and a second run changes nothing', async () => {
      const ledger = new Ledger(code, network.url, regionCode);
      const first = await ledger.run();
      expect(first).toMatchObject({ complete: true, rejected: 0, changed: 0, closed: 0 });
      expect(first.added).toBe(first.total);
      expect(openTitles(ledger)).toEqual(await listed(network));
      expect(await ledger.run()).toMatchObject({ complete: true, added: 0, changed: 0, closed: 0, held: false });
    });

    it('closes exactly what left the list, by the second complete run of a later day, and takes repriced rows for changes', async () => {
      const ledger = new Ledger(code, network.url, regionCode);
      await ledger.run();
      for (let week = 0; week < 2; week++) {
        await network.advance(5);
        ledger.newDay();
        expect(await ledger.run()).toMatchObject({ complete: true, closed: 0, held: false });
        const second = await ledger.run();
        expect(second).toMatchObject({ complete: true, added: 0, changed: 0, held: false });
        expect(second.closed).toBeGreaterThan(0);
        expect(openTitles(ledger)).toEqual(await listed(network));
      }
    });

    it.each(NETWORK_FAULTS.flatMap((kind) => faults.map(([after, times]): [NetworkFaultKind, number, number] => [kind, after, times])))('%s after %i answers, %i times: closes nothing wrongly, says so, and the run after it completes', async (kind, after, times) => {
      const ledger = firstDay.copy();
      const all = openTitles(ledger);
      await network.fault({ kind, after, times, source: code });
      const spoilt = await ledger.run();
      if (!spoilt.complete) expect(spoilt.reason).not.toBeNull();
      expect(spoilt.faults.length > 0 || spoilt.held).toBe(true);
      const again = await ledger.run(); // may still meet what is left of the fault
      expect(openTitles(ledger)).toEqual(all);
      expect([spoilt.closed, again.closed]).toEqual([0, 0]);
      await clear(network);
      expect(await ledger.run()).toMatchObject({ complete: true, rowsRead: all.length, closed: 0, held: false, changed: 0 });
      expect(openTitles(ledger)).toEqual(all);
    });
  });
}

describe('import rules against the project\'s own stand-in', () => {
  importRules('420000', [[0, 1], [2, 1], [0, 9], [1, 9]], () => startNetworkStandIn({ rows: 240 }), (network) => {
    const own = network as Awaited<ReturnType<typeof startNetworkStandIn>>;
    own.clearFaults();
    own.setDay(0);
  }, async (network) => (network as Awaited<ReturnType<typeof startNetworkStandIn>>).truth().map((posting) => posting.title).sort());
});

describeWithShared('import rules against the shared stand-in', [SHARED_NETWORK], () => {
  const inHubei = (region: string) => region.startsWith('42');
  importRules('420000', [[0, 1], [2, 9]], () => startSharedNetwork({ rows: 420 }), (network) => (network as Awaited<ReturnType<typeof startSharedNetwork>>).reset(), async (network) => {
    const rows = await (network as Awaited<ReturnType<typeof startSharedNetwork>>).truth();
    return rows.filter((row) => inHubei(row.region)).map((row) => row.title.trim()).sort();
  });
});
