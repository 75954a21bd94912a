import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { RegistrationEntity } from './registration.entity.js';

/** Each row hangs on its registration by (id, owner region): when the registration moves, its rows move with it. */
const ofRegistration = (table: string): ClassDecorator => ForeignKey(() => RegistrationEntity, ['registrationId', 'ownerRegion'], ['id', 'ownerRegion'], { name: `${table}_of_a_registration`, onUpdate: 'CASCADE', onDelete: 'CASCADE' });

/** A recorded skill; what finished courses taught is added by the score, not here. */
@Entity('registration_skills')
@ofRegistration('registration_skills')
@Check('skill_level_is_1_to_5', 'level between 1 and 5')
@Check('skill_source_is_known', `source in ('stated', 'observed', 'certificate')`)
export class RegistrationSkillEntity {
  @PrimaryColumn('uuid')
  registrationId!: string;
  @Column('text')
  ownerRegion!: string;
  @PrimaryColumn('text')
  skillId!: string;
  @Column('int')
  level!: number;
  @Column('text')
  source!: string;
  @Column('timestamptz', { default: () => 'now()' })
  recordedAt!: Date;
}

/** A certificate held, by its exact name. */
@Entity('registration_certificates')
@ofRegistration('registration_certificates')
export class RegistrationCertificateEntity {
  @PrimaryColumn('uuid')
  registrationId!: string;
  @Column('text')
  ownerRegion!: string;
  @PrimaryColumn('text')
  name!: string;
}

/** An occupation that the person knows (a wish is not knowledge: wishes are columns of the registration). */
@Entity('registration_occupations')
@ofRegistration('registration_occupations')
export class RegistrationOccupationEntity {
  @PrimaryColumn('uuid')
  registrationId!: string;
  @Column('text')
  ownerRegion!: string;
  @PrimaryColumn('text')
  occupation!: string;
}

/** A course taken: `classId` null when it was recorded without a class of ours. */
@Entity('course_records')
@ofRegistration('course_records')
@Unique('one_record_per_course_and_class', ['registrationId', 'courseId', 'classId'])
@Check('course_state_is_known', `state in ('certified', 'completed', 'in-progress', 'dropped', 'failed')`)
@Check('hours_done_are_not_negative', 'hours_done >= 0')
@Check('finished_course_has_its_end', `state not in ('certified', 'completed') or ended_on is not null`)
export class CourseRecordEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;
  @Column('uuid')
  registrationId!: string;
  @Column('text')
  ownerRegion!: string;
  @Column('text')
  courseId!: string;
  @Column('uuid', { nullable: true })
  classId!: string | null;
  @Column('text')
  state!: string;
  @Column('int', { nullable: true })
  hoursDone!: number | null;
  @Column('date', { nullable: true })
  endedOn!: string | null;
  @Column('date', { nullable: true })
  plannedEnd!: string | null;
  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;
  @Column('timestamptz', { default: () => 'now()' })
  updatedAt!: Date;
}

/** A vacancy or an employer that the person refused; in force until its day or until withdrawn. */
@Entity('refusals')
@ofRegistration('refusals')
@Check('refusal_of_a_vacancy_or_an_employer', '(vacancy_id is null) <> (employer_id is null)')
@Check('refusal_ends_after_it_begins', 'until_on >= refused_on')
@Index('one_refusal_in_force_per_target', { synchronize: false })
export class RefusalEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;
  @Column('uuid')
  registrationId!: string;
  @Column('text')
  ownerRegion!: string;
  @Column('uuid', { nullable: true })
  vacancyId!: string | null;
  @Column('uuid', { nullable: true })
  employerId!: string | null;
  @Column('text', { nullable: true })
  reason!: string | null;
  @Column('date')
  refusedOn!: string;
  @Column('date', { nullable: true })
  untilOn!: string | null;
  @Column('timestamptz', { nullable: true })
  withdrawnAt!: Date | null;
  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;
}

/** On what legal basis the person's data are used for a purpose, and the notice given, word for word. */
@Entity('legal_bases')
@ofRegistration('legal_bases')
@Unique('one_basis_per_purpose', ['registrationId', 'purpose'])
@Check('basis_is_known', `basis in ('statutory-duty', 'consent', 'contract')`)
export class LegalBasisEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;
  @Column('uuid')
  registrationId!: string;
  @Column('text')
  ownerRegion!: string;
  @Column('text')
  purpose!: string;
  @Column('text')
  basis!: string;
  @Column('text')
  wording!: string;
  @Column('date')
  noticedOn!: string;
  @Column('timestamptz', { default: () => 'now()' })
  recordedAt!: Date;
}

/** A consent to one purpose, in the words that were agreed to. A withdrawn one stays as a row; a new one is a new row. */
@Entity('consents')
@ofRegistration('consents')
@Check('consent_ends_after_it_is_given', 'withdrawn_at >= given_at')
@Index('one_consent_in_force_per_purpose', ['registrationId', 'purpose'], { unique: true, where: 'withdrawn_at is null' })
export class ConsentEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;
  @Column('uuid')
  registrationId!: string;
  @Column('text')
  ownerRegion!: string;
  @Column('text')
  purpose!: string;
  @Column('text')
  wording!: string;
  @Column('timestamptz')
  givenAt!: Date;
  @Column('timestamptz', { nullable: true })
  withdrawnAt!: Date | null;
  @Column('timestamptz', { default: () => 'now()' })
  recordedAt!: Date;
}
