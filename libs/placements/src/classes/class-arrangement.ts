/** A fixed class is taught day after day; a flexible one also on evenings, holidays and in seasons of farm work, as people have time. */
export const CLASS_DELIVERIES = ['fixed', 'flexible'] as const;
export type ClassDelivery = (typeof CLASS_DELIVERIES)[number];

/** At a school, at an enterprise, or in a village (送培训进企业、进农村). */
export const SITE_KINDS = ['school', 'enterprise', 'village'] as const;
export type SiteKind = (typeof SITE_KINDS)[number];

/** How a class is held, beside when and by whom. */
export interface ClassArrangement {
  /** The training order that it is opened for. */
  readonly orderId: string | null;
  readonly delivery: ClassDelivery;
  readonly siteKind: SiteKind;
  /** Fewer people, and it is not held; 1 to the number of seats. */
  readonly minSeats: number;
  /** Whole planned hours; null: as the course says, or not known. */
  readonly theoryHours: number | null;
  readonly practiceHours: number | null;
  /** People sleep where they learn: the way there counts for nobody. */
  readonly lodging: boolean;
  /** Scores from which on theory and practice are passed, 0 to 100; null: the part is not examined, one of them is. */
  readonly passTheory: number | null;
  readonly passPractice: number | null;
  /** Whole per cent of the hours held that a certificate asks for; 0: none. */
  readonly attendancePercent: number;
}
