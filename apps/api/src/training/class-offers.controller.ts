import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { ClassOffers, OFFER_STATE_LABEL, OFFER_STATES, OfferDesk, RollExceptions, type OfferPage } from '@app/training';
import { IdPipe } from '../http/id.pipe.js';
import { ConfirmedResponse, ConfirmOffersDto, ListOffersQuery, OfferDetailResponse, OfferPageResponse, OfferResponse, RefuseOfferDto, RollExceptionDto, RollExceptionResponse, RollExceptionsResponse, TellOfferDto, WithdrawnOffersResponse, WithdrawOffersDto } from './dto/offers.dto.js';

const shown = ({ items, nextCursor, counts }: OfferPage): OfferPageResponse => ({
  items: items.map(OfferResponse.of), nextCursor, counts: OFFER_STATES.flatMap((state) => (counts[state] === undefined ? [] : [{ state, stateLabel: OFFER_STATE_LABEL[state], offers: counts[state] }])),
});

@ApiTags('录取通知和答复')
@Controller('v1')
export class ClassOffersController {
  constructor(
    private readonly desk: OfferDesk,
    private readonly offers: ClassOffers,
    private readonly exceptions: RollExceptions,
  ) {}

  @Get('class-offers') @Requires('class-offer.read') @ApiOperation({ summary: '管辖范围内的录取通知（待告知、待答复等），各订单的都在内' })
  async listAll(@CurrentPrincipal() principal: Principal, @Query() query: ListOffersQuery): Promise<OfferPageResponse> {
    return shown(await this.offers.list(principal, null, query));
  }

  @Post('training-orders/:id/offers') @HttpCode(200) @Requires('class-offer.confirm') @ApiOperation({ summary: '确认录取名单（按分配方案、抽签结果或指定的人）；将要告知的岗位、待遇、合同、班次一并存下' })
  async confirm(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() dto: ConfirmOffersDto): Promise<ConfirmedResponse> {
    return ConfirmedResponse.of(await this.desk.confirm(principal, id, ConfirmOffersDto.toConfirmation(dto)));
  }

  @Get('training-orders/:id/offers') @Requires('class-offer.read') @ApiOperation({ summary: '订单的录取通知和全县各状态人数（名单只见管辖范围内的人）' })
  async list(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Query() query: ListOffersQuery): Promise<OfferPageResponse> {
    return shown(await this.offers.list(principal, id, query));
  }

  @Post('training-orders/:id/offers/withdrawal') @HttpCode(200) @Requires('class-offer.confirm') @ApiOperation({ summary: '撤回录取通知（全部，或指定的；注明原因）' })
  async withdraw(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { code, reason, offerIds }: WithdrawOffersDto): Promise<WithdrawnOffersResponse> {
    return this.offers.withdraw(principal, id, { code, reason: reason ?? null, offerIds: offerIds ?? null });
  }

  @Get('training-orders/:id/offers/:offerId') @Requires('class-offer.read') @ApiOperation({ summary: '一份录取通知：告知的原话和经过' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Param('offerId', IdPipe) offerId: string): Promise<OfferDetailResponse> {
    return OfferDetailResponse.ofDetail(await this.offers.get(principal, id, offerId));
  }

  @Post('training-orders/:id/offers/:offerId/telling') @HttpCode(200) @Requires('class-offer.tell') @ApiOperation({ summary: '登记已告知本人（方式、时间）；答复期限自告知之日起算' })
  async tell(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Param('offerId', IdPipe) offerId: string, @Body() { channel, toldAt }: TellOfferDto): Promise<OfferDetailResponse> {
    return OfferDetailResponse.ofDetail(await this.offers.tell(principal, id, offerId, { channel, toldAt: toldAt ?? null }));
  }

  @Post('training-orders/:id/offers/:offerId/acceptance') @HttpCode(200) @Requires('class-offer.accept') @ApiOperation({ summary: '登记本人接受；席位已满的依次候补' })
  async accept(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Param('offerId', IdPipe) offerId: string): Promise<OfferDetailResponse> {
    return OfferDetailResponse.ofDetail(await this.offers.accept(principal, id, offerId));
  }

  @Post('training-orders/:id/offers/:offerId/refusal') @HttpCode(200) @Requires('class-offer.refuse') @ApiOperation({ summary: '登记本人拒绝或放弃（注明原因）；席位由下一位递补' })
  async refuse(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Param('offerId', IdPipe) offerId: string, @Body() { code, reason }: RefuseOfferDto): Promise<OfferDetailResponse> {
    return OfferDetailResponse.ofDetail(await this.offers.refuse(principal, id, offerId, { code, reason: reason ?? null }));
  }

  @Get('training-orders/:id/roll-exceptions') @Requires('roll-exception.read') @ApiOperation({ summary: '未经告知接受而可入班的例外' })
  async listExceptions(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<RollExceptionsResponse> {
    return { items: (await this.exceptions.list(principal, id)).map(RollExceptionResponse.of) };
  }

  @Post('training-orders/:id/roll-exceptions') @HttpCode(200) @Requires('roll-exception.record') @ApiOperation({ summary: '登记一人未经告知接受而可入班的例外（注明原因，不能更改）' })
  async recordException(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { traineeId, code, reason }: RollExceptionDto): Promise<RollExceptionsResponse> {
    return { items: (await this.exceptions.record(principal, id, traineeId, { code, reason: reason.trim() })).map(RollExceptionResponse.of) };
  }
}
