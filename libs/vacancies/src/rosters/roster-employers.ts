import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import { normaliseEmployerName } from '../employers/employer-name.js';
import { EmployerRepository } from '../employers/employer.repository.js';

/** An employer as a roster names it. */
export interface RosterEmployer {
  readonly name: string | null;
  readonly creditCode: string | null;
}

const SOURCE = 'workbook';

/** Finds or adds the employers that rosters name: by credit code, else by normalised name. New ones are unverified. */
@Injectable()
export class RosterEmployers {
  constructor(private readonly employers: EmployerRepository) {}

  /** @returns ids in the order given; null where no name is given */
  async findOrAdd(tx: Transaction, ownerRegion: string, given: readonly RosterEmployer[]): Promise<(string | null)[]> {
    const codes = [...new Set(given.flatMap((each) => each.creditCode ?? []))];
    const byCode = new Map((await tx.query<{ id: string; code: string }[]>('select id, credit_code as code from employers where credit_code = any ($1)', [codes])).map((row) => [row.code, row.id]));
    // A handful in a file of hundreds: new employers with a code, one by one, as an officer would register them.
    for (const code of codes) {
      const name = given.find((each) => each.creditCode === code && each.name !== null)?.name;
      if (byCode.has(code) || name === undefined || name === null) continue;
      byCode.set(code, (await this.employers.register(tx, ownerRegion, name.trim(), code)).id);
    }
    const named = given.flatMap((each) => (each.name === null || (each.creditCode !== null && byCode.has(each.creditCode)) ? [] : [{ name: each.name, sourceId: null }]));
    const byName = await this.employers.findOrAdd(tx, ownerRegion, SOURCE, named);
    return given.map(({ name, creditCode }) => (creditCode === null ? undefined : byCode.get(creditCode)) ?? (name === null ? null : (byName.get(normaliseEmployerName(name))?.id ?? null)));
  }
}
