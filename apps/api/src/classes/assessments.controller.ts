import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { Assessments } from '@app/placements';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { AssessmentEntryDto, AssessmentOutcomes, AssessmentResponse, AssessmentsDto, AssessmentsResponse, WithdrawAssessmentDto } from './dto/assessment.dto.js';

@ApiTags('班次')
@Controller('v1')
export class AssessmentsController {
  constructor(private readonly assessments: Assessments) {}

  @Get('classes/:id/assessments') @Requires('class-roll.read') @ApiOperation({ summary: '班次的考核成绩（理论、实操，含补考和已撤回的）' })
  async list(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<AssessmentsResponse> {
    return { items: (await this.assessments.list(principal, id)).map((each) => AssessmentResponse.of(each)) };
  }

  @Post('classes/:id/assessments') @HttpCode(200) @Requires('class.record') @ApiOperation({ summary: '批量登记考核成绩（要么全部成功，要么都不）；按班次合格线判定是否通过' })
  async record(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { entries }: AssessmentsDto): Promise<AssessmentOutcomes> {
    return AssessmentOutcomes.of(await this.assessments.record(principal, id, entries.map((entry) => AssessmentEntryDto.toEntry(entry))));
  }

  @Post('class-assessments/:id/withdrawal') @HttpCode(204) @Requires('class.record') @ApiOperation({ summary: '撤回一条考核成绩（注明原因）；已有补考或证书以它为据的不能撤回' })
  async withdraw(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { reasonCode }: WithdrawAssessmentDto): Promise<void> {
    await this.assessments.withdraw(principal, id, reasonCode);
  }
}
