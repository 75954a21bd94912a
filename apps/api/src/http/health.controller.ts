import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { HealthChecks, Public } from '@app/platform';
import { LiveResponse, ReadyResponse } from './health.dto.js';

@ApiTags('运行状况')
@Controller('health')
export class HealthController {
  constructor(private readonly checks: HealthChecks) {}

  @Get('live') @Public() @ApiOperation({ summary: '进程是否存活' })
  live(): LiveResponse {
    return { status: 'live' };
  }

  @Get('ready') @Public() @ApiOperation({ summary: '各部分是否就绪（未就绪时 503）' })
  async ready(): Promise<ReadyResponse> {
    return { status: 'ready', checks: await this.checks.run() };
  }
}
