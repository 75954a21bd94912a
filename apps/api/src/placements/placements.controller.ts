import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { EmploymentsService } from '@app/placements';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { AddEvidenceDto, EndEmploymentDto, ExcludeDto, NotEmployedDto, RefuseEvidenceDto, StartEmploymentDto } from './dto/placement.dto.js';
import { EmploymentCreated, EvidenceCreated, FactCreated, PlacementHistoryResponse } from './dto/placement.response.js';

@ApiTags('就业台账')
@Controller('v1')
export class PlacementsController {
  constructor(private readonly employments: EmploymentsService) {}

  @Get('trainees/:id/placements') @Requires('placement.read') @ApiOperation({ summary: '一名学员的台账：学籍、就业、佐证、更正，逐条' })
  async history(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<PlacementHistoryResponse> {
    return PlacementHistoryResponse.of(await this.employments.history(principal, id));
  }

  @Post('trainees/:id/employments') @Requires('placement.record') @ApiOperation({ summary: '记录未经推荐的就业（自主创业、合作社、自行找到工作等）' })
  async start(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) traineeId: string, @Body() dto: StartEmploymentDto): Promise<EmploymentCreated> {
    return { employmentId: await this.employments.start(principal, { ...dto, traineeId }) };
  }

  @Post('trainees/:id/not-employed') @Requires('placement.record') @ApiOperation({ summary: '记录经核实未就业' })
  async notEmployed(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) traineeId: string, @Body() dto: NotEmployedDto): Promise<FactCreated> {
    return { factId: await this.employments.recordNotEmployed(principal, traineeId, dto.on) };
  }

  @Post('trainees/:id/exclusions') @Requires('placement.exclude') @ApiOperation({ summary: '登记排除情形（须有凭据）' })
  async exclude(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) traineeId: string, @Body() dto: ExcludeDto): Promise<FactCreated> {
    return { factId: await this.employments.exclude(principal, { ...dto, traineeId }) };
  }

  @Post('employments/:id/evidence') @Requires('evidence.add') @ApiOperation({ summary: '添加就业佐证（形式决定等级）' })
  async addEvidence(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() dto: AddEvidenceDto): Promise<EvidenceCreated> {
    return this.employments.addEvidence(principal, id, dto);
  }

  @Post('employments/:id/evidence-refusals') @Requires('evidence.verify') @ApiOperation({ summary: '抽查不认可某一等级的佐证（两次后永久失效）' })
  async refuseEvidence(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() dto: RefuseEvidenceDto): Promise<FactCreated> {
    return { factId: await this.employments.refuseEvidence(principal, id, dto.level, dto.reason) };
  }

  @Post('employments/:id/end') @Requires('placement.record') @ApiOperation({ summary: '记录离职（最后工作日及原因代码）' })
  async end(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() dto: EndEmploymentDto): Promise<FactCreated> {
    return { factId: await this.employments.end(principal, id, dto.lastDay, dto.code) };
  }
}
