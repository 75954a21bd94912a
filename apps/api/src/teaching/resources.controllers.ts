import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, IfMatch, type Principal } from '@app/platform';
import { TeachingRegistry } from '@app/teaching';
import { IdPipe } from '../http/id.pipe.js';
import { AddBaseDto, AddInstructorDto, AddRoomDto, BasePage, BaseResponse, ChangeBaseDto, ChangeInstructorDto, ChangeRoomDto, InstructorPage, InstructorResponse, ListResourcesQuery, RoomPage, RoomResponse } from './dto/resources.dto.js';

const TAG = '师资、教室与实训基地';
const given = <T extends object>(dto: T): Partial<T> => Object.fromEntries(Object.entries(dto).filter(([, value]) => value !== undefined)) as Partial<T>;

@ApiTags(TAG)
@Controller('v1/instructors')
export class InstructorsController {
  constructor(private readonly registry: TeachingRegistry) {}

  @Post() @Requires('teaching-resource.change') @ApiOperation({ summary: '登记教师（教师、农技员、机关干部、企业家、结业能手）' })
  async add(@CurrentPrincipal() principal: Principal, @Body() dto: AddInstructorDto): Promise<InstructorResponse> {
    return InstructorResponse.of(await this.registry.add(principal, 'instructor', dto.providerId ?? null, AddInstructorDto.wordsOf(dto)));
  }

  @Get() @Requires('teaching-resource.read') @ApiOperation({ summary: '本县师资库，按所在地（机构见本机构的和全县共用的）' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: ListResourcesQuery): Promise<InstructorPage> {
    const { items, nextCursor } = await this.registry.list(principal, 'instructor', query);
    return { items: items.map(InstructorResponse.of), nextCursor };
  }

  @Get(':id') @Requires('teaching-resource.read') @ApiOperation({ summary: '一名教师' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<InstructorResponse> {
    return InstructorResponse.of(await this.registry.get(principal, 'instructor', id));
  }

  @Patch(':id') @Requires('teaching-resource.change') @ApiOperation({ summary: '修改教师登记；已排课的日子不能改为没有空' })
  async change(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number, @Body() dto: ChangeInstructorDto): Promise<InstructorResponse> {
    return InstructorResponse.of(await this.registry.change(principal, 'instructor', id, version, given(dto)));
  }

  @Delete(':id') @Requires('teaching-resource.change') @ApiOperation({ summary: '撤销教师登记；还有课要上的不能撤销' })
  async withdraw(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number): Promise<InstructorResponse> {
    return InstructorResponse.of(await this.registry.withdraw(principal, 'instructor', id, version));
  }
}

@ApiTags(TAG)
@Controller('v1/teaching-rooms')
export class TeachingRoomsController {
  constructor(private readonly registry: TeachingRegistry) {}

  @Post() @Requires('teaching-resource.change') @ApiOperation({ summary: '登记教室（学校、企业、村）' })
  async add(@CurrentPrincipal() principal: Principal, @Body() dto: AddRoomDto): Promise<RoomResponse> {
    return RoomResponse.of(await this.registry.add(principal, 'room', dto.providerId ?? null, AddRoomDto.wordsOf(dto)));
  }

  @Get() @Requires('teaching-resource.read') @ApiOperation({ summary: '本县教室，按所在地（机构见本机构的和全县共用的）' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: ListResourcesQuery): Promise<RoomPage> {
    const { items, nextCursor } = await this.registry.list(principal, 'room', query);
    return { items: items.map(RoomResponse.of), nextCursor };
  }

  @Get(':id') @Requires('teaching-resource.read') @ApiOperation({ summary: '一间教室' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<RoomResponse> {
    return RoomResponse.of(await this.registry.get(principal, 'room', id));
  }

  @Patch(':id') @Requires('teaching-resource.change') @ApiOperation({ summary: '修改教室登记；已排课的日子不能改为不可用' })
  async change(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number, @Body() dto: ChangeRoomDto): Promise<RoomResponse> {
    return RoomResponse.of(await this.registry.change(principal, 'room', id, version, given(dto)));
  }

  @Delete(':id') @Requires('teaching-resource.change') @ApiOperation({ summary: '撤销教室登记；还有课要上的不能撤销' })
  async withdraw(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number): Promise<RoomResponse> {
    return RoomResponse.of(await this.registry.withdraw(principal, 'room', id, version));
  }
}

@ApiTags(TAG)
@Controller('v1/practice-bases')
export class PracticeBasesController {
  constructor(private readonly registry: TeachingRegistry) {}

  @Post() @Requires('teaching-resource.change') @ApiOperation({ summary: '登记实训基地（公司+基地+农户）' })
  async add(@CurrentPrincipal() principal: Principal, @Body() dto: AddBaseDto): Promise<BaseResponse> {
    return BaseResponse.of(await this.registry.add(principal, 'base', dto.providerId ?? null, AddBaseDto.wordsOf(dto)));
  }

  @Get() @Requires('teaching-resource.read') @ApiOperation({ summary: '本县实训基地，按所在地（机构见本机构的和全县共用的）' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: ListResourcesQuery): Promise<BasePage> {
    const { items, nextCursor } = await this.registry.list(principal, 'base', query);
    return { items: items.map(BaseResponse.of), nextCursor };
  }

  @Get(':id') @Requires('teaching-resource.read') @ApiOperation({ summary: '一个实训基地' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<BaseResponse> {
    return BaseResponse.of(await this.registry.get(principal, 'base', id));
  }

  @Patch(':id') @Requires('teaching-resource.change') @ApiOperation({ summary: '修改基地登记；已排课的日子不能改为不可用' })
  async change(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number, @Body() dto: ChangeBaseDto): Promise<BaseResponse> {
    return BaseResponse.of(await this.registry.change(principal, 'base', id, version, given(dto)));
  }

  @Delete(':id') @Requires('teaching-resource.change') @ApiOperation({ summary: '撤销基地登记；还有课要上的不能撤销' })
  async withdraw(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number): Promise<BaseResponse> {
    return BaseResponse.of(await this.registry.withdraw(principal, 'base', id, version));
  }
}
