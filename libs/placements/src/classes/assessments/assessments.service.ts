import { Injectable } from '@nestjs/common';
import { Database, type Principal } from '@app/platform';
import { CountyBooks } from '../../county-books.js';
import type { ShownPerson } from '../../people/registrations.repository.js';
import { PlacementInvalid } from '../../placements.errors.js';
import { ClassBooks } from '../class-books.js';
import { assessmentFaults, hasPassed, isOnRecord, type AssessmentEntry, type AssessmentWithdrawal } from './assessment.js';
import { AssessmentsRepository, type Assessment } from './assessments.repository.js';

/** What was done about one person; `already`: the same was on record. */
export interface AssessmentOutcome {
  readonly traineeId: string;
  readonly outcome: 'recorded' | 'already';
  readonly passed: boolean;
}

/** Scores of theory and practice, up to two attempts a person; a wrong one is withdrawn and recorded anew. */
@Injectable()
export class Assessments {
  constructor(
    private readonly database: Database,
    private readonly assessments: AssessmentsRepository,
    private readonly classes: ClassBooks,
    private readonly books: CountyBooks,
  ) {}

  /** Everything on record, withdrawn results too. @throws ClassUnknown */
  async list(principal: Principal, classId: string): Promise<(Assessment & { readonly person: ShownPerson | null })[]> {
    return this.database.inScope(principal, async (tx) => {
      await this.classes.rows.get(tx, classId);
      const rows = await this.assessments.list(tx, classId);
      const shown = await this.books.people.findShown(tx, [...new Set(rows.map(({ registrationId }) => registrationId))]);
      return rows.map((row) => ({ ...row, person: shown.get(row.registrationId) ?? null }));
    });
  }

  /**
   * Records results of several people, all or none; who passed is told by the pass marks of the class.
   * @throws ClassUnknown, PersonUnknown, PlacementInvalid naming every entry that is wrong
   */
  async record(principal: Principal, classId: string, entries: readonly AssessmentEntry[]): Promise<AssessmentOutcome[]> {
    return this.database.inScope(principal, async (tx) => {
      await this.classes.rows.lock(tx, classId);
      const found = await this.classes.rows.get(tx, classId);
      await this.books.people.getSubjects(tx, entries.map(({ traineeId }) => traineeId), 'entries');
      const inForce = (await this.assessments.list(tx, classId)).filter(({ withdrawnAt }) => withdrawnAt === null);
      const known = new Map<string, Assessment[]>();
      for (const each of inForce) known.set(each.registrationId, [...(known.get(each.registrationId) ?? []), each]);
      const marks = { passTheory: found.passTheory, passPractice: found.passPractice };
      const faults = assessmentFaults(entries, { ...marks, startsOn: found.startsOn, today: this.books.today(), roll: await this.classes.enrolments(tx, classId), known });
      if (faults.length > 0) throw new PlacementInvalid(faults);
      const judged = entries.map((entry) => ({ ...entry, passed: hasPassed(entry, marks), isKnown: isOnRecord(entry, known.get(entry.traineeId) ?? []) }));
      const added = judged.filter(({ isKnown }) => !isKnown);
      if (added.length > 0) {
        await this.assessments.add(tx, classId, added);
        await this.books.audit.record(tx, { action: 'assessment.record', subjectKind: 'class', subjectId: classId, region: found.county, details: { trainees: added.length } });
      }
      return judged.map(({ traineeId, passed, isKnown }) => ({ traineeId, outcome: isKnown ? 'already' : 'recorded', passed }));
    });
  }

  /** Withdraws a result, unless a certificate or a second attempt rests on it. @throws AssessmentUnknown, AssessmentStands */
  async withdraw(principal: Principal, id: string, reason: AssessmentWithdrawal): Promise<void> {
    await this.database.inScope(principal, async (tx) => {
      const { classId, county } = await this.assessments.get(tx, id);
      await this.classes.rows.lock(tx, classId);
      await this.assessments.withdraw(tx, id, reason);
      await this.books.audit.record(tx, { action: 'assessment.withdraw', subjectKind: 'class-assessment', subjectId: id, region: county, details: { reason } });
    });
  }
}
