import { Body, Controller, Get, Param, Patch } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, IfMatch, type Principal } from '@app/platform';
import { VacancySourcesService } from '@app/vacancies';
import { ChangeSourceDto, SourceList, SourceResponse } from './imports.dto.js';

@ApiTags('岗位来源')
@Controller('v1/vacancy-sources')
export class VacancySourcesController {
  constructor(private readonly sources: VacancySourcesService) {}

  @Get() @Requires('source.read') @ApiOperation({ summary: '列出岗位来源' })
  async list(@CurrentPrincipal() principal: Principal): Promise<SourceList> {
    return { items: (await this.sources.list(principal)).map(SourceResponse.of) };
  }

  @Patch(':code') @Requires('source.change') @ApiOperation({ summary: '启用、停用或设置岗位来源' })
  async change(@CurrentPrincipal() principal: Principal, @Param('code') code: string, @IfMatch() version: number, @Body() dto: ChangeSourceDto): Promise<SourceResponse> {
    const change = Object.fromEntries(Object.entries(dto).filter(([, value]) => value !== undefined && value !== null));
    return SourceResponse.of(await this.sources.change(principal, code, version, change));
  }
}
