import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, CursorQuery, type Principal } from '@app/platform';
import { DoubtsOverview, TitleDoubts, WordingDoubts } from '@app/vacancies';
import { IdPipe } from '../http/id.pipe.js';
import {
  CountResponse, DecidedTitlesResponse, DecidedWordingResponse, DecideTitlesDto, DecideWordingDto, DoubtsOverviewResponse, ListDoubtsQuery, ListWordingQuery, TitleDecisionPage, TitleDecisionResponse, TitleDoubtPage, TitleDoubtResponse,
  WordingDoubtPage, WordingDoubtResponse,
} from './doubts.dto.js';

@ApiTags('待办疑点')
@Controller('v1/doubts')
export class DoubtsController {
  constructor(
    private readonly overview: DoubtsOverview,
    private readonly titles: TitleDoubts,
    private readonly wordings: WordingDoubts,
  ) {}

  @Get() @Requires('doubt.read') @ApiOperation({ summary: '各类疑点的数量、最久等待时间与来源' })
  async get(@CurrentPrincipal() principal: Principal): Promise<DoubtsOverviewResponse> {
    return DoubtsOverviewResponse.of(await this.overview.get(principal));
  }

  @Get('titles') @Requires('doubt.read') @ApiOperation({ summary: '待认定的岗位名称（按等待的岗位数，附建议职业）' })
  async listTitles(@CurrentPrincipal() principal: Principal, @Query() query: ListDoubtsQuery): Promise<TitleDoubtPage> {
    const { items, nextCursor } = await this.titles.list(principal, query);
    return { items: items.map(TitleDoubtResponse.of), nextCursor };
  }

  @Post('titles/decisions') @HttpCode(200) @Requires('doubt.decide') @ApiOperation({ summary: '批量认定岗位名称（成为别名，等待的岗位随之更新；dryRun 只计数）' })
  async decideTitles(@CurrentPrincipal() principal: Principal, @Body() { decisions, dryRun = false }: DecideTitlesDto): Promise<DecidedTitlesResponse> {
    return DecidedTitlesResponse.of(dryRun, await this.titles.decide(principal, decisions, dryRun));
  }

  @Get('titles/decisions') @Requires('doubt.read') @ApiOperation({ summary: '岗位名称的认定记录（最近的在前，含已撤销的）' })
  async listTitleDecisions(@CurrentPrincipal() principal: Principal, @Query() query: CursorQuery): Promise<TitleDecisionPage> {
    const { items, nextCursor } = await this.titles.listDecisions(principal, query);
    return { items: items.map(TitleDecisionResponse.of), nextCursor };
  }

  @Delete('titles/decisions/:id') @Requires('doubt.decide') @ApiOperation({ summary: '撤销一条岗位名称认定（别名撤下，岗位重新判定）' })
  async withdrawTitleDecision(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<CountResponse> {
    return this.titles.withdraw(principal, id);
  }

  @Get('wording') @Requires('doubt.read') @ApiOperation({ summary: '因用语涉嫌歧视而暂缓发布的岗位（按文字归并，最久的在前）' })
  async listWording(@CurrentPrincipal() principal: Principal, @Query() query: ListWordingQuery): Promise<WordingDoubtPage> {
    const { items, nextCursor } = await this.wordings.list(principal, query);
    return { items: items.map(WordingDoubtResponse.of), nextCursor };
  }

  @Post('wording/decisions') @HttpCode(200) @Requires('doubt.decide') @ApiOperation({ summary: '批量准予或不予发布（同样的文字不再询问；dryRun 只计数）' })
  async decideWording(@CurrentPrincipal() principal: Principal, @Body() { wordings, verdict, reason, dryRun = false }: DecideWordingDto): Promise<DecidedWordingResponse> {
    return { dryRun, ...(await this.wordings.decide(principal, wordings, verdict, reason, dryRun)) };
  }
}
