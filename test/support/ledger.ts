import { randomUUID } from 'node:crypto';
import type { Database, Principal } from '@app/platform';
import type { TestDatabase } from './database.js';
import { PLACEMENTS_ENTITIES, type NewFact, type Subject } from '@app/placements';

/** An officer for tests. */
export function officer(role: string, region: string): Principal {
  return { kind: 'officer', id: `test-${role}`, role, region, organizationId: null };
}

/** The application's door to a test database. */
export async function openAsApplication(fresh: TestDatabase): Promise<Database> {
  return (await fresh.open(PLACEMENTS_ENTITIES)).database;
}

/** A registration put in behind the application's back. */
export async function registered(fresh: TestDatabase, ownerRegion: string): Promise<Subject> {
  const personId = randomUUID();
  await fresh.owner.query(`insert into persons (id, id_number_index, id_number) values ($1, $2, 'sealed')`, [personId, randomUUID()]);
  const { rows } = await fresh.owner.query<{ id: string }>(
    `insert into registrations (person_id, owner_region, county, name, id_number_masked, born_on, sex) values ($1, $2, left($2, 6), '测试人员', '420626***********4', '1990-01-01', 'female') returning id`,
    [personId, ownerRegion],
  );
  return { registrationId: rows[0]!.id, personId, ownerRegion };
}

/** A start of an employment. */
export function started(subject: Subject, employmentId: string = randomUUID(), effectiveOn = '2026-03-01'): NewFact {
  return { ...subject, id: randomUUID(), kind: 'employment-started', effectiveOn, employmentId, payload: { type: 'wage', permanent: false } };
}
