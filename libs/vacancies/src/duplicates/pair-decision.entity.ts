import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { VacancyEntity } from '../vacancies/vacancy.entity.js';

/** What an officer said of two vacancies; the lower id first. */
@Entity('vacancy_pair_decisions')
@Check('verdict_is_known', `verdict in ('same', 'different')`)
@Check('a_pair_in_order', 'one < other')
@Index('pair_decisions_of_other', ['other'])
export class VacancyPairDecisionEntity {
  @PrimaryColumn('uuid')
  @ForeignKey(() => VacancyEntity, { name: 'decision_of_one_vacancy' })
  one!: string;
  @PrimaryColumn('uuid')
  @ForeignKey(() => VacancyEntity, { name: 'decision_of_other_vacancy' })
  other!: string;
  @Column('text') ownerRegion!: string;
  @Column('text') verdict!: 'same' | 'different';
  @Column('text') reason!: string;
  @Column('text') decidedBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) decidedAt!: Date;
}
