import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import { AssessmentUnknown } from '../classes.errors.js';
import { refusedByClass } from '../classes.repository.js';
import type { AssessmentEntry, AssessmentWithdrawal, KnownAssessment } from './assessment.js';

/** An assessment as it is stored. */
export interface Assessment extends KnownAssessment {
  readonly id: string;
  readonly classId: string;
  readonly registrationId: string;
  readonly county: string;
  readonly passTheory: number | null;
  readonly passPractice: number | null;
  readonly recordedBy: string;
  readonly recordedAt: Date;
  readonly withdrawReason: AssessmentWithdrawal | null;
  readonly withdrawnBy: string | null;
  readonly withdrawnAt: Date | null;
}

const ASSESSMENT = `a.id, a.class_id as "classId", a.registration_id as "registrationId", a.county, a.attempt, a.assessed_on as "on", a.absent, a.theory::float8 as theory, a.practice::float8 as practice, a.passed,
  a.pass_theory as "passTheory", a.pass_practice as "passPractice", a.recorded_by as "recordedBy", a.recorded_at as "recordedAt", a.withdraw_reason as "withdrawReason", a.withdrawn_by as "withdrawnBy", a.withdrawn_at as "withdrawnAt"`;

@Injectable()
export class AssessmentsRepository {
  /** Every result of a class in the caller's scope, withdrawn ones too; as they came. */
  async list(tx: Transaction, classId: string): Promise<Assessment[]> {
    return tx.query<Assessment[]>(`select ${ASSESSMENT} from class_assessments a where a.class_id = $1 order by a.recorded_at, a.id`, [classId]);
  }

  /** @throws AssessmentUnknown */
  async get(tx: Transaction, id: string): Promise<Assessment> {
    const [row] = await tx.query<Assessment[]>(`select ${ASSESSMENT} from class_assessments a where a.id = $1`, [id]);
    if (row === undefined) throw new AssessmentUnknown();
    return row;
  }

  async add(tx: Transaction, classId: string, entries: readonly (AssessmentEntry & { readonly passed: boolean })[]): Promise<void> {
    if (entries.length === 0) return;
    await refusedByClass(tx.query(
      `insert into class_assessments (class_id, registration_id, attempt, assessed_on, absent, theory, practice, passed)
       select $1, "traineeId", attempt, "on", absent, theory, practice, passed
       from jsonb_to_recordset($2::jsonb) as g ("traineeId" uuid, attempt int, "on" date, absent boolean, theory numeric, practice numeric, passed boolean)`,
      [classId, JSON.stringify(entries)],
    ));
  }

  /** @throws AssessmentStands */
  async withdraw(tx: Transaction, id: string, reason: AssessmentWithdrawal): Promise<void> {
    await refusedByClass(tx.query('update class_assessments set withdraw_reason = $2 where id = $1', [id, reason]));
  }

  /** Why people may not be certified on these days, by person; whoever is not named may. */
  async hindrances(tx: Transaction, classId: string, given: readonly { readonly traineeId: string; readonly on: CivilDate }[]): Promise<Map<string, CertificateHindrance>> {
    const rows = await tx.query<{ traineeId: string; hindrance: CertificateHindrance | null }[]>(
      `select "traineeId", certificate_hindrance($1, "traineeId", "on") as hindrance from jsonb_to_recordset($2::jsonb) as g ("traineeId" uuid, "on" date)`, [classId, JSON.stringify(given)]);
    return new Map(rows.flatMap(({ traineeId, hindrance }) => (hindrance === null ? [] : [[traineeId, hindrance] as const])));
  }

  /** Which of these certificates are taken in the county, by their places; issuer null: the class's provider. */
  async takenCertificates(tx: Transaction, county: string, classId: string, given: readonly { readonly number: string; readonly issuer: string | null }[]): Promise<Set<number>> {
    const rows = await tx.query<{ place: number }[]>('select (taken_certificates($1, $2, $3::text[], $4::text[]) - 1)::int as place', [county, classId, given.map(({ number }) => number), given.map(({ issuer }) => issuer)]);
    return new Set(rows.map(({ place }) => place));
  }
}

/** What stands between a person and the certificate. */
export type CertificateHindrance = 'not-passed' | 'attendance-short';
