import { Body, Controller, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, IfMatch, WithoutIdempotency, type Principal } from '@app/platform';
import { MergingService, TraineeRegistry, TraineesService } from '@app/trainees';
import { IdPipe } from '../http/id.pipe.js';
import { ChangeTraineeDto, CourseRecordDto, RegisterTraineeDto, WishesDto } from './dto/register-trainee.dto.js';
import { ListTraineesQuery, MergeDto, RevealDto, SearchTraineesDto } from './dto/trainee-queries.dto.js';
import { RevealResponse, TraineeListItem, TraineePage, TraineeResponse } from './dto/trainee.response.js';

@ApiTags('学员')
@Controller('v1/trainees')
export class TraineesController {
  constructor(
    private readonly registry: TraineeRegistry,
    private readonly trainees: TraineesService,
    private readonly merging: MergingService,
  ) {}

  @Post() @Requires('trainee.create') @ApiOperation({ summary: '实名登记一名学员' })
  async register(@CurrentPrincipal() principal: Principal, @Body() dto: RegisterTraineeDto): Promise<TraineeResponse> {
    return TraineeResponse.of(await this.registry.register(principal, dto));
  }

  @Get() @Requires('trainee.read') @ApiOperation({ summary: '列出管辖范围内的学员' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: ListTraineesQuery): Promise<TraineePage> {
    const { items, nextCursor } = await this.trainees.list(principal, query);
    return { items: items.map(TraineeListItem.of), nextCursor };
  }

  @Post('search') @HttpCode(200) @Requires('trainee.read') @ApiOperation({ summary: '按姓名或电话查找学员（个人信息不进入地址栏）' })
  async search(@CurrentPrincipal() principal: Principal, @Body() dto: SearchTraineesDto): Promise<TraineePage> {
    const { items, nextCursor } = await this.trainees.list(principal, dto);
    return { items: items.map(TraineeListItem.of), nextCursor };
  }

  @Get(':id') @Requires('trainee.read') @ApiOperation({ summary: '查看一名学员' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<TraineeResponse> {
    return TraineeResponse.of(await this.trainees.get(principal, id));
  }

  @Patch(':id') @Requires('trainee.change') @ApiOperation({ summary: '修改登记（只写要改的项）' })
  async change(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number, @Body() dto: ChangeTraineeDto): Promise<TraineeResponse> {
    return TraineeResponse.of(await this.registry.change(principal, id, version, dto));
  }

  @Put(':id/wishes') @Requires('trainee.change') @ApiOperation({ summary: '记录意愿（整体替换，注明询问日期）' })
  async recordWishes(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number, @Body() dto: WishesDto): Promise<TraineeResponse> {
    return TraineeResponse.of(await this.registry.recordWishes(principal, id, version, dto));
  }

  @Post(':id/course-records') @HttpCode(200) @Requires('trainee.change') @ApiOperation({ summary: '记录一门课程的学习情况' })
  async recordCourse(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number, @Body() dto: CourseRecordDto): Promise<TraineeResponse> {
    return TraineeResponse.of(await this.registry.recordCourse(principal, id, version, dto));
  }

  /** A revealed value is never stored, so the route takes no Idempotency-Key. */
  @Post(':id/reveal') @HttpCode(200) @Requires('trainee.reveal') @WithoutIdempotency() @ApiOperation({ summary: '查看一项完整的个人信息（须说明理由，留痕）' })
  async reveal(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { field, reason }: RevealDto): Promise<RevealResponse> {
    return { field, value: await this.trainees.reveal(principal, id, field, reason) };
  }

  @Post(':id/same-person') @HttpCode(204) @Requires('trainee.merge') @ApiOperation({ summary: '注明另一份登记是同一人' })
  async merge(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { traineeId, reason }: MergeDto): Promise<void> {
    await this.merging.merge(principal, id, traineeId, reason);
  }
}
