import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Principal, Transaction } from '@app/platform';
import { ClassesService } from '../classes/classes.service.js';
import { CountyBooks } from '../county-books.js';
import type { LedgerKind } from '../ledger/ledger-moves.js';
import type { NewFact, StoredFact } from '../ledger/ledger-row.js';
import { FactUnknown, LedgerMoveRefused, PlacementInvalid } from '../placements.errors.js';
import { replace, type CheckedCorrection, type CorrectionInput } from './correction.js';

const OF_A_CLASS: readonly LedgerKind[] = ['enrolled', 'completed', 'certified', 'dropped'];
const NOT_REPLACED: readonly LedgerKind[] = ['class', 'retracted', 'evidence'];

/** Checks a correction against the ledger, and writes it: a retraction and, where something else is right, another fact. */
@Injectable()
export class CorrectionWriter {
  constructor(
    private readonly classes: ClassesService,
    private readonly books: CountyBooks,
  ) {}

  /** @throws FactUnknown, PlacementInvalid (evidence is replaced by adding evidence), LedgerMoveRefused (already corrected) */
  async check(tx: Transaction, principal: Principal, factId: string, { replacement }: CorrectionInput): Promise<CheckedCorrection> {
    const wrong = await this.books.ledger.findFact(tx, factId);
    if (wrong === null) return this.#checkExclusion(tx, principal, factId, replacement !== undefined);
    if (!wrong.inForce) throw new LedgerMoveRefused('这条记录已被更正。');
    if (wrong.kind === 'class' || wrong.kind === 'retracted') throw new PlacementInvalid([{ path: 'factId', message: '此类记录不能在此更正' }]);
    if (replacement !== undefined && NOT_REPLACED.includes(wrong.kind)) throw new PlacementInvalid([{ path: 'replacement', message: '佐证请先撤回，再另行添加' }]);
    if (replacement === undefined && wrong.kind === 'employment-started' && wrong.payload.referralId) throw new PlacementInvalid([{ path: 'factId', message: '由推荐录用产生的就业记录，请撤销录用' }]);
    const right = replacement === undefined ? null : replace(wrong, replacement);
    const subject = { registrationId: wrong.registrationId!, personId: wrong.personId!, ownerRegion: wrong.ownerRegion };
    return { factId, kind: wrong.kind, subject, recordedBy: wrong.recordedBy, recordedAt: wrong.recordedAt, wrong, right };
  }

  /** Appends to the ledger: the last thing of a transaction. @throws LedgerMoveRefused (the replacement contradicts the ledger) */
  async write(tx: Transaction, principal: Principal, { factId, subject, wrong, right }: CheckedCorrection, reason: string): Promise<void> {
    const retraction = { ...subject, id: randomUUID(), effectiveOn: this.books.today(), retractsFactId: factId, reason };
    if (wrong === null) return this.books.ledger.appendExclusions(tx, [{ ...retraction, kind: 'retracted', reasonCode: null, proofReference: null }]);
    if (OF_A_CLASS.includes(wrong.kind)) await this.#writeCourseRecord(tx, wrong, right);
    const facts: NewFact[] = [{ ...retraction, kind: 'retracted' }];
    await this.books.ledger.append(tx, principal.id, right === null ? facts : [...facts, right]);
  }

  async #writeCourseRecord(tx: Transaction, wrong: StoredFact, right: NewFact | null): Promise<void> {
    const current = await this.books.people.getSubject(tx, wrong.registrationId!);
    const others = (await this.books.ledger.listRoll(tx, wrong.classId!, [wrong.registrationId!])).filter((fact) => fact.id !== wrong.id);
    const found = await this.classes.writeRecordOf(tx, current, wrong.classId!, right === null ? others : [...others, right]);
    if (found.endsOn >= this.books.today()) await this.books.tellOfClass(tx, found); // somebody may sit there again
  }

  async #checkExclusion(tx: Transaction, principal: Principal, factId: string, isReplaced: boolean): Promise<CheckedCorrection> {
    const found = await this.books.ledger.findExclusion(tx, principal.region, factId);
    if (found === null || found.kind !== 'excluded') throw new FactUnknown();
    if (isReplaced) throw new PlacementInvalid([{ path: 'replacement', message: '请先撤回，再另行登记' }]);
    if (found.isRetracted) throw new LedgerMoveRefused('这条记录已被更正。');
    const subject = await this.books.people.getSubject(tx, found.registrationId);
    return { factId, kind: found.kind, subject, ...(await this.books.ledger.getExclusionRecorder(tx, factId)), wrong: null, right: null };
  }
}
