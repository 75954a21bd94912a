import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { HealthChecks, Public } from '@app/platform';
import { SourceFreshnessReader } from '@app/vacancies';
import { LiveResponse, ReadyResponse } from './health.dto.js';

@ApiTags('运行状况')
@Controller('health')
export class HealthController {
  constructor(
    private readonly checks: HealthChecks,
    private readonly freshness: SourceFreshnessReader,
  ) {}

  @Get('live') @Public() @ApiOperation({ summary: '进程是否存活' })
  live(): LiveResponse {
    return { status: 'live' };
  }

  @Get('ready') @Public() @ApiOperation({ summary: '各部分是否就绪（未就绪时 503），各岗位来源是否新鲜（不影响就绪）' })
  async ready(): Promise<ReadyResponse> {
    const checks = await this.checks.run();
    const sources = (await this.freshness.list()).map(({ county, source, readAt, isStale }) => ({ county, source, readAt: readAt?.toISOString() ?? null, isStale }));
    return { status: 'ready', checks, sources };
  }
}
