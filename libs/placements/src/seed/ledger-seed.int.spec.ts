import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { computeRates, findNamedRate } from '@app/outcomes';
import { dataSourceOptions } from '@app/platform';
import { DataSource } from 'typeorm';
import { freshDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { openAsApplication, registered } from '../../../../test/support/ledger.js';
import { PLACEMENTS_ENTITIES } from '../placements.module.js';
import { loadWholeLedger } from '../testing/whole-ledger.js';
import { seedLedger, type LedgerHistory } from './ledger-seed.js';

describe('a history written at once', () => {
  let fresh: TestDatabase;
  let owner: DataSource;
  beforeAll(async () => {
    fresh = await freshDatabase();
    owner = await new DataSource(dataSourceOptions({ url: fresh.ownerUrl, poolMax: 1, entities: PLACEMENTS_ENTITIES })).initialize();
  });
  afterAll(async () => {
    await owner.destroy();
    await fresh.drop();
  });

  async function history(): Promise<LedgerHistory> {
    const [hired, excluded] = [await registered(fresh, '420626106000'), await registered(fresh, '420626100000')];
    const [classId, employmentId, factId, referralId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    const at = (day: string): Date => new Date(`${day}T09:00:00+08:00`);
    const roll = [hired, excluded].flatMap((subject) => [
      { ...subject, id: randomUUID(), kind: 'enrolled' as const, effectiveOn: '2026-01-05', classId, recordedAt: at('2026-01-05') },
      { ...subject, id: randomUUID(), kind: 'completed' as const, effectiveOn: '2026-02-05', classId, recordedAt: at('2026-02-06') },
    ]);
    return {
      recordedBy: 'seed',
      classes: [{ id: classId, county: '420626', ownerRegion: '420626000000', name: '一期', courseId: 'c', programme: '双技能', providerId: randomUUID(), region: '420626106000', startsOn: '2026-01-05', endsOn: '2026-02-05', seats: 30, onTheJob: false, outreach: false }],
      courseRecords: [{ ...hired, courseId: 'c', classId, state: 'completed', endedOn: '2026-02-05', plannedEnd: '2026-02-05', hoursDone: 80 }],
      facts: [
        { id: randomUUID(), kind: 'class', effectiveOn: '2026-01-05', ownerRegion: '420626000000', classId, recordedAt: at('2026-01-02') }, ...roll,
        { ...hired, id: randomUUID(), kind: 'employment-started', effectiveOn: '2026-03-01', employmentId, payload: { type: 'wage', permanent: true, pay: 5000 }, recordedAt: at('2026-03-02') },
        { ...hired, id: factId, kind: 'evidence', level: 2, effectiveOn: '2026-03-10', employmentId, recordedAt: at('2026-03-10') },
      ],
      evidence: [{ factId, ownerRegion: hired.ownerRegion, form: 'contract', on: '2026-03-10', contractNumber: '1', signedOn: '2026-03-01', confirmedBy: '人事部', confirmedOn: '2026-03-10' }],
      exclusions: [{ ...excluded, id: randomUUID(), kind: 'excluded', effectiveOn: '2026-04-01', reasonCode: 'call-up', proofReference: '入伍通知书', retractsFactId: null, reason: null, recordedAt: at('2026-04-02') }],
      referrals: [{ ...hired, id: referralId, vacancyId: randomUUID() }],
      steps: [
        { referralId, ownerRegion: hired.ownerRegion, number: 1, kind: 'presented', effectiveOn: '2026-02-10', officeId: null, recordedAt: at('2026-02-10') },
        { referralId, ownerRegion: hired.ownerRegion, number: 2, kind: 'hired', effectiveOn: '2026-02-20', employmentId, officeId: null, recordedAt: at('2026-02-20') },
      ],
    };
  }

  it('gives the rate as it was known at any instant of that history', async () => {
    const given = await history();
    await owner.transaction((tx) => seedLedger(tx, given));
    const { ledger } = await loadWholeLedger(await openAsApplication(fresh), '420626', null);
    const r1 = (knownBy: string) => {
      const [table] = computeRates(ledger.at({ asOf: '2026-11-23', knownBy: Date.parse(knownBy) * 1000 }), { rules: [findNamedRate('R1')!] });
      return 'total' in table! ? { n: table.total.n, numerator: table.total.numerator, excluded: table.total.excluded } : null;
    };
    expect(r1('2026-03-05T00:00:00Z')).toEqual({ n: 2, numerator: 0, excluded: {} });
    expect(r1('2026-03-11T00:00:00Z')).toEqual({ n: 2, numerator: 1, excluded: {} });
    expect(r1('2026-11-23T00:00:00Z')).toEqual({ n: 1, numerator: 1, excluded: { 'call-up': 1 } });
  });

  it('is followed up at once: every milestone of an employment stands with the history', async () => {
    const given = await history();
    await owner.transaction((tx) => seedLedger(tx, given));
    const employmentId = given.facts.find((fact) => fact.kind === 'employment-started')!.employmentId;
    const { rows } = await fresh.owner.query('select milestone, due_on::text as "dueOn", state from follow_ups where employment_id = $1 order by due_on', [employmentId]);
    expect(rows).toEqual([{ milestone: '30', dueOn: '2026-03-31', state: 'open' }, { milestone: '90', dueOn: '2026-05-30', state: 'open' }, { milestone: '180', dueOn: '2026-08-28', state: 'open' }, { milestone: '365', dueOn: '2027-03-01', state: 'open' }]);
  });

  it('is in the histories that are kept: those from before are forgotten', async () => {
    const given = await history();
    await fresh.owner.query(`insert into kept_histories (county, known_by, bounds, facts) values ('420626', now(), '{}', 0), ('420625', now(), '{}', 0)`);
    await owner.transaction((tx) => seedLedger(tx, given));
    expect((await fresh.owner.query('select county from kept_histories')).rows).toEqual([{ county: '420625' }]);
  });

  it('keeps nothing of a history that contradicts itself', async () => {
    const given = await history();
    const backwards = { ...given, facts: [...given.facts].reverse() };
    await expect(owner.transaction((tx) => seedLedger(tx, backwards))).rejects.toThrow('冲突');
    expect((await fresh.owner.query('select 1 from training_classes where id = $1', [given.classes[0]!.id])).rowCount).toBe(0);
  });
});
