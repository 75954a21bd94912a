import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { EvidenceAuditsService } from '@app/placements';
import { CurrentPrincipal, CursorQuery, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { AuditCandidatePage, AuditCandidateResponse, AuditItemPage, AuditItemResponse, AuditPage, AuditResponse, ListAuditItemsQuery, StartAuditDto, VerdictDto } from './evidence-audits.dto.js';

@ApiTags('佐证抽查')
@Controller('v1/evidence-audits')
export class EvidenceAuditsController {
  constructor(private readonly audits: EvidenceAuditsService) {}

  @Post() @Requires('evidence-audit.start') @ApiOperation({ summary: '开始抽查：从一段时间登记的 E1、E2 佐证中随机抽取（种子由系统产生并公开）' })
  async start(@CurrentPrincipal() principal: Principal, @Body() dto: StartAuditDto): Promise<AuditResponse> {
    return AuditResponse.of(await this.audits.start(principal, dto));
  }

  @Get() @Requires('evidence-audit.read') @ApiOperation({ summary: '历次抽查（最近的在前）' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: CursorQuery): Promise<AuditPage> {
    const { items, nextCursor } = await this.audits.list(principal, query);
    return { items: items.map(AuditResponse.of), nextCursor };
  }

  @Get(':id') @Requires('evidence-audit.read') @ApiOperation({ summary: '一次抽查：种子、抽取方法、各级的份额和结论' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<AuditResponse> {
    return AuditResponse.of(await this.audits.get(principal, id));
  }

  @Get(':id/items') @Requires('evidence-audit.read') @ApiOperation({ summary: '抽中的佐证，逐条' })
  async listItems(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Query() query: ListAuditItemsQuery): Promise<AuditItemPage> {
    const { items, nextCursor } = await this.audits.listItems(principal, id, query);
    return { items: items.map(AuditItemResponse.of), nextCursor };
  }

  @Get(':id/population') @Requires('evidence-audit.read') @ApiOperation({ summary: '全部可抽的佐证编号及次序（凭此和种子可以重新抽取）' })
  async listPopulation(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Query() query: CursorQuery): Promise<AuditCandidatePage> {
    const { items, nextCursor } = await this.audits.listPopulation(principal, id, query);
    return { items: items.map(AuditCandidateResponse.of), nextCursor };
  }

  @Post(':id/items/:factId/verdict') @HttpCode(200) @Requires('evidence-audit.decide') @ApiOperation({ summary: '记录核查结论（须由记录佐证以外的经办人；不认可记入台账，两次后该级作废）' })
  async decide(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Param('factId', IdPipe) factId: string, @Body() dto: VerdictDto): Promise<AuditItemResponse> {
    return AuditItemResponse.of(await this.audits.decide(principal, id, factId, dto));
  }

  @Post(':id/finish') @HttpCode(200) @Requires('evidence-audit.decide') @ApiOperation({ summary: '结束抽查（抽中的都须有结论）' })
  async finish(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<AuditResponse> {
    return AuditResponse.of(await this.audits.finish(principal, id));
  }
}
