import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, RequestInvalid, type Principal } from '@app/platform';
import { CONSENT_PURPOSES, ConsentsService, RefusalsService, type ConsentPurpose } from '@app/trainees';
import { IdPipe } from '../http/id.pipe.js';
import { ConsentDto } from './dto/register-trainee.dto.js';
import { RefusalDto } from './dto/trainee-queries.dto.js';
import { ConsentResponse, RefusalResponse } from './dto/trainee.response.js';

function purposeOf(text: string): ConsentPurpose {
  const purpose = CONSENT_PURPOSES.find((each) => each === text);
  if (purpose === undefined) throw new RequestInvalid([{ path: 'purpose', message: `须为下列之一：${CONSENT_PURPOSES.join(', ')}` }]);
  return purpose;
}

@ApiTags('学员')
@Controller('v1/trainees/:id')
export class TraineeConsentsController {
  constructor(
    private readonly consents: ConsentsService,
    private readonly refusals: RefusalsService,
  ) {}

  @Get('consents') @Requires('trainee.read') @ApiOperation({ summary: '查看各项同意（含已撤回）' })
  async listConsents(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<ConsentResponse[]> {
    return (await this.consents.list(principal, id)).map(ConsentResponse.of);
  }

  @Post('consents') @HttpCode(200) @Requires('consent.record') @ApiOperation({ summary: '记录一项同意（原文照录）' })
  async giveConsent(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() dto: ConsentDto): Promise<ConsentResponse[]> {
    return (await this.consents.give(principal, id, dto)).map(ConsentResponse.of);
  }

  @Delete('consents/:purpose') @Requires('consent.record') @ApiOperation({ summary: '撤回一项同意' })
  async withdrawConsent(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Param('purpose') purpose: string): Promise<ConsentResponse[]> {
    return (await this.consents.withdraw(principal, id, purposeOf(purpose))).map(ConsentResponse.of);
  }

  @Get('refusals') @Requires('refusal.read') @ApiOperation({ summary: '查看正在生效的拒绝' })
  async listRefusals(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<RefusalResponse[]> {
    return (await this.refusals.list(principal, id)).map(RefusalResponse.of);
  }

  @Post('refusals') @Requires('refusal.record') @ApiOperation({ summary: '记录学员拒绝某岗位或某用人单位' })
  async recordRefusal(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { vacancyId, employerId, reason, untilOn }: RefusalDto): Promise<RefusalResponse> {
    if (vacancyId !== undefined && employerId !== undefined) throw new RequestInvalid([{ path: 'employerId', message: '岗位与用人单位只填一项' }]);
    const target = vacancyId === undefined ? { employerId: employerId! } : { vacancyId };
    return RefusalResponse.of(await this.refusals.record(principal, id, { target, reason: reason ?? null, untilOn: untilOn ?? null }));
  }

  @Delete('refusals/:refusalId') @HttpCode(204) @Requires('refusal.record') @ApiOperation({ summary: '撤销一项拒绝' })
  async withdrawRefusal(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Param('refusalId', IdPipe) refusalId: string): Promise<void> {
    await this.refusals.withdraw(principal, id, refusalId);
  }
}
