import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** An officer's word that a vacancy's later waves follow by themselves, or no longer do; the newest counts. */
@Entity('standing_waves')
@Check('standing_region_is_padded', `owner_region ~ '^[0-9]{12}$'`)
@Index('standing_waves_of_vacancy', ['vacancyId', 'id'])
export class StandingWaveEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id!: string;
  @Column('text') ownerRegion!: string;
  @Column('uuid') vacancyId!: string;
  @Column('boolean') isOn!: boolean;
  @Column('text') setBy!: string;
  @Column('timestamptz') setAt!: Date;
}
