import type { PolicyNotice, ReadyPolicyNotice } from '@app/notifications';
import { IsLine, IsRegionCode, unlessAbsent } from '@app/platform';
import { IsInt, IsOptional, Max, Min, MinLength } from 'class-validator';

export class PolicyNoticeDto {
  /** What is told, in one line; whom it is for, whom to ask and how to stop are added. @example '技能提升补贴从12月1日起可在乡镇窗口申请' */
  @IsLine(120) @MinLength(5, { message: '至少 5 个字' })
  wording!: string;
  /** Whose people: county, township or village; the officer's own when absent. */
  @unlessAbsent @IsRegionCode()
  region?: string;
  /** Only those who have sat in a class of this programme. */
  @IsOptional() @IsLine(60)
  programme?: string | null;
}

export class ConfirmPolicyWaveDto {
  /** How many people it would tell, as shown. */
  @IsInt() @Min(1) @Max(5_000)
  size!: number;
}

export class PolicyNoticeResponse {
  id!: string;
  wording!: string;
  region!: string;
  programme!: string | null;
  writtenBy!: string;
  writtenAt!: string;
  waves!: number;
  /** Messages that left or wait. */
  told!: number;

  static of(this: void, { id, wording, region, programme, writtenBy, writtenAt, waves, told }: PolicyNotice): PolicyNoticeResponse {
    return { id, wording, region, programme, writtenBy, writtenAt: writtenAt.toISOString(), waves, told };
  }
}

export class PolicyNoticePage {
  items!: PolicyNoticeResponse[];
  nextCursor!: string | null;
}

export class PolicySampleResponse {
  /** The whole text, signature included. */
  text!: string;
  parts!: number;
}

export class ReadyPolicyNoticeResponse extends PolicyNoticeResponse {
  /** People whom the next wave would tell. */
  size!: number;
  /** Message parts of that wave. */
  parts!: number;
  samples!: PolicySampleResponse[];
  definition!: string;

  static ofReady(this: void, { notice, size, parts, samples }: ReadyPolicyNotice): ReadyPolicyNoticeResponse {
    return {
      ...PolicyNoticeResponse.of(notice), size, parts, samples: samples.map(({ signed, parts: partsOfOne }) => ({ text: signed, parts: partsOfOne })),
      definition: '人数：范围内登记、有手机号、同意接收政策短信、未退订、号码未停发、没有收到过这一条、7 天内政策短信不满 2 条的人，一个号码一人，一批最多 5000 人；限定培训项目的，只算入过该项目班次的人。条数按计费的分条计。',
    };
  }
}
