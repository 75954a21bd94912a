import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { FollowUpQuestions, FollowUpsService } from '@app/placements';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { AskedFollowUpsResponse, FollowUpPageResponse, ListFollowUpsQuery } from './follow-ups.dto.js';

@ApiTags('回访')
@Controller('v1/follow-ups')
export class FollowUpsController {
  constructor(
    private readonly followUps: FollowUpsService,
    private readonly questions: FollowUpQuestions,
  ) {}

  @Get() @Requires('follow-up.read') @ApiOperation({ summary: '就业满 30、90、180、365 天的回访（先到期的在前；各看各的管辖范围）' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: ListFollowUpsQuery): Promise<FollowUpPageResponse> {
    return FollowUpPageResponse.of(await this.followUps.list(principal, query));
  }

  @Post('questions') @HttpCode(200) @Requires('follow-up.ask') @ApiOperation({ summary: '给已到期、还没有回访的人发短信询问是否仍在岗（每人每个节点只问一次；答“在”记为本人自述，答“不在”进收件箱）' })
  async ask(@CurrentPrincipal() principal: Principal): Promise<AskedFollowUpsResponse> {
    return AskedFollowUpsResponse.of(await this.questions.ask(principal));
  }
}
