import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { EmployerEntity } from './employer.entity.js';

export const EMPLOYER_VERDICTS = ['same', 'different'] as const;
export type EmployerVerdict = (typeof EMPLOYER_VERDICTS)[number];

/** What an officer said of two names; the later word replaces the earlier. */
@Entity('employer_decisions')
@Check('employer_decision_owner_is_a_full_code', `owner_region ~ '^[0-9]{12}$'`)
@Check('employer_verdict_is_known', `verdict in ('same', 'different')`)
@Check('employer_pair_is_ordered', 'one < other')
export class EmployerDecisionEntity {
  @PrimaryColumn('uuid')
  @ForeignKey(() => EmployerEntity, { name: 'decided_employer' })
  one!: string;
  @PrimaryColumn('uuid')
  @ForeignKey(() => EmployerEntity, { name: 'decided_other_employer' })
  other!: string;
  @Column('text') ownerRegion!: string;
  @Column('text') verdict!: EmployerVerdict;
  @Column('text') reason!: string;
  @Column('uuid') decidedBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) decidedAt!: Date;
}
