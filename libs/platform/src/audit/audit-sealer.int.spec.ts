import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { freshDatabase, type TestDatabase } from '../../../../test/support/database.js';
import type { Database } from '../database/database.js';
import { systemPrincipal } from '../database/principal.js';
import { sealAuditEvents, verifyAuditChains } from './audit-sealer.js';
import { AuditTrail } from './audit-trail.js';

describe('the audit trail', () => {
  let fresh: TestDatabase;
  let dataSource: DataSource;
  let database: Database;
  const trail = new AuditTrail();
  const officer = systemPrincipal('test', '420626');
  beforeEach(async () => {
    fresh = await freshDatabase();
    ({ dataSource, database } = await fresh.open());
  });
  afterEach(() => fresh.drop());

  const record = (subjectId: string, region = '420626') => database.inScope(systemPrincipal('test', region), (tx) => trail.record(tx, { action: 'trainee.reveal', subjectKind: 'trainee', subjectId, region, reason: '核对', details: { field: 'phone' } }));
  /** Seals until so many rows are sealed: a transaction of another database on the same server holds a sealer back, too. */
  async function sealAll(count: number): Promise<void> {
    let sealed = 0;
    for (const end = performance.now() + 20_000; sealed < count && performance.now() < end; ) {
      const now = await sealAuditEvents(dataSource);
      if (now === 0) await new Promise((done) => setTimeout(done, 25));
      sealed += now;
    }
    expect(sealed).toBe(count);
  }
  const behindTheBack = async (sql: string) => {
    await fresh.owner.query('alter table audit_events disable trigger all');
    await fresh.owner.query(sql);
  };

  it('chains each county for itself and verifies what was written', async () => {
    for (const id of ['a', 'b', 'c']) await record(id);
    await record('z', '420625');
    await sealAll(4);
    expect(await sealAuditEvents(dataSource)).toBe(0);
    const verdicts = await verifyAuditChains(dataSource);
    expect(verdicts.map(({ county, length, firstBadNumber }) => ({ county, length, firstBadNumber }))).toEqual([
      { county: '420625', length: 1, firstBadNumber: null },
      { county: '420626', length: 3, firstBadNumber: null },
    ]);
  });

  it('names the first row that was changed behind its back', async () => {
    for (const id of ['a', 'b', 'c']) await record(id);
    await sealAll(3);
    await behindTheBack(`update audit_events set actor_id = 'somebody else' where subject_id = 'b'`);
    expect((await verifyAuditChains(dataSource))[0]?.firstBadNumber).toBe(2);
  });

  it('shows a cut tail by another head', async () => {
    for (const id of ['a', 'b', 'c']) await record(id);
    await sealAll(3);
    const published = (await verifyAuditChains(dataSource))[0]?.headHash;
    await fresh.owner.query('alter table audit_seals disable trigger all');
    await fresh.owner.query('delete from audit_seals where number = 3');
    const after = (await verifyAuditChains(dataSource))[0];
    expect(after?.length).toBe(2);
    expect(after?.headHash).not.toBe(published);
  });

  it('waits for a transaction that is still open, so that no row appears behind a seal', async () => {
    const open = await fresh.owner.connect();
    await open.query('begin');
    await open.query('select pg_current_xact_id()');
    await record('later');
    expect(await sealAuditEvents(dataSource)).toBe(0);
    await open.query('commit');
    open.release();
    await sealAll(1);
  });

  it.each(['update audit_events set reason = null', 'delete from audit_events', 'truncate audit_events cascade'])('refuses "%s", also to the owner', async (sql) => {
    await record('a');
    await expect(fresh.owner.query(sql)).rejects.toThrow(/append-only/);
  });

  it('gives the application no right to change a row', async () => {
    await expect(database.inScope(officer, (tx) => tx.query('delete from audit_events'))).rejects.toThrow(/permission denied/);
  });
});
