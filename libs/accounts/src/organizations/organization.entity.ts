import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';

export const ORGANIZATION_KINDS = ['county-bureau', 'department', 'township-office', 'village-office', 'training-provider', 'employer', 'practice-base', 'cooperative'] as const;
export type OrganizationKind = (typeof ORGANIZATION_KINDS)[number];

/** Departments of a county that run programmes. */
export const DEPARTMENTS = ['human-resources', 'education', 'agriculture', 'poverty-relief', 'science'] as const;
export type Department = (typeof DEPARTMENTS)[number];

/** A bureau, department, office, provider or employer that officers work for. */
@Entity('organizations')
@Unique('one_organization_per_name', ['ownerRegion', 'kind', 'name'])
@Check('organization_region_is_padded', `owner_region ~ '^[0-9]{12}$'`)
@Check('organization_kind_is_known', `kind in ('${ORGANIZATION_KINDS.join(`', '`)}')`)
@Check('only_a_department_has_a_department', `(kind = 'department') = (department is not null)`)
export class Organization {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'organizations_pkey' }) id!: string;
  @Column('text') ownerRegion!: string;
  @Column('text') kind!: OrganizationKind;
  @Column('text') name!: string;
  @Column('text', { nullable: true }) department!: Department | null;
  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;
  @Column('int', { default: 1 }) version!: number;
}
