import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { TrainingClassEntity } from '../training-class.entity.js';
import type { AssessmentWithdrawal } from './assessment.js';

/** One attempt of one person at the assessment of a class, with the pass marks by which it was judged; withdrawn, never edited. */
@Entity('class_assessments')
@Check('assessment_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('two_attempts_and_no_more', 'attempt in (1, 2)')
@Check('assessment_scores_are_0_to_100', 'theory between 0 and 100 and practice between 0 and 100')
@Check('examined_parts_have_scores', 'case when absent then theory is null and practice is null else (theory is null) = (pass_theory is null) and (practice is null) = (pass_practice is null) end')
@Check('result_follows_the_scores', 'passed = (not absent and coalesce(theory >= pass_theory, true) and coalesce(practice >= pass_practice, true))')
@Check('assessment_withdrawal_is_whole', '(withdraw_reason is null) = (withdrawn_at is null) and (withdraw_reason is null) = (withdrawn_by is null)')
@Check('assessment_withdrawal_is_coded', `withdraw_reason in ('score-wrong', 'wrong-person', 'appeal-upheld', 'other')`)
@Index('one_assessment_per_attempt', ['classId', 'registrationId', 'attempt'], { unique: true, where: 'withdrawn_at is null' })
export class ClassAssessmentEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('uuid') @ForeignKey(() => TrainingClassEntity, { name: 'assessment_of_a_class' }) classId!: string;
  @Column('uuid') registrationId!: string;
  @Column('text') county!: string;
  @Column('text') ownerRegion!: string;
  @Column('int') attempt!: number;
  @Column('date') assessedOn!: string;
  @Column('boolean', { default: false }) absent!: boolean;
  @Column('numeric', { precision: 4, scale: 1, nullable: true }) theory!: string | null;
  @Column('numeric', { precision: 4, scale: 1, nullable: true }) practice!: string | null;
  @Column('int', { nullable: true }) passTheory!: number | null;
  @Column('int', { nullable: true }) passPractice!: number | null;
  @Column('boolean') passed!: boolean;
  @Column('text') recordedBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) recordedAt!: Date;
  @Column('text', { nullable: true }) withdrawReason!: AssessmentWithdrawal | null;
  @Column('text', { nullable: true }) withdrawnBy!: string | null;
  @Column('timestamptz', { nullable: true }) withdrawnAt!: Date | null;
}
