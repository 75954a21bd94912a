import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { ClassesService } from '@app/placements';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { CertificatesDto, ClassPage, ClassResponse, CreateClassDto, DropsDto, EnrolDto, ListClassesQuery, ResultsDto, RollEntryResponse, RollOutcomes, RollResponse } from './dto/class.dto.js';

@ApiTags('班次')
@Controller('v1/classes')
export class ClassesController {
  constructor(private readonly classes: ClassesService) {}

  @Post() @Requires('class.create') @ApiOperation({ summary: '开设班次' })
  async create(@CurrentPrincipal() principal: Principal, @Body() dto: CreateClassDto): Promise<ClassResponse> {
    return ClassResponse.of(await this.classes.create(principal, dto));
  }

  @Get() @Requires('class.read') @ApiOperation({ summary: '列出本县班次（可按状态），新的在前' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: ListClassesQuery): Promise<ClassPage> {
    const { items, nextCursor } = await this.classes.list(principal, query);
    return { items: items.map((each) => ClassResponse.of(each)), nextCursor };
  }

  @Get(':id') @Requires('class.read') @ApiOperation({ summary: '查看班次' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<ClassResponse> {
    return ClassResponse.of(await this.classes.get(principal, id));
  }

  @Get(':id/roll') @Requires('class-roll.read') @ApiOperation({ summary: '查看班次学籍（管辖范围内的学员）' })
  async roll(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<RollResponse> {
    return { items: (await this.classes.listRoll(principal, id)).map((each) => RollEntryResponse.of(each)) };
  }

  @Post(':id/enrolments') @HttpCode(200) @Requires('class.enrol') @ApiOperation({ summary: '批量报名（要么全部成功，要么都不；waitlist 为真时，名额不足的按先后进入候补）' })
  async enrol(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() dto: EnrolDto): Promise<RollOutcomes> {
    return RollOutcomes.of(await this.classes.enrol(principal, id, dto.traineeIds, dto.on, dto.waitlist ?? false));
  }

  @Post(':id/completions') @HttpCode(200) @Requires('class.record') @ApiOperation({ summary: '批量记录结业' })
  async complete(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() dto: ResultsDto): Promise<RollOutcomes> {
    return RollOutcomes.of(await this.classes.recordResults(principal, id, 'completed', dto.entries));
  }

  @Post(':id/certificates') @HttpCode(200) @Requires('class.record') @ApiOperation({ summary: '批量记录取证（班次有考核成绩的须考核通过，到课率不低于班次要求）' })
  async certify(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() dto: CertificatesDto): Promise<RollOutcomes> {
    return RollOutcomes.of(await this.classes.recordResults(principal, id, 'certified', dto.entries));
  }

  @Post(':id/drops') @HttpCode(200) @Requires('class.record') @ApiOperation({ summary: '批量记录退学' })
  async drop(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() dto: DropsDto): Promise<RollOutcomes> {
    return RollOutcomes.of(await this.classes.recordResults(principal, id, 'dropped', dto.entries));
  }
}
