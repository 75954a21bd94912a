import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { ClassCalendars } from '@app/teaching';
import { IdPipe } from '../http/id.pipe.js';
import { CalendarDetailResponse, CalendarResponse, CalendarSeatPage, CalendarSeatResponse, CalendarSeatsQuery, ConfirmCalendarDto, RequestCalendarDto } from './dto/class-calendars.dto.js';

const HOURS_PER_DAY = 6;

@ApiTags('排期')
@Controller('v1/class-calendars')
export class ClassCalendarsController {
  constructor(private readonly calendars: ClassCalendars) {}

  @Post() @HttpCode(202) @Requires('class-calendar.make') @ApiOperation({ summary: '申请排期方案：时间窗内还没有课表的班次，什么时候、在哪里、由谁上，谁去上（后台计算）' })
  async request(@CurrentPrincipal() principal: Principal, @Body() { from, to, hoursPerDay }: RequestCalendarDto): Promise<CalendarResponse> {
    return CalendarResponse.of(await this.calendars.request(principal, { from, to, hoursPerDay: hoursPerDay ?? HOURS_PER_DAY }));
  }

  @Get() @Requires('class-calendar.read') @ApiOperation({ summary: '本县最近的排期方案，新的在前（最多 20 份）' })
  async list(@CurrentPrincipal() principal: Principal): Promise<CalendarResponse[]> {
    return (await this.calendars.list(principal)).map(CalendarResponse.of);
  }

  @Get(':id') @Requires('class-calendar.read') @ApiOperation({ summary: '一份排期方案：数字与证明，每个班次的安排或没有排上的原因' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<CalendarDetailResponse> {
    return CalendarDetailResponse.detailOf(await this.calendars.get(principal, id));
  }

  @Get(':id/seats') @Requires('class-calendar.read') @ApiOperation({ summary: '方案里谁上哪个班（仅本人辖区内的人）' })
  async seats(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Query() query: CalendarSeatsQuery): Promise<CalendarSeatPage> {
    const { items, nextCursor } = await this.calendars.seats(principal, id, query);
    return { items: items.map(CalendarSeatResponse.of), nextCursor };
  }

  @Post(':id/confirmation') @HttpCode(200) @Requires('class-calendar.confirm') @ApiOperation({ summary: '确认方案（全部或其中几个班次），写成课表；期间情况有变的整体不写' })
  async confirm(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { classIds }: ConfirmCalendarDto): Promise<CalendarDetailResponse> {
    return CalendarDetailResponse.detailOf(await this.calendars.confirm(principal, id, classIds ?? null));
  }
}
