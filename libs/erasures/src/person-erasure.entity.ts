import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { ERASURE_GROUNDS, ERASURE_REFUSALS, ERASURE_STATES, ERASURE_WAYS, type ErasureGround, type ErasureRefusal, type ErasureState, type ErasureWay, type Hindrance } from './erasure.js';

const listed = (codes: readonly string[]): string => `'${codes.join(`', '`)}'`;

/** That a person had themselves erased: how they asked, who decided, and under which random ids their facts go on. */
@Entity('person_erasures')
@Check('erasure_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('erasure_asked_how_is_known', `asked_how in (${listed(ERASURE_WAYS)})`)
@Check('erasure_ground_is_known', `ground in (${listed(ERASURE_GROUNDS)})`)
@Check('erasure_state_is_known', `state in (${listed(ERASURE_STATES)})`)
@Check('erasure_is_decided_by_another', 'decided_by <> asked_by')
@Check('erasure_decision_is_whole', `(state = 'asked') = (decided_by is null) and (decided_by is null) = (decided_at is null)`)
@Check('erasure_refusal_is_coded', `(state = 'refused') = (refusal_code is not null) and refusal_code in (${listed(ERASURE_REFUSALS)})`)
@Check('erasure_is_held_only_when_marked', `held_for is null or state = 'marked'`)
@Check('erasure_says_whose_rows_it_took', `(state in ('emptied', 'gone')) = (emptied_at is not null) and (emptied_at is null) = (registration_ids = '{}')`)
@Check('erasure_end_is_whole', `(state = 'gone') = (gone_at is not null)`)
@Index('one_open_erasure_per_registration', ['registrationId'], { unique: true, where: `state in ('asked', 'marked', 'emptied')` })
@Index('person_erasures_by_time', ['county', 'askedAt', 'id'])
@Index('person_erasures_to_do', ['county', 'askedAt', 'id'], { where: `state in ('marked', 'emptied')` })
@Index('person_erasures_by_subject', { synchronize: false })
export class PersonErasureEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') county!: string;
  /** Where the person was registered. */
  @Column('text') ownerRegion!: string;
  @Column('uuid') registrationId!: string;
  @Column('text') askedHow!: ErasureWay;
  @Column('text') ground!: ErasureGround;
  @Column('text') state!: ErasureState;
  @Column('text') askedBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) askedAt!: Date;
  @Column('text', { nullable: true }) decidedBy!: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt!: Date | null;
  @Column('text', { nullable: true }) refusalCode!: ErasureRefusal | null;
  /** What it waits for since it was decided. */
  @Column('text', { nullable: true }) heldFor!: Hindrance | null;
  /** Of the person in this county, merged ones included. */
  @Column('uuid', { array: true, default: '{}' }) registrationIds!: string[];
  /** The random ids under which the facts go on. */
  @Column('uuid', { array: true, default: '{}' }) subjectIds!: string[];
  @Column('timestamptz', { nullable: true }) emptiedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) goneAt!: Date | null;
}

/** A scan of an erased person that lies in the store still. */
@Entity('person_erasure_files')
@Check('erased_file_lies_on_a_shelf', `shelf in ('evidence_files', 'agreement_files')`)
@Index('person_erasure_files_of_erasure', ['erasureId'])
export class PersonErasureFileEntity {
  @PrimaryColumn('text') blobKey!: string;
  @Column('uuid')
  @ForeignKey(() => PersonErasureEntity, { name: 'file_of_an_erasure' })
  erasureId!: string;
  @Column('text') ownerRegion!: string;
  @Column('text') shelf!: 'evidence_files' | 'agreement_files';
}

export const ERASURES_ENTITIES = [PersonErasureEntity, PersonErasureFileEntity] as const;
