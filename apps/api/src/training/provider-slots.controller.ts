import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, IfMatch, type Principal } from '@app/platform';
import { FULFILMENT_DEFINITIONS, ProviderSlots, SlotRecommendations } from '@app/training';
import { IdPipe } from '../http/id.pipe.js';
import { AddSlotDto, ChangeSlotDto, ListSlotsQuery, PauseProviderDto, ProviderStandingResponse, SlotPage, SlotRecommendationResponse, SlotRecommendationsResponse, SlotResponse } from './dto/slots.dto.js';

@ApiTags('培训机构的开班名额')
@Controller('v1')
export class ProviderSlotsController {
  constructor(
    private readonly slots: ProviderSlots,
    private readonly recommendations: SlotRecommendations,
  ) {}

  @Post('provider-slots') @Requires('provider-slot.change') @ApiOperation({ summary: '登记一个开班名额（机构登记本机构的，县级经办人登记任一机构的）' })
  async add(@CurrentPrincipal() principal: Principal, @Body() { providerId, occupation, fromOn, seats }: AddSlotDto): Promise<SlotResponse> {
    return SlotResponse.of(await this.slots.add(principal, { providerId: providerId ?? null, occupation: occupation ?? null, fromOn, seats }));
  }

  @Get('provider-slots') @Requires('provider-slot.read') @ApiOperation({ summary: '开班名额，早的在前（机构只见本机构的）' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: ListSlotsQuery): Promise<SlotPage> {
    const { items, nextCursor } = await this.slots.list(principal, query);
    return { items: items.map(SlotResponse.of), nextCursor };
  }

  @Get('provider-slots/:id') @Requires('provider-slot.read') @ApiOperation({ summary: '一个开班名额' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<SlotResponse> {
    return SlotResponse.of(await this.slots.get(principal, id));
  }

  @Patch('provider-slots/:id') @Requires('provider-slot.change') @ApiOperation({ summary: '修改空闲的开班名额' })
  async change(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number, @Body() dto: ChangeSlotDto): Promise<SlotResponse> {
    return SlotResponse.of(await this.slots.change(principal, id, version, Object.fromEntries(Object.entries(dto).filter(([, value]) => value !== undefined))));
  }

  @Delete('provider-slots/:id') @Requires('provider-slot.change') @ApiOperation({ summary: '撤回空闲的开班名额' })
  async withdraw(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number): Promise<SlotResponse> {
    return SlotResponse.of(await this.slots.withdraw(principal, id, version));
  }

  @Get('training-orders/:id/slot-recommendations') @Requires('order-queue.read') @ApiOperation({ summary: '可以承接订单的空闲开班名额，机构成效好的在前，供经办人选（不改变排队）' })
  async recommend(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<SlotRecommendationsResponse> {
    return { definition: FULFILMENT_DEFINITIONS.providerScore, items: (await this.recommendations.of(principal, id)).map(SlotRecommendationResponse.ofRecommended) };
  }

  @Post('providers/:id/pause') @HttpCode(200) @Requires('provider-slot.change') @ApiOperation({ summary: '暂停承接新订单（已承接的照常）' })
  async pause(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { reason }: PauseProviderDto): Promise<ProviderStandingResponse> {
    return ProviderStandingResponse.of(await this.slots.pause(principal, id, reason.trim()));
  }

  @Post('providers/:id/resumption') @HttpCode(200) @Requires('provider-slot.change') @ApiOperation({ summary: '恢复承接' })
  async resume(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<ProviderStandingResponse> {
    return ProviderStandingResponse.of(await this.slots.resume(principal, id));
  }
}
