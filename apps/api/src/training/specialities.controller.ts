import { Body, Controller, Get, HttpCode, Param, Post, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { Specialities } from '@app/training';
import { ProducesTable, tableFile } from '../rates/table-file.js';
import { DecideSpecialityDto, RefreshRequestedResponse, SpecialitiesExportQuery, SpecialitiesQuery, SpecialitiesResponse, SpecialityDecisionResponse } from './dto/specialities.dto.js';

@ApiTags('专业目录')
@Controller('v1/specialities')
export class SpecialitiesController {
  constructor(private readonly specialities: Specialities) {}

  @Get() @Requires('speciality.read') @ApiOperation({ summary: '本县专业目录：课时、缺工、往期就业、创业、订单兑现，排名和各项得分，成效不好的和停办的都注明（数字按公布口径）' })
  async get(@CurrentPrincipal() principal: Principal, @Query() { asOf }: SpecialitiesQuery): Promise<SpecialitiesResponse> {
    return SpecialitiesResponse.of(await this.specialities.get(principal, asOf));
  }

  @Get('export') @Requires('speciality.read') @ProducesTable() @ApiOkResponse({ schema: { type: 'string', format: 'binary' } }) @ApiOperation({ summary: '导出专业目录：一门课程一行，附口径（xlsx 或 CSV）' })
  async export(@CurrentPrincipal() principal: Principal, @Query() { format, asOf }: SpecialitiesExportQuery): Promise<StreamableFile> {
    return tableFile(await this.specialities.table(principal, asOf, format), format, 'specialities');
  }

  @Post('refresh') @HttpCode(202) @Requires('speciality.refresh') @ApiOperation({ summary: '请后台重算今天的专业目录（每天夜里自动算一次）' })
  async refresh(@CurrentPrincipal() principal: Principal): Promise<RefreshRequestedResponse> {
    await this.specialities.request(principal);
    return new RefreshRequestedResponse();
  }

  @Post(':courseId/retirement') @HttpCode(200) @Requires('speciality.decide') @ApiOperation({ summary: '停办一门课程（说明理由）：自该日起不再接受订单、不再开班，已开的班照常' })
  async retire(@CurrentPrincipal() principal: Principal, @Param('courseId') courseId: string, @Body() { from, reason }: DecideSpecialityDto): Promise<SpecialityDecisionResponse> {
    return SpecialityDecisionResponse.of(await this.specialities.decide(principal, courseId, 'retired', { from, reason: reason.trim() }));
  }

  @Post(':courseId/resumption') @HttpCode(200) @Requires('speciality.decide') @ApiOperation({ summary: '恢复停办的课程（说明理由）' })
  async resume(@CurrentPrincipal() principal: Principal, @Param('courseId') courseId: string, @Body() { from, reason }: DecideSpecialityDto): Promise<SpecialityDecisionResponse> {
    return SpecialityDecisionResponse.of(await this.specialities.decide(principal, courseId, 'resumed', { from, reason: reason.trim() }));
  }
}
