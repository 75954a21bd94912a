import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { CLASS_STATES, type ClassState } from './life/class-moves.js';
import type { ClassDelivery, SiteKind } from './class-arrangement.js';

/** A course held; who sits in it is told by the ledger. */
@Entity('training_classes')
@Check('class_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('class_ends_after_it_starts', 'ends_on >= starts_on')
@Check('class_has_seats', 'seats > 0')
@Check('class_delivery_is_known', `delivery in ('fixed', 'flexible')`)
@Check('class_site_is_known', `site_kind in ('school', 'enterprise', 'village')`)
@Check('class_minimum_fits_its_seats', 'min_seats between 1 and seats')
@Check('class_hours_are_counted', 'theory_hours between 0 and 5000 and practice_hours between 0 and 5000')
@Check('class_state_is_known', `state in ('${CLASS_STATES.join(`', '`)}')`)
@Check('opened_class_has_a_provider', `provider_id is not null or state in ('planned', 'aborted')`)
@Check('class_pass_marks_are_scores', 'pass_theory between 0 and 100 and pass_practice between 0 and 100')
@Check('class_examines_something', 'pass_theory is not null or pass_practice is not null')
@Check('class_attendance_is_a_share', 'attendance_percent between 0 and 100')
@Index('training_classes_by_start', ['county', 'startsOn', 'id'])
@Index('training_classes_of_order', ['orderId'], { where: 'order_id is not null' })
export class TrainingClassEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;
  @Column('text')
  county!: string;
  @Column('text')
  ownerRegion!: string;
  @Column('text')
  name!: string;
  @Column('text')
  courseId!: string;
  @Column('text')
  programme!: string;
  /** The organization that teaches; null: not found yet, the class is planned. */
  @Column('uuid', { nullable: true })
  providerId!: string | null;
  /** Where it is held, 12 digits. */
  @Column('text')
  region!: string;
  @Column('date')
  startsOn!: string;
  @Column('date')
  endsOn!: string;
  @Column('int')
  seats!: number;
  /** For people already employed: outside every placement rate. */
  @Column('boolean', { default: false })
  onTheJob!: boolean;
  /** One-off science outreach: outside every placement rate. */
  @Column('boolean', { default: false })
  outreach!: boolean;
  /** The training order that it is opened for. */
  @Column('uuid', { nullable: true })
  orderId!: string | null;
  @Column('text', { default: 'fixed' })
  delivery!: ClassDelivery;
  @Column('text', { default: 'school' })
  siteKind!: SiteKind;
  /** Fewer people, and it is not held. */
  @Column('int', { default: 1 })
  minSeats!: number;
  /** Planned hours; null: as the course says. */
  @Column('int', { nullable: true })
  theoryHours!: number | null;
  @Column('int', { nullable: true })
  practiceHours!: number | null;
  @Column('boolean', { default: false })
  lodging!: boolean;
  /** Scores from which on a part is passed, 0 to 100; null: the part is not examined. */
  @Column('int', { nullable: true, default: 60 })
  passTheory!: number | null;
  @Column('int', { nullable: true, default: 60 })
  passPractice!: number | null;
  /** Per cent of the hours held that a certificate asks for; 0: none. */
  @Column('int', { default: 0 })
  attendancePercent!: number;
  @Column('text', { default: 'open' })
  state!: ClassState;
  /** So many steps its life has taken. */
  @Column('int', { default: 0 })
  moves!: number;
  @Column('text')
  createdBy!: string;
  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;
}
