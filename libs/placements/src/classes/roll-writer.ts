import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Principal, Transaction } from '@app/platform';
import { CountyBooks } from '../county-books.js';
import type { FactPayload, NewFact, Subject } from '../ledger/ledger-row.js';
import type { TrainingClass } from './classes.repository.js';
import type { EnrolmentResult } from './enrolment.js';

/** Somebody who joins a roll, or what became of one. Hours null: not stated. */
export interface RollStep {
  readonly subject: Subject;
  readonly on: CivilDate;
  readonly hoursDone?: number | null;
  readonly payload?: FactPayload;
}

const DEED = { enrolled: 'class.enrol', completed: 'class.complete', certified: 'class.certify', dropped: 'class.drop' } as const satisfies Record<'enrolled' | EnrolmentResult, string>;

/** Writes what happens to people on a roll into everything that tells of it: their course records, the audit trail, and last the ledger. */
@Injectable()
export class RollWriter {
  constructor(private readonly books: CountyBooks) {}

  /**
   * One kind of step for several people of one class. Appends to the ledger: the last thing of a transaction.
   * @throws LedgerMoveRefused, SeatsExhausted, OthersWait, ClassTakesNobody by the database's own rules
   */
  async write(tx: Transaction, principal: Principal, trainingClass: TrainingClass, kind: 'enrolled' | EnrolmentResult, steps: readonly RollStep[]): Promise<void> {
    const { id: classId, courseId, endsOn, county } = trainingClass;
    await this.books.people.writeClassRecords(tx, steps.map(({ subject, on, hoursDone = null }) => ({
      ...subject, courseId, classId, state: kind === 'enrolled' ? 'in-progress' : kind, endedOn: kind === 'enrolled' ? null : on, plannedEnd: endsOn, hoursDone,
    })));
    await this.books.audit.record(tx, { action: DEED[kind], subjectKind: 'class', subjectId: classId, region: county, details: { trainees: steps.length } });
    if (kind === 'enrolled' && endsOn >= this.books.today()) await this.books.tellOfClass(tx, trainingClass);
    await this.books.ledger.append(tx, principal.id, steps.map(({ subject, on, payload = {} }): NewFact => ({ ...subject, id: randomUUID(), kind, effectiveOn: on, classId, payload })));
  }
}
