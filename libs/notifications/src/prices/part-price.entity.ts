import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** What a message part costs a county from a civil day on; of one day the last that was set holds. */
@Entity('sms_part_prices')
@Check('price_county_holds_its_region', `owner_region = rpad(county, 12, '0') and county ~ '^[0-9]{6}$'`)
@Check('part_costs_0_to_1000_fen', 'fen between 0 and 1000')
@Index('sms_part_prices_by_day', ['county', 'fromOn', 'id'])
export class PartPriceEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id!: string;
  @Column('text') county!: string;
  @Column('text') ownerRegion!: string;
  @Column('date') fromOn!: string;
  /** In fen: 3.5 is three and a half hundredths of a yuan. */
  @Column('numeric', { precision: 7, scale: 3 }) fen!: string;
  @Column('text') setBy!: string;
  @Column('timestamptz') setAt!: Date;
}
