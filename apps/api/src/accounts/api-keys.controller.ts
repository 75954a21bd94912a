import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiKeysService, Requires } from '@app/accounts';
import { CurrentPrincipal, WithoutIdempotency, type Principal } from '@app/platform';
import { EmployerKeys } from '@app/vacancies';
import { IdPipe } from '../http/id.pipe.js';
import { ApiKeyList, ApiKeyResponse, CreateApiKeyDto, NewApiKeyResponse } from './accounts.dto.js';

@ApiTags('接口密钥')
@Controller('v1/employers/:employerId/api-keys')
export class ApiKeysController {
  constructor(
    private readonly apiKeys: ApiKeysService,
    private readonly employerKeys: EmployerKeys,
  ) {}

  @Post() @Requires('api-key.create') @WithoutIdempotency() @ApiOperation({ summary: '为用人单位新建接口密钥（只显示这一次；test 为联调密钥，所写数据与真实数据隔离，30 天后清除）' })
  async create(@CurrentPrincipal() principal: Principal, @Param('employerId', IdPipe) employerId: string, @Body() dto: CreateApiKeyDto): Promise<NewApiKeyResponse> {
    const { row, key } = await this.employerKeys.create(principal, employerId, dto);
    return { apiKey: ApiKeyResponse.of(row), key };
  }

  @Get() @Requires('api-key.list') @ApiOperation({ summary: '列出用人单位的接口密钥' })
  async list(@CurrentPrincipal() principal: Principal, @Param('employerId', IdPipe) employerId: string): Promise<ApiKeyList> {
    return { items: (await this.apiKeys.list(principal, employerId)).map(ApiKeyResponse.of) };
  }

  @Delete(':id') @HttpCode(204) @Requires('api-key.revoke') @ApiOperation({ summary: '停用接口密钥' })
  async revoke(@CurrentPrincipal() principal: Principal, @Param('employerId', IdPipe) employerId: string, @Param('id') id: string): Promise<void> {
    await this.apiKeys.revoke(principal, employerId, id);
  }
}
