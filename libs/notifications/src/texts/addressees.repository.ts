import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';

/** Whom a text is for: what its address is made from. */
export interface Addressee {
  readonly id: string;
  readonly name: string;
  readonly ownerRegion: string;
  /** Others have the same telephone. */
  readonly isShared: boolean;
}

@Injectable()
export class AddresseesRepository {
  /** Of the people in scope. */
  async list(tx: Transaction, ids: readonly string[]): Promise<Addressee[]> {
    return tx.query<Addressee[]>(
      `select r.id, r.name, r.owner_region as "ownerRegion", exists (select from registrations o where o.phone_index = r.phone_index and o.person_id <> r.person_id) as "isShared"
       from registrations r where r.id = any ($1::uuid[])`,
      [ids],
    );
  }
}
