import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { ClassLife } from '@app/placements';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { OrderedClasses } from '@app/training';
import { IdPipe } from '../http/id.pipe.js';
import { ClassResponse } from './dto/class.dto.js';
import { ClassMoveResponse, ClassMovesResponse, MoveClassDto, SetProviderDto, SetSeatsDto } from './dto/class-life.dto.js';

@ApiTags('班次')
@Controller('v1/classes/:id')
export class ClassLifeController {
  constructor(
    private readonly life: ClassLife,
    private readonly ordered: OrderedClasses,
  ) {}

  @Post('moves') @HttpCode(200) @Requires('class.move') @ApiOperation({ summary: '班次进入下一状态：筹备 → 招生 → 授课 → 结业；或中止（注明原因，在班的人随之退出名册，所承接的订单回到排队；原因为单位撤回的，订单取消）' })
  async move(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() dto: MoveClassDto): Promise<ClassResponse> {
    return ClassResponse.of(await this.ordered.move(principal, id, dto));
  }

  @Get('moves') @Requires('class.read') @ApiOperation({ summary: '班次的经过：每一步何人、何时、为何' })
  async moves(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<ClassMovesResponse> {
    return { items: (await this.life.listMoves(principal, id)).map((each) => ClassMoveResponse.of(each)) };
  }

  @Put('seats') @Requires('class.change') @ApiOperation({ summary: '改名额（不少于在班人数和最少开班人数）；多出的名额按候补顺序安排' })
  async setSeats(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { seats }: SetSeatsDto): Promise<ClassResponse> {
    return ClassResponse.of(await this.life.setSeats(principal, id, seats));
  }

  @Put('provider') @Requires('class.change') @ApiOperation({ summary: '为筹备中的班次确定培训机构' })
  async setProvider(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { providerId }: SetProviderDto): Promise<ClassResponse> {
    return ClassResponse.of(await this.life.setProvider(principal, id, providerId));
  }
}
