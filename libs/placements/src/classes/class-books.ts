import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import { CountyBooks } from '../county-books.js';
import type { StoredFact } from '../ledger/ledger-row.js';
import { CertificateRules } from './assessments/certificate-rules.js';
import { ClassesRepository } from './classes.repository.js';
import { enrolmentOf, type Enrolment } from './enrolment.js';
import { RollWriter } from './roll-writer.js';

/** What services of classes have in common: their rows, and their rolls as the ledger tells them. */
@Injectable()
export class ClassBooks {
  constructor(
    readonly rows: ClassesRepository,
    readonly roll: RollWriter,
    readonly certificates: CertificateRules,
    private readonly books: CountyBooks,
  ) {}

  /** The facts in force of a roll by person, as far as they are in the caller's scope; of these people only, when given. */
  async factsOf(tx: Transaction, classId: string, registrationIds: readonly string[] | null = null): Promise<Map<string, StoredFact[]>> {
    const grouped = new Map<string, StoredFact[]>();
    for (const fact of await this.books.ledger.listRoll(tx, classId, registrationIds)) grouped.set(fact.registrationId!, [...(grouped.get(fact.registrationId!) ?? []), fact]);
    return grouped;
  }

  /** Where the people of a roll stand in it. */
  async enrolments(tx: Transaction, classId: string): Promise<Map<string, Enrolment>> {
    const facts = await this.factsOf(tx, classId);
    return new Map([...facts].flatMap(([id, own]) => {
      const enrolment = enrolmentOf(own);
      return enrolment === null ? [] : [[id, enrolment] as const];
    }));
  }
}
