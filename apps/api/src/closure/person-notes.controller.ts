import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { PersonNotesService } from '@app/placements';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { NameResponsibleDto, RecordPriorPayDto, RetractionDto } from './dto/closure-queries.dto.js';
import { ResponsibleOfficerResponse } from './dto/closure.response.js';
import { BookRecordCreated, ClosureNotesResponse, NamedResponsibleResponse } from './dto/household-record.response.js';

@ApiTags('四个一')
@Controller('v1')
export class PersonNotesController {
  constructor(private readonly notes: PersonNotesService) {}

  @Get('trainees/:id/closure-notes') @Requires('prior-pay.read') @ApiOperation({ summary: '一名学员培训前的收入和责任人' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<ClosureNotesResponse> {
    return ClosureNotesResponse.of(await this.notes.get(principal, id));
  }

  @Post('trainees/:id/prior-pays') @Requires('prior-pay.record') @ApiOperation({ summary: '登记培训前的月收入（0 为没有收入）' })
  async recordPriorPay(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() dto: RecordPriorPayDto): Promise<BookRecordCreated> {
    return { id: await this.notes.recordPriorPay(principal, id, dto) };
  }

  @Post('prior-pays/:id/retraction') @HttpCode(204) @Requires('prior-pay.record') @ApiOperation({ summary: '撤回一条培训前收入（说明理由；非本人当天登记的，由另一名经办人撤回）' })
  async retractPriorPay(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { reason }: RetractionDto): Promise<void> {
    await this.notes.retractPriorPay(principal, id, reason);
  }

  @Put('trainees/:id/responsible-officer') @Requires('responsible-officer.name') @ApiOperation({ summary: '指定一名学员的责任人；不给则恢复为所在村、乡镇的经办人' })
  async nameResponsible(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { officerId }: NameResponsibleDto): Promise<NamedResponsibleResponse> {
    return { responsible: ResponsibleOfficerResponse.of(await this.notes.nameResponsible(principal, id, officerId ?? null)) };
  }
}
