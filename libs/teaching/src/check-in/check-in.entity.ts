import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { ClassSessionEntity } from '../sessions/class-session.entity.js';

/** The number by which one person checks in to the sessions of a class; the seat number says whose it is, so that it names nobody. */
@Entity('check_in_numbers')
@Unique('one_seat_number_per_class', ['classId', 'seatNumber'])
@Check('check_in_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
export class CheckInNumberEntity {
  @PrimaryColumn('uuid') classId!: string;
  @PrimaryColumn('uuid') registrationId!: string;
  @Column('int') seatNumber!: number;
  @Column('text') county!: string;
  @Column('text') ownerRegion!: string;
  /** Six digits, sealed: they are printed again for whoever lost them. */
  @Column('text') numberSealed!: string;
  @Column('text') allottedBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) allottedAt!: Date;
}

/** A code that a session shows for some minutes; only the hash of its token is kept. */
@Entity('check_in_codes')
@Unique('one_check_in_code_per_token', ['tokenHash'])
@Check('check_in_code_lasts_hours_at_most', `expires_at > created_at and expires_at <= created_at + interval '4 hours'`)
export class CheckInCodeEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') @ForeignKey(() => ClassSessionEntity, { name: 'code_of_a_session' }) sessionId!: string;
  @Column('text') county!: string;
  @Column('bytea') tokenHash!: Buffer;
  @Column('timestamptz') expiresAt!: Date;
  @Column('text') createdBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;
}

/** Wrong numbers under one code, by the seat that they were tried for. */
@Entity('check_in_tries')
@Check('five_tries_and_no_more', 'wrong between 0 and 5')
export class CheckInTryEntity {
  @PrimaryColumn('uuid') @ForeignKey(() => CheckInCodeEntity, { name: 'try_of_a_code' }) codeId!: string;
  @PrimaryColumn('int') seatNumber!: number;
  @Column('int', { default: 0 }) wrong!: number;
}
