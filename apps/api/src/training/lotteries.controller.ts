import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { Lotteries } from '@app/training';
import { IdPipe } from '../http/id.pipe.js';
import { AnnounceLotteryDto, CancelLotteryDto, DrawLotteryDto, LotteriesResponse, LotteryDetailResponse, LotteryEntriesResponse, LotteryEntryResponse, LotteryRecordResponse, LotteryResponse } from './dto/lotteries.dto.js';

@ApiTags('订单席位的抽签')
@Controller('v1/training-orders/:id/lotteries')
export class LotteriesController {
  constructor(private readonly lotteries: Lotteries) {}

  @Post() @Requires('lottery.conduct') @ApiOperation({ summary: '公告抽签：席位、预留、报名截止时间和封存种子的校验值' })
  async announce(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { seats, closesAt, publicSource }: AnnounceLotteryDto): Promise<LotteryDetailResponse> {
    return LotteryDetailResponse.ofDetail(await this.lotteries.announce(principal, id, { seats: seats ?? null, closesAt, publicSource: publicSource?.trim() ?? null }));
  }

  @Get() @Requires('lottery.read') @ApiOperation({ summary: '订单的抽签（含已取消的），近的在前' })
  async list(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<LotteriesResponse> {
    return { items: (await this.lotteries.list(principal, id)).map(LotteryResponse.of) };
  }

  @Get(':lotteryId') @Requires('lottery.read') @ApiOperation({ summary: '一次抽签：公告、各步校验值和依次递补的报名号' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Param('lotteryId', IdPipe) lotteryId: string): Promise<LotteryDetailResponse> {
    return LotteryDetailResponse.ofDetail(await this.lotteries.get(principal, id, lotteryId));
  }

  @Post(':lotteryId/closing') @HttpCode(200) @Requires('lottery.conduct') @ApiOperation({ summary: '截止名单并公布名单校验值（公告的截止时间之后；名单只有报名号）' })
  async close(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Param('lotteryId', IdPipe) lotteryId: string): Promise<LotteryDetailResponse> {
    return LotteryDetailResponse.ofDetail(await this.lotteries.close(principal, id, lotteryId));
  }

  @Post(':lotteryId/draw') @HttpCode(200) @Requires('lottery.conduct') @ApiOperation({ summary: '启封种子，抽签（重复提交仍是同一结果）' })
  async draw(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Param('lotteryId', IdPipe) lotteryId: string, @Body() { publicValue }: DrawLotteryDto): Promise<LotteryDetailResponse> {
    return LotteryDetailResponse.ofDetail(await this.lotteries.draw(principal, id, lotteryId, publicValue?.trim() ?? null));
  }

  @Post(':lotteryId/cancellation') @HttpCode(200) @Requires('lottery.conduct') @ApiOperation({ summary: '抽签之前取消（注明原因，留有记录）' })
  async cancel(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Param('lotteryId', IdPipe) lotteryId: string, @Body() { reason }: CancelLotteryDto): Promise<LotteryDetailResponse> {
    return LotteryDetailResponse.ofDetail(await this.lotteries.cancel(principal, id, lotteryId, reason.trim()));
  }

  @Get(':lotteryId/record') @Requires('lottery.read') @ApiOperation({ summary: '全部公布的记录，存成文件即可用 shouyu lottery verify --input 验证' })
  async record(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Param('lotteryId', IdPipe) lotteryId: string): Promise<LotteryRecordResponse> {
    return LotteryRecordResponse.of(await this.lotteries.record(principal, id, lotteryId));
  }

  @Get(':lotteryId/entries') @Requires('lottery-entry.read') @ApiOperation({ summary: '管辖范围内每人的报名号和抽签次序' })
  async entries(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Param('lotteryId', IdPipe) lotteryId: string): Promise<LotteryEntriesResponse> {
    return { items: (await this.lotteries.entries(principal, id, lotteryId)).map(LotteryEntryResponse.of) };
  }
}
