import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { JobType } from '@app/outcomes';
import { Database, type Principal, type Transaction } from '@app/platform';
import { ClassesService } from '../classes/classes.service.js';
import { CountyBooks } from '../county-books.js';
import type { LedgerKind } from '../ledger/ledger-moves.js';
import type { NewFact, StoredFact } from '../ledger/ledger-row.js';
import { FactUnknown, LedgerMoveRefused, PlacementInvalid } from '../placements.errors.js';

/** What the right fact says where the wrong one was wrong; absent altogether: it never happened. */
export interface Replacement {
  readonly on?: CivilDate | undefined;
  readonly type?: JobType | undefined;
  readonly permanent?: boolean | undefined;
  readonly employerId?: string | null | undefined;
  readonly pay?: number | null | undefined;
  readonly contractMonths?: number | null | undefined;
  readonly workplace?: string | null | undefined;
}

export interface CorrectionInput {
  readonly reason: string;
  readonly replacement?: Replacement | undefined;
}

const OF_A_CLASS: readonly LedgerKind[] = ['enrolled', 'completed', 'certified', 'dropped'];
const NOT_CORRECTED_HERE: readonly LedgerKind[] = ['class', 'retracted', 'evidence'];

/** A correction retracts a fact and adds another: what was recorded stays readable, and reports as known before stay as they were. */
@Injectable()
export class CorrectionsService {
  constructor(
    private readonly database: Database,
    private readonly classes: ClassesService,
    private readonly books: CountyBooks,
  ) {}

  /**
   * @throws FactUnknown, PlacementInvalid (evidence is replaced by adding evidence), LedgerMoveRefused (already retracted, or
   * the replacement contradicts the ledger); returns the id of the replacing fact, or null
   */
  async correct(principal: Principal, factId: string, { reason, replacement }: CorrectionInput): Promise<string | null> {
    return this.database.inScope(principal, async (tx) => {
      const wrong = await this.books.ledger.findFact(tx, factId);
      if (wrong === null) return this.#retractExclusion(tx, principal, factId, { reason, replacement });
      if (!wrong.inForce) throw new LedgerMoveRefused('这条记录已被更正。');
      if (wrong.kind === 'class' || wrong.kind === 'retracted') throw new PlacementInvalid([{ path: 'factId', message: '此类记录不能在此更正' }]);
      if (replacement !== undefined && NOT_CORRECTED_HERE.includes(wrong.kind)) throw new PlacementInvalid([{ path: 'replacement', message: '佐证请先撤回，再另行添加' }]);
      if (replacement === undefined && wrong.kind === 'employment-started' && wrong.payload.referralId) throw new PlacementInvalid([{ path: 'factId', message: '由推荐录用产生的就业记录，请撤销录用' }]);
      const right = replacement === undefined ? null : replace(wrong, replacement);
      if (OF_A_CLASS.includes(wrong.kind)) await this.#writeCourseRecord(tx, wrong, right);
      await this.books.audit.record(tx, { action: 'fact.correct', subjectKind: 'fact', subjectId: factId, region: wrong.ownerRegion, reason, details: { kind: wrong.kind } });
      const retraction: NewFact = { id: randomUUID(), kind: 'retracted', effectiveOn: this.books.today(), ownerRegion: wrong.ownerRegion, registrationId: wrong.registrationId, personId: wrong.personId, retractsFactId: factId, reason };
      await this.books.ledger.append(tx, principal.id, right === null ? [retraction] : [retraction, right]);
      return right?.id ?? null;
    });
  }

  async #writeCourseRecord(tx: Transaction, wrong: StoredFact, right: NewFact | null): Promise<void> {
    const subject = { registrationId: wrong.registrationId!, personId: wrong.personId!, ownerRegion: wrong.ownerRegion };
    const current = await this.books.people.getSubject(tx, subject.registrationId);
    const others = (await this.books.ledger.listRoll(tx, wrong.classId!, [subject.registrationId])).filter((fact) => fact.id !== wrong.id);
    await this.classes.writeRecordOf(tx, current, wrong.classId!, right === null ? others : [...others, right]);
  }

  async #retractExclusion(tx: Transaction, principal: Principal, id: string, { reason, replacement }: CorrectionInput): Promise<null> {
    const found = await this.books.ledger.findExclusion(tx, principal.region, id);
    if (found === null || found.kind !== 'excluded') throw new FactUnknown();
    if (replacement !== undefined) throw new PlacementInvalid([{ path: 'replacement', message: '请先撤回，再另行登记' }]);
    if (found.isRetracted) throw new LedgerMoveRefused('这条记录已被更正。');
    const subject = await this.books.people.getSubject(tx, found.registrationId);
    await this.books.audit.record(tx, { action: 'fact.correct', subjectKind: 'fact', subjectId: id, region: subject.ownerRegion, reason, details: { kind: 'excluded' } });
    await this.books.ledger.appendExclusions(tx, [{ ...subject, id: randomUUID(), kind: 'retracted', effectiveOn: this.books.today(), reasonCode: null, proofReference: null, retractsFactId: id, reason }]);
    return null;
  }
}

function replace(wrong: StoredFact, given: Replacement): NewFact {
  const { on, employerId, ...changes } = given;
  const payload = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  if (wrong.kind !== 'employment-started' && (Object.keys(payload).length > 0 || employerId !== undefined)) throw new PlacementInvalid([{ path: 'replacement', message: '此类记录只能更正日期' }]);
  const { registrationId, personId, ownerRegion, classId, employmentId, level, kind } = wrong;
  return { id: randomUUID(), kind, registrationId, personId, ownerRegion, classId, employmentId, level, effectiveOn: on ?? wrong.effectiveOn, employerId: employerId === undefined ? wrong.employerId : employerId, payload: { ...wrong.payload, ...payload } };
}
