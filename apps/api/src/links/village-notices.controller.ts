import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { payWords, VillageNotices } from '@app/notifications';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { VillageNoticeResponse } from './village-notices.dto.js';
import { villagePoster } from './village-poster.js';

@ApiTags('短信')
@Controller('v1/vacancies/:id/village-notice')
export class VillageNoticesController {
  constructor(private readonly notices: VillageNotices) {}

  @Get() @Requires('village-notice.read') @ApiOperation({ summary: '给村里用的招工信息：微信群文字、带二维码的图片、大喇叭广播稿（不含任何个人信息）' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<VillageNoticeResponse> {
    const notice = await this.notices.of(principal, id);
    return VillageNoticeResponse.of(notice, villagePoster(notice.post, payWords(notice.post.payFrom, notice.post.payTo), notice.link));
  }
}
