import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, CursorQuery, type Principal } from '@app/platform';
import { EmployerDoubts, EmployerSpellings, HeldRunDoubts } from '@app/vacancies';
import { ImportRunPage, ImportRunResponse } from '../imports/imports.dto.js';
import { DecideRunsDto, EmployerDoubtPage, EmployerDoubtResponse, ListHeldRunsQuery, RejectedEmployersResponse, RejectEmployersDto, SpellingDoubtPage, SpellingDoubtResponse, DecideSpellingsDto, DecidedSpellingsResponse, VerifiedEmployersResponse, VerifyEmployersDto } from './doubtful-sources.dto.js';
import { ListDoubtsQuery } from './doubts.dto.js';

/** Where vacancies come from, and whether that is to be believed. */
@ApiTags('待办疑点')
@Controller('v1/doubts')
export class DoubtfulSourcesController {
  constructor(
    private readonly runs: HeldRunDoubts,
    private readonly employers: EmployerDoubts,
    private readonly spellings: EmployerSpellings,
  ) {}

  @Get('held-runs') @Requires('doubt.read') @ApiOperation({ summary: '被暂缓的导入批次及原因' })
  async listRuns(@CurrentPrincipal() principal: Principal, @Query() query: ListHeldRunsQuery): Promise<ImportRunPage> {
    const { items, nextCursor } = await this.runs.list(principal, query);
    return { items: items.map(ImportRunResponse.of), nextCursor };
  }

  @Post('held-runs/decisions') @HttpCode(200) @Requires('doubt.decide') @ApiOperation({ summary: '批量放行或放弃被暂缓的导入批次' })
  async decideRuns(@CurrentPrincipal() principal: Principal, @Body() { runIds, decision, reason }: DecideRunsDto): Promise<ImportRunPage> {
    return { items: (await this.runs.decide(principal, runIds, decision, reason)).map(ImportRunResponse.of), nextCursor: null };
  }

  @Get('employers') @Requires('doubt.read') @ApiOperation({ summary: '有在招岗位而未核验的用人单位（附名称相近的单位）' })
  async listEmployers(@CurrentPrincipal() principal: Principal, @Query() query: ListDoubtsQuery): Promise<EmployerDoubtPage> {
    const { items, nextCursor } = await this.employers.list(principal, query);
    return { items: items.map(EmployerDoubtResponse.of), nextCursor };
  }

  @Get('employer-spellings') @Requires('doubt.read') @ApiOperation({ summary: '可能是同一用人单位的不同写法（成对列出）' })
  async listSpellings(@CurrentPrincipal() principal: Principal, @Query() query: CursorQuery): Promise<SpellingDoubtPage> {
    const { items, nextCursor } = await this.spellings.list(principal, query);
    return { items: items.map(SpellingDoubtResponse.of), nextCursor };
  }

  @Post('employer-spellings/decisions') @HttpCode(200) @Requires('doubt.decide') @ApiOperation({ summary: '批量认定两个写法是同一单位（合并）或不是（不再询问；已合并的拆开）' })
  async decideSpellings(@CurrentPrincipal() principal: Principal, @Body() { decisions, reason }: DecideSpellingsDto): Promise<DecidedSpellingsResponse> {
    return { vacancies: await this.spellings.decide(principal, decisions, reason) };
  }

  @Post('employers/verifications') @HttpCode(200) @Requires('doubt.decide') @ApiOperation({ summary: '批量核验用人单位（须有统一社会信用代码）' })
  async verifyEmployers(@CurrentPrincipal() principal: Principal, @Body() { employers }: VerifyEmployersDto): Promise<VerifiedEmployersResponse> {
    return { verified: await this.employers.verify(principal, employers) };
  }

  @Post('employers/rejections') @HttpCode(200) @Requires('doubt.decide') @ApiOperation({ summary: '批量不予核验并撤下其在招岗位（须说明理由；dryRun 只计数）' })
  async rejectEmployers(@CurrentPrincipal() principal: Principal, @Body() { employerIds, reason, dryRun = false }: RejectEmployersDto): Promise<RejectedEmployersResponse> {
    return { dryRun, closed: await this.employers.reject(principal, employerIds, reason, dryRun) };
  }
}
