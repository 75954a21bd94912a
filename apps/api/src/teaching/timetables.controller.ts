import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, IfMatch, type Principal } from '@app/platform';
import { ClassTimetables, TeachingDaysService, TimetableProposals } from '@app/teaching';
import { IdPipe } from '../http/id.pipe.js';
import { AddSessionsDto, CancelSessionDto, ListSessionsQuery, MoveSessionDto, ProposeTimetableDto, SessionDto, SessionPage, SessionResponse, SetTeachingDaysDto, TeachingDaysResponse, TimetableProposalResponse, TimetableResponse } from './dto/sessions.dto.js';

const HOURS_PER_DAY = 6;

@ApiTags('课表')
@Controller('v1')
export class TimetablesController {
  constructor(private readonly timetables: ClassTimetables, private readonly proposals: TimetableProposals, private readonly days: TeachingDaysService) {}

  @Get('classes/:id/sessions') @Requires('class-session.read') @ApiOperation({ summary: '班次的课表与课时' })
  async timetable(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<TimetableResponse> {
    return TimetableResponse.of(await this.timetables.get(principal, id));
  }

  @Post('classes/:id/sessions') @Requires('class-session.change') @ApiOperation({ summary: '排课（一次可排多次课，要么全部成功，要么都不）' })
  async add(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { sessions }: AddSessionsDto): Promise<TimetableResponse> {
    return TimetableResponse.of(await this.timetables.add(principal, id, sessions.map(SessionDto.sessionOf)));
  }

  @Post('classes/:id/timetable-proposal') @HttpCode(200) @Requires('class-session.change') @ApiOperation({ summary: '请系统拟一份课表（不保存，看过后再排课）' })
  async propose(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { hoursPerDay }: ProposeTimetableDto): Promise<TimetableProposalResponse> {
    return TimetableProposalResponse.of(await this.proposals.propose(principal, id, hoursPerDay ?? HOURS_PER_DAY));
  }

  @Get('class-sessions') @Requires('class-session.read') @ApiOperation({ summary: '一段时间内谁在哪里上课（未取消的，早的在前）' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: ListSessionsQuery): Promise<SessionPage> {
    const { items, nextCursor } = await this.timetables.list(principal, query);
    return { items: items.map(SessionResponse.of), nextCursor };
  }

  @Post('class-sessions/:id/move') @HttpCode(200) @Requires('class-session.change') @ApiOperation({ summary: '调课：换时间、地点或教师（原来的一次取消，另立一次）' })
  async move(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number, @Body() dto: MoveSessionDto): Promise<SessionResponse> {
    const { reason, ...change } = dto;
    return SessionResponse.of(await this.timetables.move(principal, id, version, { ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)), reason: reason.trim() }));
  }

  @Post('class-sessions/:id/cancellation') @HttpCode(200) @Requires('class-session.change') @ApiOperation({ summary: '取消一次课' })
  async cancel(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number, @Body() { reason }: CancelSessionDto): Promise<SessionResponse> {
    return SessionResponse.of(await this.timetables.cancel(principal, id, version, reason.trim()));
  }

  @Get('teaching-days') @Requires('teaching-days.read') @ApiOperation({ summary: '本县哪些日子不上课：休息日与农忙季节（法定节假日另按国家通知）' })
  async teachingDays(@CurrentPrincipal() principal: Principal): Promise<TeachingDaysResponse> {
    return TeachingDaysResponse.of(await this.days.current(principal));
  }

  @Put('teaching-days') @Requires('teaching-days.set') @ApiOperation({ summary: '改休息日与农忙季节（另立一版；已排的课不动）' })
  async setTeachingDays(@CurrentPrincipal() principal: Principal, @Body() { basedOn, restWeekdays, farmSeasons }: SetTeachingDaysDto): Promise<TeachingDaysResponse> {
    return TeachingDaysResponse.of(await this.days.set(principal, basedOn, { restWeekdays, farmSeasons }));
  }
}
