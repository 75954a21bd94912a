import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { MessageFiguresService, MessageTimesService, PartPrices } from '@app/notifications';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { MessageFiguresQuery, MessageFiguresResponse, MessageTimesResponse, PartPricesResponse, SetPartPriceDto, VacancyTimesResponse } from './message-figures.dto.js';

@ApiTags('短信')
@Controller('v1')
export class MessageFiguresController {
  constructor(
    private readonly figures: MessageFiguresService,
    private readonly times: MessageTimesService,
    private readonly prices: PartPrices,
  ) {}

  @Get('message-figures') @Requires('notification.read') @ApiOperation({ summary: '短信成效：按用途、按批次的送达、答复、愿意、录用（每百条），未送达和没有发出的原因，计费条数与费用' })
  async get(@CurrentPrincipal() principal: Principal, @Query() { from, to }: MessageFiguresQuery): Promise<MessageFiguresResponse> {
    return MessageFiguresResponse.of(await this.figures.of(principal, from, to));
  }

  @Get('message-times') @Requires('notification-wave.read') @ApiOperation({ summary: '岗位从出现到名单就绪、确认、第一条短信提交各用多久（中位数、九成以内、个数）' })
  async timesOf(@CurrentPrincipal() principal: Principal, @Query() { from, to }: MessageFiguresQuery): Promise<MessageTimesResponse> {
    return MessageTimesResponse.of(await this.times.of(principal, from, to));
  }

  @Get('vacancies/:id/message-times') @Requires('notification-wave.read') @ApiOperation({ summary: '一个岗位出现、名单就绪、各批确认和第一条提交的时刻' })
  async timesOfVacancy(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<VacancyTimesResponse> {
    return VacancyTimesResponse.of(await this.times.ofVacancy(principal, id));
  }

  @Get('sms-part-prices') @Requires('sms-price.read') @ApiOperation({ summary: '每条短信的单价（按起始日）' })
  async listPrices(@CurrentPrincipal() principal: Principal): Promise<PartPricesResponse> {
    return PartPricesResponse.of(await this.prices.list(principal));
  }

  @Put('sms-part-prices') @Requires('sms-price.set') @ApiOperation({ summary: '定某日起每条短信的单价（分）；同一天再定的以后一次为准' })
  async setPrice(@CurrentPrincipal() principal: Principal, @Body() { fromOn, fen }: SetPartPriceDto): Promise<PartPricesResponse> {
    return PartPricesResponse.of(await this.prices.set(principal, fromOn, fen));
  }
}
