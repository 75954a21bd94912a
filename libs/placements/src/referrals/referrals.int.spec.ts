import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '@app/kernel';
import type { Database } from '@app/platform';
import fc from 'fast-check';
import { freshDatabase, type TestDatabase } from '../../../../test/support/database.js';
import type { Subject } from '../ledger/ledger-row.js';
import { ReferralMoveRefused } from '../placements.errors.js';
import { officer, openAsApplication, registered } from '../../../../test/support/ledger.js';
import { REFERRAL_MOVES, REFERRAL_STEPS, mayFollow, type ReferralStep, type StepTaken } from './referral-moves.js';
import { ReferralsRepository, type NewStep } from './referrals.repository.js';

describe('the steps of referrals', () => {
  let fresh: TestDatabase;
  let database: Database;
  let subject: Subject;
  const referrals = new ReferralsRepository();
  const county = officer('county-officer', '420626');

  beforeAll(async () => {
    fresh = await freshDatabase();
    database = await openAsApplication(fresh);
    subject = await registered(fresh, '420626106000');
  });
  afterAll(() => fresh.drop());

  async function referral(): Promise<string> {
    const vacancyId = randomUUID();
    return database.inScope({ ...county }, async (tx) => {
      await referrals.insert(tx, vacancyId, [subject], county.id);
      return (await referrals.findIds(tx, vacancyId, [subject.registrationId])).get(subject.registrationId)!;
    });
  }
  const step = (referralId: string, number: number, kind: ReferralStep, effectiveOn: string, reason: string | null = null): NewStep => ({
    referralId, ownerRegion: subject.ownerRegion, number, kind, effectiveOn, reason, employmentId: kind === 'hired' ? randomUUID() : null, reasonCode: kind === 'refused' || kind === 'obsolete' ? 'code' : null,
  });
  const take = (...steps: NewStep[]) => database.inScope({ ...county }, (tx) => referrals.append(tx, county, steps));

  it('are the moves that the code keeps', async () => {
    const { rows } = await fresh.owner.query<{ from_kind: string; to_kind: string }>('select from_kind, to_kind from referral_moves');
    const expected = Object.entries(REFERRAL_MOVES).flatMap(([from, kinds]) => kinds.map((to) => `${from}>${to}`));
    expect(rows.map((row) => `${row.from_kind}>${row.to_kind}`).sort()).toEqual(expected.sort());
  });

  it('take through SQL exactly the moves that the model takes, late answers among them', async () => {
    const commands = fc.array(fc.record({ kind: fc.constantFrom(...REFERRAL_STEPS), after: fc.constantFrom(-1, 0, 30, 60, 61), hasReason: fc.boolean() }), { maxLength: 7 });
    await fc.assert(
      fc.asyncProperty(commands, async (given) => {
        const id = await referral();
        let latest: StepTaken | null = null;
        let number = 0;
        for (const { kind, after, hasReason } of given) {
          const next: StepTaken = { kind, effectiveOn: addDays(latest?.effectiveOn ?? '2026-01-10', after) };
          const taken = await take(step(id, number + 1, kind, next.effectiveOn, hasReason ? '更正' : null)).then(() => true, (error: unknown) => { if (error instanceof ReferralMoveRefused) return false; throw error; });
          expect({ latest, next, taken }).toEqual({ latest, next, taken: mayFollow(latest, next, hasReason) });
          if (taken) [latest, number] = [next, number + 1];
        }
      }),
      { numRuns: Number(process.env['PLACEMENT_MODEL_RUNS'] ?? 60) },
    );
  });

  it('cannot leave out a number or take one twice', async () => {
    const id = await referral();
    await expect(take(step(id, 2, 'hired', '2026-01-10'))).rejects.toThrow(ReferralMoveRefused);
    await take(step(id, 1, 'presented', '2026-01-10'));
    const answers = await Promise.allSettled([take(step(id, 2, 'hired', '2026-01-11')), take(step(id, 2, 'refused', '2026-01-11'))]);
    expect(answers.map((answer) => answer.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('show a village officer no refusal', async () => {
    const id = await referral();
    await take(step(id, 1, 'presented', '2026-01-10'));
    await take(step(id, 2, 'refused', '2026-01-11'));
    const seenBy = (role: string) => database.inScope(officer(role, '420626106000'), async (tx) => (await tx.query<{ kind: string }[]>('select kind from referral_events where referral_id = $1 order by number', [id])).map((row) => row.kind));
    expect(await seenBy('township-officer')).toEqual(['presented', 'refused']);
    expect(await seenBy('village-officer')).toEqual(['presented']);
  });
});
