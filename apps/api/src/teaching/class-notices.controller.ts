import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { ClassNoticeDesk } from '@app/teaching';
import { IdPipe } from '../http/id.pipe.js';
import { ClassNoticeBoardResponse, ClassNoticePolicyDto, ClassNoticePolicyResponse } from './dto/class-notices.dto.js';

@ApiTags('课表')
@Controller('v1')
export class ClassNoticesController {
  constructor(private readonly desk: ClassNoticeDesk) {}

  @Get('classes/:id/notices') @Requires('class-notice.read') @ApiOperation({ summary: '开课与变动通知：发过哪几次、结果如何，哪些人没有通知到、须由经办人告知' })
  async board(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<ClassNoticeBoardResponse> {
    return ClassNoticeBoardResponse.of(await this.desk.board(principal, id));
  }

  @Get('class-notice-policy') @Requires('class-notice-policy.read') @ApiOperation({ summary: '第一次课前几天发开课通知' })
  async policy(@CurrentPrincipal() principal: Principal): Promise<ClassNoticePolicyResponse> {
    return { daysBefore: await this.desk.daysBefore(principal) };
  }

  @Put('class-notice-policy') @Requires('class-notice-policy.set') @ApiOperation({ summary: '改第一次课前几天发开课通知（1 至 14 天）' })
  async setPolicy(@CurrentPrincipal() principal: Principal, @Body() { daysBefore }: ClassNoticePolicyDto): Promise<ClassNoticePolicyResponse> {
    return { daysBefore: await this.desk.setDaysBefore(principal, daysBefore) };
  }
}
