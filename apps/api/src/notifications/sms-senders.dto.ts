import { IsLine } from '@app/platform';
import type { SmsSender } from '@app/notifications';
import { IsBoolean, IsInt, Max, Min, MinLength } from 'class-validator';

export class SetSenderDto {
  /** As registered with the provider, without brackets. */
  @IsLine(12) @MinLength(2, { message: '不能少于 2 个字' })
  signature!: string;
  /** Whom people turn to: a desk and its telephone. */
  @IsLine(20) @MinLength(2, { message: '不能少于 2 个字' })
  office!: string;
  /** Whether match notices end with a link to the reasons; that costs a second part. */
  @IsBoolean({ message: '须为 true 或 false' })
  withLink!: boolean;
  /** People told for each opening of a post. */
  @IsInt({ message: '须为整数' }) @Min(1, { message: '不能小于 1' }) @Max(10, { message: '不能大于 10' })
  fanout!: number;
}

export class SenderResponse {
  county!: string;
  signature!: string;
  office!: string;
  withLink!: boolean;
  fanout!: number;
  /** False: nobody has decided yet, and a plain one stands in. */
  isSet!: boolean;

  static of({ county, signature, office, withLink, fanout, isSet }: SmsSender): SenderResponse {
    return { county, signature, office, withLink, fanout, isSet };
  }
}
