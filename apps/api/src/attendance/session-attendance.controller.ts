import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { SessionAttendance } from '@app/teaching';
import { IdPipe } from '../http/id.pipe.js';
import { ClassAttendanceResponse, MarkListResponse, MarkOutcomes, MarksDto, SessionMarkResponse, SessionMarksResponse } from './dto/attendance.dto.js';

@ApiTags('课次考勤')
@Controller('v1')
export class SessionAttendanceController {
  constructor(private readonly attendance: SessionAttendance) {}

  @Get('class-sessions/:id/attendance') @Requires('attendance.read') @ApiOperation({ summary: '一次课的点名册：当天在册的人和已登记的考勤' })
  async list(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<MarkListResponse> {
    const { session, people } = await this.attendance.list(principal, id);
    return MarkListResponse.of(session, people);
  }

  @Post('class-sessions/:id/attendance') @HttpCode(200) @Requires('attendance.record') @ApiOperation({ summary: '批量登记或更正一次课的考勤（要么全部成功，要么都不）；当天的考勤随之汇总' })
  async record(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { entries }: MarksDto): Promise<MarkOutcomes> {
    return MarkOutcomes.of(await this.attendance.record(principal, id, entries));
  }

  @Get('class-sessions/:id/attendance-history') @Requires('attendance.read') @ApiOperation({ summary: '一次课考勤的全部记录，包括被更正的：何人、何时、记了什么' })
  async history(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<SessionMarksResponse> {
    return { items: (await this.attendance.history(principal, id)).map((each) => SessionMarkResponse.of(each)) };
  }

  @Get('classes/:id/attendance') @Requires('attendance.read') @ApiOperation({ summary: '全班到课学时（理论、实操）和到课率' })
  async ofClass(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<ClassAttendanceResponse> {
    const { held, people } = await this.attendance.ofClass(principal, id);
    return ClassAttendanceResponse.of(held, people);
  }
}
