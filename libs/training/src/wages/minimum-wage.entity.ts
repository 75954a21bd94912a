import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A minimum wage of a province, prefecture or county from a day on. Never edited: of several of one place and day the last recorded holds. */
@Entity('minimum_wages')
@Check('minimum_wage_region_is_a_code', `region ~ '^([0-9]{2}|[0-9]{4}|[0-9]{6})$'`)
@Check('minimum_wage_is_a_wage', 'monthly_yuan between 1 and 20000')
@Index('minimum_wages_by_place', ['region', 'fromOn', 'recordedAt'])
export class MinimumWageEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') region!: string;
  @Column('date') fromOn!: string;
  @Column('int') monthlyYuan!: number;
  /** Where it is published. */
  @Column('text') document!: string;
  /** Whether somebody held it against the document. */
  @Column('boolean') isChecked!: boolean;
  @Column('text') recordedBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) recordedAt!: Date;
}
