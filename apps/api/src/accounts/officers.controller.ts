import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { OfficersService, Requires } from '@app/accounts';
import { CurrentPrincipal, CursorQuery, IfMatch, WithoutIdempotency, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { ChangeOfficerDto, CreateOfficerDto, OfficerPage, OfficerResponse, OfficerWithPasswordResponse } from './accounts.dto.js';

@ApiTags('单位与人员')
@Controller('v1/officers')
export class OfficersController {
  constructor(private readonly officers: OfficersService) {}

  @Get() @Requires('officer.list') @ApiOperation({ summary: '列出人员' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: CursorQuery): Promise<OfficerPage> {
    const { items, nextCursor } = await this.officers.list(principal, query);
    return { items: items.map(OfficerResponse.of), nextCursor };
  }

  @Get(':id') @Requires('officer.list') @ApiOperation({ summary: '查看人员' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<OfficerResponse> {
    return OfficerResponse.of(await this.officers.get(principal, id));
  }

  @Post() @Requires('officer.create') @WithoutIdempotency() @ApiOperation({ summary: '新建人员（初始密码只显示这一次）' })
  async create(@CurrentPrincipal() principal: Principal, @Body() dto: CreateOfficerDto): Promise<OfficerWithPasswordResponse> {
    const { officer, password } = await this.officers.create(principal, dto);
    return { officer: OfficerResponse.of(officer), password };
  }

  @Patch(':id') @Requires('officer.change') @ApiOperation({ summary: '修改或停用人员' })
  async change(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number, @Body() dto: ChangeOfficerDto): Promise<OfficerResponse> {
    return OfficerResponse.of(await this.officers.change(principal, id, version, dto));
  }

  @Post(':id/password-resets') @HttpCode(200) @Requires('officer.reset-password') @WithoutIdempotency() @ApiOperation({ summary: '重置密码（新密码只显示这一次）' })
  async resetPassword(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<OfficerWithPasswordResponse> {
    const { officer, password } = await this.officers.resetPassword(principal, id);
    return { officer: OfficerResponse.of(officer), password };
  }
}
