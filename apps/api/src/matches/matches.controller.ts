import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { MatchBoard, MatchesService, MatchFairness, MatchShortages } from '@app/matches';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { FairnessResponse, ForecastResponse, MatchListQuery, PairExplanationResponse, ShortageBoardResponse, TraineeMatchList, VacancyMatchCountResponse, VacancyMatchList } from './matches.dto.js';

@ApiTags('匹配')
@Controller('v1')
export class MatchesController {
  constructor(private readonly matches: MatchesService, private readonly board: MatchBoard, private readonly fairness: MatchFairness, private readonly shortages: MatchShortages) {}

  @Get('vacancies/:id/matches') @Requires('match.read') @ApiOperation({ summary: '某岗位的合适学员，附理由' })
  async traineesFor(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Query() query: MatchListQuery): Promise<TraineeMatchList> {
    return TraineeMatchList.of(await this.matches.traineesFor(principal, id, query.limit));
  }

  @Get('trainees/:id/matches') @Requires('match.read') @ApiOperation({ summary: '某学员的合适岗位，附理由' })
  async vacanciesFor(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Query() query: MatchListQuery): Promise<VacancyMatchList> {
    return VacancyMatchList.of(await this.matches.vacanciesFor(principal, id, query.limit));
  }

  @Get('trainees/:id/matches/:vacancyId') @Requires('match.read') @ApiOperation({ summary: '一位学员与一个岗位的匹配说明（无论分数高低）' })
  async explain(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Param('vacancyId', IdPipe) vacancyId: string): Promise<PairExplanationResponse> {
    return PairExplanationResponse.of(await this.matches.explain(principal, id, vacancyId));
  }

  @Get('match-board') @Requires('match.read') @ApiOperation({ summary: '各岗位能找到多少人，多的在前' })
  async vacancies(@CurrentPrincipal() principal: Principal, @Query() query: MatchListQuery): Promise<VacancyMatchCountResponse[]> {
    return (await this.board.vacancies(principal, query.limit)).map(VacancyMatchCountResponse.of);
  }

  @Get('match-fairness') @Requires('fairness.read') @ApiOperation({ summary: '推荐是否公平：按性别、年龄段、乡镇看进入推荐名单的比例（不参与打分）' })
  async fairnessReport(@CurrentPrincipal() principal: Principal): Promise<FairnessResponse> {
    return FairnessResponse.of(await this.fairness.report(principal));
  }

  @Get('shortages') @Requires('shortage.read') @ApiOperation({ summary: '缺口分析：哪些职业配不上人，培训什么课程、培训谁最有用' })
  async shortageBoard(@CurrentPrincipal() principal: Principal, @Query() query: MatchListQuery): Promise<ShortageBoardResponse> {
    return ShortageBoardResponse.of(await this.shortages.board(principal, query.limit));
  }

  @Post('shortages/refresh') @HttpCode(202) @Requires('shortage.refresh') @ApiOperation({ summary: '重新计算缺口分析（后台进行）' })
  async refreshShortages(@CurrentPrincipal() principal: Principal): Promise<void> {
    await this.shortages.request(principal);
  }

  @Get('imports/:id/match-forecast') @Requires('import.read') @ApiOperation({ summary: '导入后的匹配预测：多少岗位能找到人，最值得补哪一项' })
  async forecast(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<ForecastResponse> {
    return ForecastResponse.of(await this.board.forecast(principal, id));
  }
}
