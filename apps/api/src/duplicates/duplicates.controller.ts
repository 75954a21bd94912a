import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { Duplicates } from '@app/vacancies';
import { DecideDuplicatesDto, DuplicateDecisionResponse, DuplicateGroupPage, DuplicateGroupResponse, ListDuplicatesQuery } from './duplicates.dto.js';

@ApiTags('重复岗位')
@Controller('v1/duplicates')
export class DuplicatesController {
  constructor(private readonly duplicates: Duplicates) {}

  @Get() @Requires('duplicate.read') @ApiOperation({ summary: '列出重复岗位（同一岗位的各条，附认定理由）' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: ListDuplicatesQuery): Promise<DuplicateGroupPage> {
    const { items, nextCursor } = await this.duplicates.list(principal, query);
    return { items: items.map(DuplicateGroupResponse.of), nextCursor };
  }

  @Post('merge') @HttpCode(200) @Requires('duplicate.decide') @ApiOperation({ summary: '认定为同一岗位（长期有效，规则不再改变）' })
  async merge(@CurrentPrincipal() principal: Principal, @Body() { vacancyIds, reason }: DecideDuplicatesDto): Promise<DuplicateDecisionResponse> {
    return { changed: await this.duplicates.merge(principal, vacancyIds, reason) };
  }

  @Post('split') @HttpCode(200) @Requires('duplicate.decide') @ApiOperation({ summary: '认定为不同岗位（长期有效，规则不再改变）' })
  async split(@CurrentPrincipal() principal: Principal, @Body() { vacancyIds, reason }: DecideDuplicatesDto): Promise<DuplicateDecisionResponse> {
    return { changed: await this.duplicates.split(principal, vacancyIds, reason) };
  }
}
