import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { Cooperations } from '@app/training';
import { IdPipe } from '../http/id.pipe.js';
import { CooperationPage, CooperationResponse, CooperationYearQuery, CooperationYearResponse, EndCooperationDto, ListCooperationsQuery, RecordCooperationDto } from './dto/cooperations.dto.js';

@ApiTags('合作协议')
@Controller('v1/cooperation-agreements')
export class CooperationsController {
  constructor(private readonly cooperations: Cooperations) {}

  @Post() @HttpCode(200) @Requires('cooperation.record') @ApiOperation({ summary: '登记公司、基地、合作社与农户的合作协议（同一农户、同一单位、同类、同日起的只算一份）' })
  async record(@CurrentPrincipal() principal: Principal, @Body() dto: RecordCooperationDto): Promise<CooperationResponse> {
    return CooperationResponse.of(await this.cooperations.record(principal, dto));
  }

  @Get() @Requires('cooperation.read') @ApiOperation({ summary: '合作协议，新的在前（各看各的管辖范围）' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: ListCooperationsQuery): Promise<CooperationPage> {
    const { items, nextCursor } = await this.cooperations.list(principal, query);
    return { items: items.map(CooperationResponse.of), nextCursor };
  }

  @Get('summary') @Requires('cooperation.read') @ApiOperation({ summary: '某年有效的合作协议，按乡镇和种类（附口径；不计入就业率）' })
  async year(@CurrentPrincipal() principal: Principal, @Query() { year }: CooperationYearQuery): Promise<CooperationYearResponse> {
    return CooperationYearResponse.of(await this.cooperations.year(principal, year));
  }

  @Post(':id/ending') @HttpCode(200) @Requires('cooperation.record') @ApiOperation({ summary: '登记合作协议终止（注明原因；登记有误的也这样终止，不再计数）' })
  async end(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { endedOn, code, reason }: EndCooperationDto): Promise<CooperationResponse> {
    return CooperationResponse.of(await this.cooperations.end(principal, id, endedOn, code, reason?.trim() ?? null));
  }
}
