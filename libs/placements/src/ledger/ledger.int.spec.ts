import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dataSourceOptions, systemPrincipal, type Database } from '@app/platform';
import fc from 'fast-check';
import { DataSource } from 'typeorm';
import { freshDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { LedgerMoveRefused } from '../placements.errors.js';
import { PLACEMENTS_ENTITIES } from '../placements.module.js';
import { officer, openAsApplication, registered, started } from '../../../../test/support/ledger.js';
import { LEDGER_MOVES, isLegalMove, type LedgerKind, type MovingFact } from './ledger-moves.js';
import type { NewFact, Subject } from './ledger-row.js';
import { LedgerRepository } from './ledger.repository.js';

const COUNTY = '420626';
const XIEMA = '420626106000';

describe('the ledger', () => {
  let fresh: TestDatabase;
  let database: Database;
  let subject: Subject;
  const ledger = new LedgerRepository();
  const county = officer('county-officer', COUNTY);
  const append = (facts: readonly NewFact[], principal = county, options = {}) => database.inScope({ ...principal }, (tx) => ledger.append(tx, principal.id, facts, options));
  const asCounty = <Row>(sql: string, parameters: unknown[] = [], principal = county) => database.inScope({ ...principal }, (tx) => tx.query<Row[]>(sql, parameters));

  beforeAll(async () => {
    fresh = await freshDatabase();
    database = await openAsApplication(fresh);
    subject = await registered(fresh, XIEMA);
  });
  afterAll(() => fresh.drop());

  it('has the tables that its entities say', async () => {
    const dataSource = await new DataSource(dataSourceOptions({ url: fresh.ownerUrl, poolMax: 1, entities: PLACEMENTS_ENTITIES })).initialize();
    try {
      const changes = await dataSource.driver.createSchemaBuilder().log();
      expect(changes.upQueries.map(({ query }) => query)).toEqual([]);
    } finally {
      await dataSource.destroy();
    }
  });

  it('keeps the table of moves that the code keeps', async () => {
    const { rows } = await fresh.owner.query('select kind, needs, refuses, not_before as "notBefore" from ledger_moves');
    expect(Object.fromEntries(rows.map(({ kind, ...move }: { kind: string }) => [kind, move]))).toEqual(LEDGER_MOVES);
  });

  it.each(['ledger_facts', 'evidence_details', 'referrals', 'referral_events', 'training_classes'])('lets the application change and delete nothing in %s', async (table) => {
    const column = table === 'training_classes' ? 'name' : 'county';
    await expect(asCounty(`update ${table} set ${column} = ${column}`)).rejects.toThrow(/permission denied/);
    await expect(asCounty(`delete from ${table}`)).rejects.toThrow(/permission denied/);
    await expect(asCounty(`truncate ${table}`)).rejects.toThrow(/permission denied/);
  });

  it.each(['ledger_facts', 'evidence_details', 'referrals', 'referral_events', 'exclusion_facts'])('refuses a change in %s even to the owner', async (table) => {
    await expect(fresh.owner.query(`delete from ${table}`)).rejects.toThrow(/append-only/);
    await expect(fresh.owner.query(`update ${table} set county = county`)).rejects.toThrow(/append-only/);
  });

  it('lets only the owner say when a fact was recorded, and nobody in the future', async () => {
    await expect(append([started(subject)], county, { recordedAt: new Date('2026-01-01T00:00:00Z') })).rejects.toThrow(/permission denied/);
    const owner = await new DataSource(dataSourceOptions({ url: fresh.ownerUrl, poolMax: 1, entities: PLACEMENTS_ENTITIES })).initialize();
    try {
      const fact = started(subject);
      await owner.transaction((tx) => ledger.append(tx, 'seed', [fact], { recordedAt: new Date('2026-01-01T00:00:00Z') }));
      expect((await fresh.owner.query('select recorded_at from ledger_facts where id = $1', [fact.id])).rows).toEqual([{ recorded_at: new Date('2026-01-01T00:00:00Z') }]);
      await expect(owner.transaction((tx) => ledger.append(tx, 'seed', [started(subject)], { recordedAt: new Date('2999-01-01T00:00:00Z') }))).rejects.toThrow(/future/);
    } finally {
      await owner.destroy();
    }
  });

  it('shows a county and its townships their own facts, and nobody else any', async () => {
    const fact = started(subject);
    await append([fact]);
    const seenBy = async (principal: typeof county) => (await asCounty('select id from ledger_facts where id = $1', [fact.id], principal)).length;
    expect(await seenBy(county)).toBe(1);
    expect(await seenBy(officer('township-officer', '420626106'))).toBe(1);
    expect(await seenBy(officer('township-officer', '420626100'))).toBe(0);
    expect(await seenBy(officer('county-officer', '420625'))).toBe(0);
    expect(await seenBy({ ...officer('employer', COUNTY), kind: 'employer' })).toBe(0);
    await expect(append([started(subject)], officer('county-officer', '420625'))).rejects.toThrow(/row-level security/);
  });

  it('keeps exclusions from every role but those that may know', async () => {
    const exclusion = { ...subject, id: randomUUID(), kind: 'excluded', effectiveOn: '2026-05-01', reasonCode: 'institution', proofReference: '证明 7', retractsFactId: null, reason: null } as const;
    const record = (principal: typeof county) => database.inScope({ ...principal }, (tx) => ledger.appendExclusions(tx, [exclusion]));
    await expect(record(officer('village-officer', XIEMA))).rejects.toThrow(/not recorded by this role/);
    await expect(record(officer('county-officer', '420625'))).rejects.toThrow(/row-level security/);
    await record(county);
    await expect(asCounty('select * from exclusion_facts')).rejects.toThrow(/permission denied/);
    const read = (principal: typeof county) => asCounty<{ reason_code: string }>(`select reason_code from exclusions_known('420626', null)`, [], principal);
    expect(await read(county)).toEqual([{ reason_code: 'institution' }]);
    expect(await read(officer('auditor', COUNTY))).toHaveLength(1);
    expect(await read(officer('county-officer', '420625'))).toEqual([]);
    for (const role of ['village-officer', 'department-officer', 'training-provider', 'system-administrator']) await expect(read(officer(role, COUNTY))).rejects.toThrow(/not read by this role/);
  });

  it('gives recorded-at in commit order: nothing appears behind a report already made, with 20 writers at once', async () => {
    const samples: { head: string; count: number }[] = [];
    let writing = true;
    const countUpTo = async (head: string) => (await fresh.owner.query<{ count: number }>('select count(*)::int as count from ledger_facts where county = $1 and recorded_at <= $2::timestamptz', [COUNTY, head])).rows[0]!.count;
    const reader = (async () => {
      while (writing) {
        const { rows } = await fresh.owner.query<{ head: string }>(`select ledger_head($1)::text as head`, [COUNTY]);
        samples.push({ head: rows[0]!.head, count: await countUpTo(rows[0]!.head) });
      }
    })();
    const batches = Array.from({ length: 20 }, () => [started(subject), started(subject)]);
    await Promise.all(batches.map((batch, i) => database.inScope(systemPrincipal(`writer-${i}`, COUNTY), async (tx) => {
      await ledger.append(tx, 'test', batch);
      await tx.query('select pg_sleep(0.005)');
    })));
    writing = false;
    await reader;
    const ids = batches.map((batch) => batch.map((fact) => fact.id));
    const { rows } = await fresh.owner.query<{ count: number }>('select count(distinct recorded_at)::int as count from ledger_facts where id = any ($1::uuid[])', [ids.flat()]);
    expect(rows).toEqual([{ count: 20 }]);
    expect(new Set(samples.map((sample) => sample.head)).size).toBeGreaterThan(3);
    for (const { head, count } of samples) expect(await countUpTo(head)).toBe(count);
  });

  it('appends a batch in its order, as one move after the other', async () => {
    const classId = randomUUID();
    const classFact: NewFact = { id: randomUUID(), kind: 'class', effectiveOn: '2026-01-05', ownerRegion: '420626000000', classId };
    const step = (kind: LedgerKind, effectiveOn: string): NewFact => ({ ...subject, id: randomUUID(), kind, effectiveOn, classId });
    await append([classFact, step('enrolled', '2026-01-05'), step('completed', '2026-02-05'), step('certified', '2026-02-20')]);
    await expect(append([step('dropped', '2026-02-21')])).rejects.toThrow(LedgerMoveRefused);
    expect((await asCounty(`select count_seated($1)::int as seated`, [classId]))).toEqual([{ seated: 1 }]);
  });

  it('lets a retraction be retracted, and a fact be retracted once', async () => {
    const fact = started(subject);
    const retraction = (of: NewFact): NewFact => ({ ...subject, id: randomUUID(), kind: 'retracted', effectiveOn: '2026-06-01', retractsFactId: of.id, reason: '误录' });
    const first = retraction(fact);
    await append([fact, first]);
    await expect(append([retraction(fact)])).rejects.toThrow(LedgerMoveRefused);
    await append([retraction(first)]);
    expect(await database.inScope({ ...county }, (tx) => ledger.findFact(tx, fact.id))).toMatchObject({ inForce: true });
    await expect(append([{ ...retraction(fact), reason: null }])).rejects.toThrow(/retraction_names_a_fact_and_a_reason/);
  });

  it('writes the follow-up calendar itself, whichever way the application appends', async () => {
    const states = async (fact: NewFact) => (await fresh.owner.query<{ state: string }>('select state from follow_ups where employment_id = $1 order by due_on', [fact.employmentId])).rows.map(({ state }) => state);
    const fact = started(subject);
    await asCounty(`insert into ledger_facts (id, county, owner_region, kind, effective_on, registration_id, person_id, employment_id, payload, recorded_by) values ($1, $2, $3, 'employment-started', $4, $5, $6, $7, '{}', 'test')`,
      [fact.id, COUNTY, subject.ownerRegion, fact.effectiveOn, subject.registrationId, subject.personId, fact.employmentId]);
    expect(await states(fact)).toEqual(['open', 'open', 'open', 'open']);
    const ended: NewFact = { ...subject, id: randomUUID(), kind: 'employment-ended', effectiveOn: '2026-05-01', employmentId: fact.employmentId! };
    await append([ended]);
    expect(await states(fact)).toEqual(['open', 'moot', 'moot', 'moot']);
    await append([{ ...subject, id: randomUUID(), kind: 'retracted', effectiveOn: '2026-06-01', retractsFactId: ended.id, reason: '误录' }]);
    expect(await states(fact)).toEqual(['open', 'open', 'open', 'open']);
    await append([{ ...subject, id: randomUUID(), kind: 'retracted', effectiveOn: '2026-06-01', retractsFactId: fact.id, reason: '误录' }]);
    expect(await states(fact)).toEqual(['moot', 'moot', 'moot', 'moot']);
  });

  it('takes through SQL exactly the moves that the model takes', async () => {
    const kinds = ['employment-started', 'employment-ended', 'evidence', 'evidence-refused'] as const;
    const moves = fc.array(fc.record({ kind: fc.constantFrom(...kinds, 'retracted' as const), day: fc.integer({ min: 1, max: 4 }), pick: fc.nat(5) }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(moves, async (commands) => {
        const employmentId = randomUUID();
        let inForce: (MovingFact & { id: string })[] = [];
        for (const { kind, day, pick } of commands) {
          const target = inForce[pick];
          if (kind === 'retracted' && target === undefined) continue;
          const fact: NewFact = { ...started(subject, employmentId, `2026-03-0${day}`), kind, ...(kind.startsWith('evidence') ? { level: 2 } : {}), ...(kind === 'retracted' ? { employmentId: null, retractsFactId: target!.id, reason: '模型' } : {}) };
          const legal = kind === 'retracted' || isLegalMove(fact, inForce);
          // Each by another officer: who may refuse evidence is a rule beside the moves.
          const taken = await database.inScope({ ...county }, (tx) => ledger.append(tx, fact.id, [fact])).then(() => true, (error: unknown) => { if (error instanceof LedgerMoveRefused) return false; throw error; });
          expect({ kind, day, taken }).toEqual({ kind, day, taken: legal });
          if (taken) inForce = kind === 'retracted' ? inForce.filter((each) => each.id !== target!.id) : [...inForce, fact];
        }
        const stored = await fresh.owner.query<{ id: string }>(`select id from ledger_facts where employment_id = $1 and fact_in_force(id)`, [employmentId]);
        expect(stored.rows.map((row) => row.id).sort()).toEqual(inForce.map((fact) => fact.id).sort());
      }),
      { numRuns: Number(process.env['PLACEMENT_MODEL_RUNS'] ?? 60) },
    );
  });
});
