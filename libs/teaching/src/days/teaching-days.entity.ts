import type { FarmSeason } from '@app/scheduling';
import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** On which days a county teaches, version by version; the last holds. */
@Entity('teaching_day_policies')
@Check('teaching_days_county_is_a_code', `county ~ '^[0-9]{6}$'`)
@Check('teaching_days_are_numbered_from_1', 'number >= 1')
@Check('teaching_days_rest_on_weekdays', 'rest_weekdays <@ array[1, 2, 3, 4, 5, 6, 7] and cardinality(rest_weekdays) <= 6')
@Check('farm_seasons_are_a_list', `jsonb_typeof(farm_seasons) = 'array'`)
export class TeachingDayPolicyEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'teaching_day_policies_pkey' }) county!: string;
  @PrimaryColumn('int', { primaryKeyConstraintName: 'teaching_day_policies_pkey' }) number!: number;
  @Column('int', { array: true }) restWeekdays!: number[];
  @Column('jsonb') farmSeasons!: FarmSeason[];
  @Column('text') setBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) setAt!: Date;
}
