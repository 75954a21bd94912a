import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import type { ErasureRefusal, ErasureState, Hindrance } from './erasure.js';
import type { PersonErasureEntity, PersonErasureFileEntity } from './person-erasure.entity.js';

export type Erasure = Omit<PersonErasureEntity, 'county' | 'registrationIds' | 'subjectIds'>;
export type NewErasure = Pick<Erasure, 'ownerRegion' | 'registrationId' | 'askedHow' | 'ground' | 'askedBy'>;

const ERASURE = `id, owner_region as "ownerRegion", registration_id as "registrationId", asked_how as "askedHow", ground, state, asked_by as "askedBy", asked_at as "askedAt", decided_by as "decidedBy", decided_at as "decidedAt",
  refusal_code as "refusalCode", held_for as "heldFor", emptied_at as "emptiedAt", gone_at as "goneAt"`;

@Injectable()
export class ErasuresRepository {
  /** What of the person is not over, by the database's own judgement. */
  async findHindrances(tx: Transaction, registrationId: string): Promise<Hindrance[]> {
    const [row] = await tx.query<{ codes: Hindrance[] }[]>('select erasure_hindrances($1) as codes', [registrationId]);
    return row!.codes;
  }

  /** Null: one is under way. */
  async insert(tx: Transaction, erasure: NewErasure): Promise<Erasure | null> {
    const [row] = await tx.query<Erasure[]>(
      `insert into person_erasures (county, owner_region, registration_id, asked_how, ground, state, asked_by) values (left($1, 6), $1, $2, $3, $4, 'asked', $5)
       on conflict (registration_id) where state in ('asked', 'marked', 'emptied') do nothing returning ${ERASURE}`,
      [erasure.ownerRegion, erasure.registrationId, erasure.askedHow, erasure.ground, erasure.askedBy],
    );
    return row ?? null;
  }

  async findOpen(tx: Transaction, registrationId: string): Promise<Erasure | null> {
    const [row] = await tx.query<Erasure[]>(`select ${ERASURE} from person_erasures where registration_id = $1 and state in ('asked', 'marked', 'emptied')`, [registrationId]);
    return row ?? null;
  }

  async find(tx: Transaction, id: string): Promise<Erasure | null> {
    const [row] = await tx.query<Erasure[]>(`select ${ERASURE} from person_erasures where id = $1`, [id]);
    return row ?? null;
  }

  /** The newest first. */
  async list(tx: Transaction, state: ErasureState | null, after: readonly (string | number)[] | null, limit: number): Promise<Erasure[]> {
    return tx.query<Erasure[]>(
      `select ${ERASURE} from person_erasures where ($1::text is null or state = $1) and ($2::timestamptz is null or (date_trunc('milliseconds', asked_at), id) < ($2::timestamptz, $3::uuid))
       order by date_trunc('milliseconds', asked_at) desc, id desc limit $4`,
      [state, ...(after ?? [null, null]), limit],
    );
  }

  /** False: it does not wait any more. */
  async decide(tx: Transaction, id: string, decidedBy: string, state: 'marked' | 'refused', refusalCode: ErasureRefusal | null): Promise<boolean> {
    const [rows] = await tx.query<[unknown[], number]>(`update person_erasures set state = $2, decided_by = $3, decided_at = now(), refusal_code = $4 where id = $1 and state = 'asked' returning id`, [id, state, decidedBy, refusalCode]);
    return rows.length > 0;
  }

  /** Erasures of a county that are decided and not done, the longest decided first. */
  async listToDo(tx: Transaction, county: string): Promise<Erasure[]> {
    return tx.query<Erasure[]>(`select ${ERASURE} from person_erasures where county = $1 and state in ('marked', 'emptied') order by asked_at, id`, [county]);
  }

  /** Whose rows an erasure under way is about. */
  async listRegistrations(tx: Transaction, id: string): Promise<string[]> {
    const [row] = await tx.query<{ ids: string[] | null }[]>('select registrations_of_erasure($1) as ids', [id]);
    return row?.ids ?? [];
  }

  /** What it waits for; false: it was known. */
  async hold(tx: Transaction, id: string, heldFor: Hindrance): Promise<boolean> {
    const [rows] = await tx.query<[unknown[], number]>(`update person_erasures set held_for = $2 where id = $1 and state = 'marked' and held_for is distinct from $2 returning id`, [id, heldFor]);
    return rows.length > 0;
  }

  /** Whether it is to be emptied still; held until the transaction ends, so that of two workers one does it. */
  async lockMarked(tx: Transaction, id: string): Promise<boolean> {
    return (await tx.query<unknown[]>(`select from person_erasures where id = $1 and state = 'marked' for update`, [id])).length > 0;
  }

  /** Vacancies on whose stored lists they are. */
  async listMatched(tx: Transaction, registrationIds: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>('select distinct vacancy_id as id from matches where trainee_id = any ($1::uuid[]) order by 1', [registrationIds]);
    return rows.map(({ id }) => id);
  }

  /** Takes the person out of every table; once more for what came in between. @returns what stands against it since; empty: done */
  async erase(tx: Transaction, id: string): Promise<Hindrance[]> {
    const [row] = await tx.query<{ codes: Hindrance[] | null }[]>('select erase_person($1) as codes', [id]);
    return row!.codes ?? [];
  }

  /** Scans that lie in the store still. */
  async listFiles(tx: Transaction, id: string): Promise<Pick<PersonErasureFileEntity, 'blobKey' | 'shelf'>[]> {
    return tx.query<Pick<PersonErasureFileEntity, 'blobKey' | 'shelf'>[]>('select blob_key as "blobKey", shelf from person_erasure_files where erasure_id = $1 order by blob_key', [id]);
  }

  async dropFiles(tx: Transaction, blobKeys: readonly string[]): Promise<void> {
    await tx.query('delete from person_erasure_files where blob_key = any ($1::text[])', [blobKeys]);
  }

  /** False: another run has said so already, or something was left. */
  async finish(tx: Transaction, id: string): Promise<boolean> {
    const [rows] = await tx.query<[unknown[], number]>(`update person_erasures e set state = 'gone', gone_at = now() where e.id = $1 and e.state = 'emptied' and not exists (select from person_erasure_files f where f.erasure_id = e.id) returning e.id`, [id]);
    return rows.length > 0;
  }
}
