import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { FollowUpsService } from '@app/placements';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { FollowUpPageResponse, ListFollowUpsQuery } from './follow-ups.dto.js';

@ApiTags('回访')
@Controller('v1/follow-ups')
export class FollowUpsController {
  constructor(private readonly followUps: FollowUpsService) {}

  @Get() @Requires('follow-up.read') @ApiOperation({ summary: '就业满 30、90、180、365 天的回访（先到期的在前；各看各的管辖范围）' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: ListFollowUpsQuery): Promise<FollowUpPageResponse> {
    return FollowUpPageResponse.of(await this.followUps.list(principal, query));
  }
}
