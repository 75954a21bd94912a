import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Organization } from '../organizations/organization.entity.js';
import { OFFICER_ROLES, type Role } from '../permissions.js';

/** A person who logs in, with a role inside an organization and a region. The password's hash is readable by no application role. */
@Entity('officers')
@Unique('one_officer_per_login_name', ['loginName'])
@Check('officer_region_is_padded', `owner_region ~ '^[0-9]{12}$'`)
@Check('officer_role_is_known', `role in ('${OFFICER_ROLES.join(`', '`)}')`)
@Check('login_name_is_lower_case', 'login_name = lower(login_name)')
export class Officer {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'officers_pkey' }) id!: string;
  @Index('officers_of_organization') @ForeignKey(() => Organization, { name: 'officer_works_in_an_organization' }) @Column('uuid') organizationId!: string;
  @Column('text') ownerRegion!: string;
  @Column('text') role!: Role;
  @Column('text') loginName!: string;
  @Column('text') displayName!: string;
  @Column('text', { select: false }) passwordHash!: string;
  @Column('int', { default: 0, select: false }) failedAttempts!: number;
  @Column('timestamptz', { nullable: true }) lockedUntil!: Date | null;
  @Column('timestamptz', { nullable: true }) disabledAt!: Date | null;
  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;
  @Column('int', { default: 1 }) version!: number;
}
