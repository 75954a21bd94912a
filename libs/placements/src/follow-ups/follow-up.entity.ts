import { Check, Column, Entity, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** One look after one employment. A projection of the ledger: `refresh_follow_ups` alone writes it. */
@Entity('follow_ups')
@Unique('one_follow_up_per_milestone', ['employmentId', 'milestone'])
@Check('follow_up_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('follow_up_milestone_is_known', `milestone in ('30', '90', '180', '365')`)
@Check('follow_up_state_is_known', `state in ('open', 'done', 'moot')`)
@Check('done_by_evidence', `(state = 'done') = (evidence_fact_id is not null)`)
@Index('follow_ups_to_do', ['county', 'dueOn', 'id'], { where: `state = 'open'` })
@Index('follow_ups_by_day', ['county', 'dueOn', 'id'])
export class FollowUpEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;
  @Column('text')
  county!: string;
  /** Where the person is registered now: whose work it is. */
  @Column('text')
  ownerRegion!: string;
  @Column('uuid')
  registrationId!: string;
  @Column('uuid')
  employmentId!: string;
  @Column('uuid', { nullable: true })
  employerId!: string | null;
  @Column('text')
  milestone!: string;
  @Column('date')
  startsOn!: string;
  @Column('date')
  dueOn!: string;
  @Column('text')
  state!: string;
  @Column('uuid', { nullable: true })
  evidenceFactId!: string | null;
}
