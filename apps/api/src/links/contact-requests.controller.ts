import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { ContactRequests } from '@app/notifications';
import { CurrentPrincipal, CursorQuery, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { ContactRequestPage, ContactRequestResponse } from './contact-requests.dto.js';

@ApiTags('短信')
@Controller('v1/contact-requests')
export class ContactRequestsController {
  constructor(private readonly requests: ContactRequests) {}

  @Get() @Requires('contact-request.read') @ApiOperation({ summary: '在链接页上请工作人员联系的人（等得最久的在前）' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: CursorQuery): Promise<ContactRequestPage> {
    const { items, nextCursor } = await this.requests.list(principal, query);
    return { items: items.map(ContactRequestResponse.of), nextCursor };
  }

  @Post(':id/settlement') @HttpCode(204) @Requires('contact-request.settle') @ApiOperation({ summary: '已经联系过本人' })
  async settle(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<void> {
    await this.requests.settle(principal, id);
  }
}
