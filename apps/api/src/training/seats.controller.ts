import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { SeatAssignments, SeatPolicies } from '@app/training';
import { IdPipe } from '../http/id.pipe.js';
import { AssignSeatsDto, SetSeatPolicyDto } from './dto/candidates.dto.js';
import { AssignmentDetailResponse, AssignmentResponse, AssignmentsResponse, SeatPoliciesResponse, SeatPolicyResponse } from './dto/candidates.response.js';

const TOWNSHIP_SHARE = 0.5;

@ApiTags('席位分配')
@Controller('v1')
export class SeatsController {
  constructor(
    private readonly policies: SeatPolicies,
    private readonly assignments: SeatAssignments,
  ) {}

  @Get('seat-policies') @Requires('seat-policy.read') @ApiOperation({ summary: '本县的席位分配办法：现行的和历次的' })
  async listPolicies(@CurrentPrincipal() principal: Principal): Promise<SeatPoliciesResponse> {
    return SeatPoliciesResponse.of(await this.policies.list(principal));
  }

  @Post('seat-policies') @Requires('seat-policy.set') @ApiOperation({ summary: '公布席位分配办法，自明天或以后起执行（公布后不能更改，只能另定新版本）' })
  async setPolicy(@CurrentPrincipal() principal: Principal, @Body() { version, fromOn, reserves, order }: SetSeatPolicyDto): Promise<SeatPolicyResponse> {
    return SeatPolicyResponse.of(await this.policies.record(principal, { version: version.trim(), fromOn, reserves, order }));
  }

  @Post('seat-assignments') @HttpCode(202) @Requires('seat-assignment.make') @ApiOperation({ summary: '申请把全县招生中订单（或指定的几个）的席位一起分配，后台计算并给出证明；只是建议，经办人确认后才通知本人' })
  async assign(@CurrentPrincipal() principal: Principal, @Body() { orderIds, townshipShare }: AssignSeatsDto): Promise<AssignmentDetailResponse> {
    return AssignmentDetailResponse.ofDetail(await this.assignments.request(principal, { orderIds: orderIds ?? null, townshipShare: townshipShare ?? TOWNSHIP_SHARE }));
  }

  @Get('seat-assignments') @Requires('seat-assignment.read') @ApiOperation({ summary: '席位分配方案，近的在前' })
  async list(@CurrentPrincipal() principal: Principal): Promise<AssignmentsResponse> {
    return { items: (await this.assignments.list(principal)).map(AssignmentResponse.of) };
  }

  @Get('seat-assignments/:id') @Requires('seat-assignment.read') @ApiOperation({ summary: '一个席位分配方案：口径、证明和名单（只见管辖范围内的人）' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<AssignmentDetailResponse> {
    return AssignmentDetailResponse.ofDetail(await this.assignments.get(principal, id));
  }
}
