import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { OrganizationsService, Requires } from '@app/accounts';
import { CurrentPrincipal, CursorQuery, type Principal } from '@app/platform';
import { CreateOrganizationDto, OrganizationPage, OrganizationResponse } from './accounts.dto.js';

@ApiTags('单位与人员')
@Controller('v1/organizations')
export class OrganizationsController {
  constructor(private readonly organizations: OrganizationsService) {}

  @Get() @Requires('organization.list') @ApiOperation({ summary: '列出单位' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: CursorQuery): Promise<OrganizationPage> {
    const { items, nextCursor } = await this.organizations.list(principal, query);
    return { items: items.map(OrganizationResponse.of), nextCursor };
  }

  @Post() @Requires('organization.create') @ApiOperation({ summary: '新建单位' })
  async create(@CurrentPrincipal() principal: Principal, @Body() dto: CreateOrganizationDto): Promise<OrganizationResponse> {
    return OrganizationResponse.of(await this.organizations.create(principal, dto));
  }
}
