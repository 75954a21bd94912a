import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** In whose name a county's messages leave, and how widely a post is told of. */
@Entity('sms_senders')
@Check('sender_county_holds_its_region', `owner_region = rpad(county, 12, '0') and county ~ '^[0-9]{6}$'`)
@Check('sender_signature_is_short', 'length(signature) between 2 and 12')
@Check('sender_office_is_short', 'length(office) between 2 and 20')
@Check('sender_fanout_is_1_to_10', 'fanout between 1 and 10')
export class SmsSenderEntity {
  @PrimaryColumn('text') county!: string;
  @Column('text') ownerRegion!: string;
  /** As registered with the provider, without brackets. */
  @Column('text') signature!: string;
  /** Whom people turn to: a desk and its telephone. */
  @Column('text') office!: string;
  /** Whether match notices end with a link to the reasons; that costs a second part. */
  @Column('boolean') withLink!: boolean;
  /** People told for each opening of a post. */
  @Column('int') fanout!: number;
  @Column('text') setBy!: string;
  @Column('timestamptz') setAt!: Date;
}
