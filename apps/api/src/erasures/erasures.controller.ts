import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { Erasures } from '@app/erasures';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { AskErasureDto, ErasurePage, ErasureResponse, ListErasuresQuery, RefuseErasureDto } from './erasures.dto.js';

@ApiTags('个人信息抹除')
@Controller('v1')
export class ErasuresController {
  constructor(private readonly erasures: Erasures) {}

  @Post('trainees/:id/erasure') @HttpCode(200) @Requires('erasure.ask') @ApiOperation({ summary: '应本人要求，申请抹除其全部个人信息（有未了结事项的不受理），由另一名县级经办人确认' })
  async ask(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { askedHow, ground }: AskErasureDto): Promise<ErasureResponse> {
    return ErasureResponse.of(await this.erasures.ask(principal, id, { askedHow, ground }));
  }

  @Get('erasures') @Requires('erasure.read') @ApiOperation({ summary: '抹除申请及办理进度（最近的在前）' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: ListErasuresQuery): Promise<ErasurePage> {
    const { items, nextCursor } = await this.erasures.list(principal, query);
    return { items: items.map(ErasureResponse.of), nextCursor };
  }

  @Get('erasures/:id') @Requires('erasure.read') @ApiOperation({ summary: '一项抹除的办理进度' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<ErasureResponse> {
    return ErasureResponse.of(await this.erasures.get(principal, id));
  }

  @Post('erasures/:id/confirmation') @HttpCode(200) @Requires('erasure.decide') @ApiOperation({ summary: '确认抹除（须由受理人以外的经办人）：随后清除其姓名、身份证号、电话及一切可识别本人的信息，台账改以随机编号留存；不可恢复' })
  async confirm(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<ErasureResponse> {
    return ErasureResponse.of(await this.erasures.confirm(principal, id));
  }

  @Post('erasures/:id/refusal') @HttpCode(200) @Requires('erasure.decide') @ApiOperation({ summary: '不予抹除（注明原因代码）' })
  async refuse(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { code }: RefuseErasureDto): Promise<ErasureResponse> {
    return ErasureResponse.of(await this.erasures.refuse(principal, id, code));
  }
}
