import type { BlockReason, Budget, NumberBlock } from '@app/notifications';
import { IsInt, Max, Min } from 'class-validator';

export class NumberBlockResponse {
  id!: string;
  /** Null: nobody has this telephone any more. */
  phoneMasked!: string | null;
  reason!: BlockReason;
  /** The message that it followed from. */
  notificationId!: string | null;
  at!: string;
  liftedBy!: string | null;
  liftedAt!: string | null;

  static of(this: void, { id, phoneMasked, reason, notificationId, at, liftedBy, liftedAt }: NumberBlock): NumberBlockResponse {
    return { id, phoneMasked, reason, notificationId, at: at.toISOString(), liftedBy, liftedAt: liftedAt?.toISOString() ?? null };
  }
}

export class NumberBlockPage {
  items!: NumberBlockResponse[];
  nextCursor!: string | null;
}

export class SetBudgetDto {
  /** Message parts a civil day. */
  @IsInt({ message: '须为整数' }) @Min(0, { message: '不能小于 0' }) @Max(1_000_000, { message: '不能大于 1000000' })
  partsPerDay!: number;
}

export class BudgetResponse {
  county!: string;
  /** The civil day in China. */
  day!: string;
  /** Message parts; 2,000 where none is set. */
  partsPerDay!: number;
  /** Parts handed over today; what was refused is given back. */
  spent!: number;

  static of(this: void, { county, day, partsPerDay, spent }: Budget): BudgetResponse {
    return { county, day, partsPerDay, spent };
  }
}
