import type { Reach } from '@app/matching';
import type { SiteKind } from '@app/placements';
import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { InstructorKind } from './resource.js';

/** What is the same of instructors, rooms and bases. */
abstract class TeachingResource {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') county!: string;
  /** Whose it is; null: the county's, for every provider. */
  @Column('uuid', { nullable: true }) providerId!: string | null;
  /** Days on which it is not there, as PostgreSQL writes them. */
  @Column('datemultirange', { default: () => `'{}'` }) closedDays!: string;
  @Column('text', { nullable: true }) withdrawnBy!: string | null;
  @Column('timestamptz', { nullable: true }) withdrawnAt!: Date | null;
  @Column('text') createdBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;
  @Column('int', { default: 1 }) version!: number;
}

/** Somebody who can teach: named, or a person of ours by registration. No number, no telephone. */
@Entity('instructors')
@Check('instructor_county_is_a_code', `county ~ '^[0-9]{6}$'`)
@Check('instructor_withdrawal_is_whole', '(withdrawn_by is null) = (withdrawn_at is null)')
@Check('instructor_is_named_or_registered', '(name is null) <> (registration_id is null)')
@Check('instructor_kind_is_known', `kind in ('teacher', 'agronomist', 'official', 'entrepreneur', 'successful-trainee')`)
@Check('successful_trainee_is_registered', `kind <> 'successful-trainee' or registration_id is not null`)
@Check('instructor_teaches_something', 'cardinality(occupations) between 1 and 20')
@Check('instructor_home_is_a_full_code', `home_region ~ '^[0-9]{12}$'`)
@Check('instructor_reach_is_known', `reach in ('township', 'county', 'prefecture', 'province', 'any')`)
@Index('one_instructor_per_registration', ['county', 'registrationId'], { unique: true, where: 'withdrawn_at is null' })
@Index('instructors_by_place', ['county', 'homeRegion', 'id'])
export class InstructorEntity extends TeachingResource {
  @Column('text', { nullable: true }) name!: string | null;
  @Column('uuid', { nullable: true }) registrationId!: string | null;
  @Column('text') kind!: InstructorKind;
  @Column('text', { array: true }) occupations!: string[];
  @Column('text') homeRegion!: string;
  @Column('text') reach!: Reach;
  @Column('text', { nullable: true }) qualification!: string | null;
  @Column('text', { nullable: true }) origin!: string | null;
}

@Entity('teaching_rooms')
@Check('room_county_is_a_code', `county ~ '^[0-9]{6}$'`)
@Check('room_withdrawal_is_whole', '(withdrawn_by is null) = (withdrawn_at is null)')
@Check('room_kind_is_known', `kind in ('school', 'enterprise', 'village')`)
@Check('room_region_is_of_its_county', `region ~ '^[0-9]{12}$' and county = substr(region, 1, 6)`)
@Check('room_has_seats', 'seats between 1 and 2000')
@Index('one_room_per_name', ['region', 'name'], { unique: true, where: 'withdrawn_at is null' })
@Index('teaching_rooms_by_place', ['county', 'region', 'id'])
export class TeachingRoomEntity extends TeachingResource {
  @Column('text') name!: string;
  @Column('text') kind!: SiteKind;
  @Column('text') region!: string;
  @Column('int') seats!: number;
}

/** 公司 + 基地 + 农户. */
@Entity('practice_bases')
@Check('base_county_is_a_code', `county ~ '^[0-9]{6}$'`)
@Check('base_withdrawal_is_whole', '(withdrawn_by is null) = (withdrawn_at is null)')
@Check('base_region_is_of_its_county', `region ~ '^[0-9]{12}$' and county = substr(region, 1, 6)`)
@Check('base_has_seats', 'seats between 1 and 2000')
@Check('base_serves_an_occupation', 'cardinality(occupations) between 1 and 20')
@Check('base_households_are_counted', 'households between 0 and 100000')
@Index('one_base_per_name', ['region', 'name'], { unique: true, where: 'withdrawn_at is null' })
@Index('practice_bases_by_place', ['county', 'region', 'id'])
export class PracticeBaseEntity extends TeachingResource {
  @Column('text') name!: string;
  @Column('text') region!: string;
  @Column('int') seats!: number;
  @Column('text', { array: true }) occupations!: string[];
  @Column('uuid', { nullable: true }) companyId!: string | null;
  @Column('uuid', { nullable: true }) cooperativeId!: string | null;
  @Column('int', { default: 0 }) households!: number;
}
