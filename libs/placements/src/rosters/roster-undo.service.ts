import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Principal, Transaction } from '@app/platform';
import { ClassesService } from '../classes/classes.service.js';
import { CountyBooks } from '../county-books.js';
import type { NewFact, StoredFact } from '../ledger/ledger-row.js';

/** Takes facts of a roster back: a retraction, never a deletion. What others have built on stays. */
@Injectable()
export class RosterUndo {
  constructor(
    private readonly classes: ClassesService,
    private readonly books: CountyBooks,
  ) {}

  /**
   * Retracts these facts. Appends to the ledger: the last thing of a transaction.
   * @returns in the order given: null = retracted (or it was already), else why not, in Chinese
   */
  async retract(tx: Transaction, principal: Principal, factIds: readonly string[], reason: string): Promise<(string | null)[]> {
    const facts = new Map((await this.books.ledger.listFacts(tx, factIds)).map((fact) => [fact.id, fact]));
    const [ofEmployments, ofClasses] = await Promise.all([
      this.books.ledger.listOfEmployments(tx, [...facts.values()].flatMap((fact) => fact.employmentId ?? [])),
      this.books.rollsOf(tx, [...facts.values()].flatMap((fact) => fact.classId ?? [])),
    ]);
    const verdicts = factIds.map((id) => {
      const fact = facts.get(id);
      if (fact === undefined) return '记录不在您的管辖范围内';
      if (!fact.inForce) return null;
      const others = fact.employmentId !== null ? ofEmployments.filter((each) => each.employmentId === fact.employmentId) : (ofClasses.get(fact.classId!)?.facts.get(fact.registrationId!) ?? []);
      return others.some((each) => each.inForce && each.id !== id && isBuiltOn(fact, each)) ? '之后已有新的记录以此为据' : null;
    });
    const retracted = factIds.flatMap((id, i) => (verdicts[i] === null && facts.get(id)!.inForce ? [facts.get(id)!] : []));
    for (const fact of retracted.filter((each) => each.classId !== null)) {
      const left = (ofClasses.get(fact.classId!)?.facts.get(fact.registrationId!) ?? []).filter((each) => each.id !== fact.id);
      await this.classes.writeRecordOf(tx, { registrationId: fact.registrationId!, personId: fact.personId!, ownerRegion: fact.ownerRegion }, fact.classId!, left);
    }
    await this.books.ledger.append(tx, principal.id, retracted.map((fact): NewFact => ({
      id: randomUUID(), kind: 'retracted', effectiveOn: this.books.today(), ownerRegion: fact.ownerRegion, registrationId: fact.registrationId, personId: fact.personId, retractsFactId: fact.id, reason,
    })));
    return verdicts;
  }
}

/** Whether `later` could not stand without `fact`. */
function isBuiltOn(fact: StoredFact, later: StoredFact): boolean {
  return fact.kind === 'employment-started' ? true : later.recordedAt > fact.recordedAt;
}
