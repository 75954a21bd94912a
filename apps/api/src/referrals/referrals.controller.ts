import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { ReferralsService } from '@app/placements';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { HireDto, ListReferralsQuery, PresentDto, PresentOutcomeResponse, PresentResponse, ReferralPage, ReferralResponse, RefuseDto, UndoHireDto } from './dto/referral.dto.js';

@ApiTags('推荐')
@Controller('v1/referrals')
export class ReferralsController {
  constructor(private readonly referrals: ReferralsService) {}

  @Post() @HttpCode(200) @Requires('referral.create') @ApiOperation({ summary: '向岗位推荐学员（批量；重复提交不重复计数）' })
  async present(@CurrentPrincipal() principal: Principal, @Body() dto: PresentDto): Promise<PresentResponse> {
    return { items: (await this.referrals.present(principal, dto)).map((each) => PresentOutcomeResponse.of(each)) };
  }

  @Get() @Requires('referral.read') @ApiOperation({ summary: '列出推荐（可按岗位或学员）' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: ListReferralsQuery): Promise<ReferralPage> {
    const { items, nextCursor } = await this.referrals.list(principal, query);
    return { items: items.map((each) => ReferralResponse.of(each)), nextCursor };
  }

  @Get(':id') @Requires('referral.read') @ApiOperation({ summary: '查看一条推荐' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<ReferralResponse> {
    return ReferralResponse.of(await this.referrals.get(principal, id));
  }

  @Post(':id/hire') @HttpCode(200) @Requires('referral.decide') @ApiOperation({ summary: '记录录用（占用名额，其余未答复的推荐失效）' })
  async hire(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() dto: HireDto): Promise<ReferralResponse> {
    return ReferralResponse.of(await this.referrals.hire(principal, id, dto));
  }

  @Post(':id/refusal') @HttpCode(200) @Requires('referral.decide') @ApiOperation({ summary: '记录拒绝（学员或用人单位，注明原因代码）' })
  async refuse(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() dto: RefuseDto): Promise<ReferralResponse> {
    return ReferralResponse.of(await this.referrals.refuse(principal, id, dto));
  }

  @Post(':id/undo-hire') @HttpCode(200) @Requires('referral.decide') @ApiOperation({ summary: '撤销录用（退回名额；失效的推荐须逐条指明方恢复）' })
  async undoHire(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() dto: UndoHireDto): Promise<ReferralResponse> {
    return ReferralResponse.of(await this.referrals.undoHire(principal, id, dto));
  }
}
