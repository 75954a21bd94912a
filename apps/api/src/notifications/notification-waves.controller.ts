import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { NotificationWaves } from '@app/notifications';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { ListWavesQuery, WavePage, WaveResponse } from './notification-waves.dto.js';

@ApiTags('短信')
@Controller('v1/notification-waves')
export class NotificationWavesController {
  constructor(private readonly waves: NotificationWaves) {}

  @Get() @Requires('notification-wave.read') @ApiOperation({ summary: '列出岗位、政策短信批次（新的在前），每批按结果计数' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: ListWavesQuery): Promise<WavePage> {
    const { items, nextCursor } = await this.waves.list(principal, query);
    return { items: items.map(WaveResponse.of), nextCursor };
  }

  @Get(':id') @Requires('notification-wave.read') @ApiOperation({ summary: '查看一个批次' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<WaveResponse> {
    return WaveResponse.of(await this.waves.get(principal, id));
  }

  @Post(':id/release') @HttpCode(200) @Requires('notification-wave.release') @ApiOperation({ summary: '放行超过 200 条的批次（试发 20 条之后，须由另一名经办人）' })
  async release(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<WaveResponse> {
    return WaveResponse.of(await this.waves.release(principal, id));
  }

  @Post(':id/stop') @HttpCode(200) @Requires('notification-wave.stop') @ApiOperation({ summary: '立即停止一个批次（尚未提交给通道的一律不再发）' })
  async stop(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<WaveResponse> {
    return WaveResponse.of(await this.waves.stop(principal, id, 'officer'));
  }
}
