import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** What a county tells people of a policy, and whom. It stays as written; told again it is told to those who do not know it yet. */
@Entity('policy_notices')
@Check('policy_notice_region_is_padded', `owner_region ~ '^[0-9]{12}$'`)
@Check('policy_notice_is_short', 'length(wording) between 5 and 120')
@Check('policy_notice_audience_is_of_its_county', `region ~ '^[0-9]{12}$' and left(region, 6) = left(owner_region, 6)`)
@Check('policy_notice_programme_is_named', 'length(programme) between 1 and 60')
@Index('policy_notices_by_time', ['ownerRegion', 'writtenAt', 'id'])
export class PolicyNoticeEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') ownerRegion!: string;
  /** One sentence or two; names nobody. */
  @Column('text') wording!: string;
  /** Whose people: county, township or village, 12 digits. */
  @Column('text') region!: string;
  /** Of those who have ever sat in a class of this programme; null: of all. */
  @Column('text', { nullable: true }) programme!: string | null;
  @Column('text') writtenBy!: string;
  @Column('timestamptz') writtenAt!: Date;
}
