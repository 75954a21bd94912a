import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { Agreements } from '@app/training';
import { IdPipe } from '../http/id.pipe.js';
import { AgreementPage, AgreementResponse, EndAgreementDto, ListAgreementsQuery, ListOwnAgreementsQuery, MissingAgreementsResponse, SignAgreementDto, SignTraineesDto, TraineesSignedResponse } from './dto/agreements.dto.js';

@ApiTags('培训协议')
@Controller('v1')
export class AgreementsController {
  constructor(private readonly agreements: Agreements) {}

  @Get('training-orders/:id/agreements') @Requires('agreement.read') @ApiOperation({ summary: '订单的协议，登记早的在前（单位只见本单位签的）' })
  async list(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Query() query: ListAgreementsQuery): Promise<AgreementPage> {
    const { items, nextCursor } = await this.agreements.list(principal, id, query);
    return { items: items.map(AgreementResponse.of), nextCursor };
  }

  @Get('agreements') @Requires('agreement.read') @ApiOperation({ summary: '本县的协议，登记早的在前（培训机构、用人单位只见本单位签的）' })
  async listOwn(@CurrentPrincipal() principal: Principal, @Query() { orderId, ...query }: ListOwnAgreementsQuery): Promise<AgreementPage> {
    const { items, nextCursor } = await this.agreements.listOwn(principal, orderId ?? null, query);
    return { items: items.map(AgreementResponse.of), nextCursor };
  }

  @Get('training-orders/:id/missing-agreements') @Requires('agreement.read') @ApiOperation({ summary: '开班或开始培训前还缺哪些协议' })
  async missing(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<MissingAgreementsResponse> {
    return MissingAgreementsResponse.of(await this.agreements.missing(principal, id));
  }

  @Post('training-orders/:id/agreements') @HttpCode(200) @Requires('agreement.record') @ApiOperation({ summary: '登记单位之间签好的协议（再次登记同样内容是同一份，内容不同为下一版）' })
  async sign(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { kind, first, second, bureauId }: SignAgreementDto): Promise<AgreementResponse> {
    return AgreementResponse.of(await this.agreements.sign(principal, id, { kind, first, second, bureauId: bureauId ?? null }));
  }

  @Post('training-orders/:id/agreements/trainees') @HttpCode(200) @Requires('trainee-agreement.record') @ApiOperation({ summary: '登记学员与培训机构签好的协议，一次最多 500 人（签过的保持原样）' })
  async signTrainees(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { traineeIds, first, second }: SignTraineesDto): Promise<TraineesSignedResponse> {
    return { items: (await this.agreements.signTrainees(principal, id, traineeIds, { first, second })).map(({ traineeId, outcome }) => ({ traineeId, outcome })) };
  }

  @Post('agreements/:id/ending') @HttpCode(200) @Requires('trainee-agreement.record') @ApiOperation({ summary: '登记协议终止（注明原因；单位间的由县级经办人登记）' })
  async end(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { endedOn, code, reason }: EndAgreementDto): Promise<AgreementResponse> {
    return AgreementResponse.of(await this.agreements.end(principal, id, endedOn, code, reason?.trim() ?? null));
  }
}
