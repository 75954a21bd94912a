import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, WithoutIdempotency, type Principal } from '@app/platform';
import { TraineeRegistry } from '@app/trainees';
import type { FastifyRequest } from 'fastify';
import { ImportResponse } from './dto/trainee.response.js';
import { ndjsonOf } from '../http/json-lines.js';
import { traineeLines } from './trainee-lines.js';

@ApiTags('学员')
@Controller('v1/trainees/import')
export class TraineeImportsController {
  constructor(private readonly registry: TraineeRegistry) {}

  @Post() @HttpCode(200) @Requires('trainee.import') @WithoutIdempotency() @ApiConsumes('application/x-ndjson')
  @ApiBody({ description: '每行一名学员，字段同单个登记；最大 50 MB。重复提交同一文件不产生变化。', schema: { type: 'string' } })
  @ApiOperation({ summary: '批量登记（NDJSON，逐行说明结果）' })
  async import(@CurrentPrincipal() principal: Principal, @Req() request: FastifyRequest): Promise<ImportResponse> {
    return ImportResponse.of(await this.registry.registerMany(principal, traineeLines(ndjsonOf(request))));
  }
}
