import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, IfMatch, type Principal } from '@app/platform';
import { EmployersService } from '@app/vacancies';
import { IdPipe } from '../http/id.pipe.js';
import { EmployerPage, EmployerResponse, ListEmployersQuery, RegisterEmployerDto } from './employers.dto.js';

@ApiTags('用人单位')
@Controller('v1/employers')
export class EmployersController {
  constructor(private readonly employers: EmployersService) {}

  @Post() @Requires('employer.create') @ApiOperation({ summary: '登记用人单位（校验统一社会信用代码）' })
  async register(@CurrentPrincipal() principal: Principal, @Body() { name, creditCode }: RegisterEmployerDto): Promise<EmployerResponse> {
    return EmployerResponse.of(await this.employers.register(principal, { name, creditCode: creditCode ?? null }));
  }

  @Get() @Requires('employer.read') @ApiOperation({ summary: '列出用人单位' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: ListEmployersQuery): Promise<EmployerPage> {
    const { items, nextCursor } = await this.employers.list(principal, query);
    return { items: items.map(EmployerResponse.of), nextCursor };
  }

  @Get(':id') @Requires('employer.read') @ApiOperation({ summary: '查看用人单位' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<EmployerResponse> {
    return EmployerResponse.of(await this.employers.get(principal, id));
  }

  @Post(':id/verification') @HttpCode(200) @Requires('employer.verify') @ApiOperation({ summary: '核验用人单位（已查看营业执照）' })
  async verify(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number): Promise<EmployerResponse> {
    return EmployerResponse.of(await this.employers.verify(principal, id, version));
  }
}
