import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { WaveMaker } from '@app/notifications';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { ConfirmWaveDto, ReadyWaveResponse, StandingWaveDto, WaveStandingResponse } from './next-waves.dto.js';
import { WaveResponse } from './notification-waves.dto.js';

@ApiTags('短信')
@Controller('v1/vacancies/:id')
export class NextWavesController {
  constructor(private readonly maker: WaveMaker) {}

  @Get('next-wave') @Requires('notification-wave.read') @ApiOperation({ summary: '一个岗位的下一批：名单、短信全文、条数，点一下即可确认' })
  async ready(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<ReadyWaveResponse> {
    return ReadyWaveResponse.of(await this.maker.ready(principal, id));
  }

  @Post('waves') @Requires('notification-wave.confirm') @ApiOperation({ summary: '确认下一批（名单中保留的人）；超过 200 条的先试发 20 条' })
  async confirm(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { traineeIds }: ConfirmWaveDto): Promise<WaveResponse> {
    return WaveResponse.of(await this.maker.confirm(principal, id, traineeIds));
  }

  @Put('standing-wave') @Requires('notification-wave.confirm') @ApiOperation({ summary: '以后各批是否自动跟上（招满、撤下、过期即停）' })
  async setStanding(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { isStanding }: StandingWaveDto): Promise<WaveStandingResponse> {
    return WaveStandingResponse.of(await this.maker.setStanding(principal, id, isStanding));
  }
}
