import { Inject, Injectable } from '@nestjs/common';
import { FIELD_CIPHER, type FieldCipher, type Transaction } from '@app/platform';

/** A registration as a roster names it. */
export interface FoundTrainee {
  readonly traineeId: string;
  readonly personId: string;
  readonly ownerRegion: string;
  readonly name: string;
}

/** Finds registered people by what a roster states of them; adds nobody. */
@Injectable()
export class TraineeFinder {
  constructor(@Inject(FIELD_CIPHER) private readonly cipher: FieldCipher) {}

  /**
   * The registrations in the caller's scope of people with these ID numbers (18 characters, upper case), two statements
   * whatever their number. A number that nobody in scope has is missing from the answer.
   */
  async findByIdNumbers(tx: Transaction, idNumbers: readonly string[]): Promise<ReadonlyMap<string, FoundTrainee>> {
    const byIndex = new Map(idNumbers.map((idNumber) => [this.cipher.blindIndex('id-number', idNumber), idNumber]));
    const found = await tx.query<{ number_index: string; registration_id: string }[]>('select number_index, registration_id from find_registrations($1)', [[...byIndex.keys()]]);
    const byId = await this.findByIds(tx, found.map((row) => row.registration_id));
    return new Map(found.flatMap(({ number_index, registration_id }) => {
      const trainee = byId.get(registration_id);
      return trainee === undefined ? [] : [[byIndex.get(number_index)!, trainee] as const];
    }));
  }

  /** The registrations in the caller's scope with these ids, by id. */
  async findByIds(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, FoundTrainee>> {
    const rows = await tx.query<FoundTrainee[]>('select id as "traineeId", person_id as "personId", owner_region as "ownerRegion", name from registrations where id = any ($1::uuid[])', [ids]);
    return new Map(rows.map((row) => [row.traineeId, row]));
  }
}
