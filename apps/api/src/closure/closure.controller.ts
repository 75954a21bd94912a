import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { ClosureGapsService, ClosureService } from '@app/placements';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { ClosureCountQuery, ListHouseholdGapsQuery, ListPersonGapsQuery, ListZeroEmploymentQuery } from './dto/closure-queries.dto.js';
import { ClosureResponse, HouseholdGapPage, HouseholdGapResponse, PersonGapPage, PersonGapResponse, ZeroEmploymentPage, ZeroEmploymentResponse } from './dto/closure.response.js';

@ApiTags('四个一')
@Controller('v1/closure')
export class ClosureController {
  constructor(private readonly closure: ClosureService, private readonly gaps: ClosureGapsService) {}

  @Get() @Requires('closure.read') @ApiOperation({ summary: '培训、补贴、就业、脱贫四步：人和户，合计和按乡镇；工资前后、工作地、零就业家庭' })
  async count(@CurrentPrincipal() principal: Principal, @Query() query: ClosureCountQuery): Promise<ClosureResponse> {
    return ClosureResponse.of(await this.closure.count(principal, query));
  }

  @Get('persons') @Requires('closure.persons') @ApiOperation({ summary: '一步之中的人：姓名、村、责任人（不给状态时为未完成和情况不明）' })
  async persons(@CurrentPrincipal() principal: Principal, @Query() query: ListPersonGapsQuery): Promise<PersonGapPage> {
    const { items, ...page } = await this.gaps.listPersons(principal, query);
    return { ...page, items: items.map((each) => PersonGapResponse.of(each)) };
  }

  @Get('households') @Requires('closure.persons') @ApiOperation({ summary: '一步之中的户：户编号、村、成员、收入与标准、责任人' })
  async households(@CurrentPrincipal() principal: Principal, @Query() query: ListHouseholdGapsQuery): Promise<HouseholdGapPage> {
    const { items, ...page } = await this.gaps.listHouseholds(principal, query);
    return { ...page, items: items.map((each) => HouseholdGapResponse.of(each)) };
  }

  @Get('zero-employment-households') @Requires('closure.persons') @ApiOperation({ summary: '零就业家庭及其中在岗的成员' })
  async zeroEmployment(@CurrentPrincipal() principal: Principal, @Query() query: ListZeroEmploymentQuery): Promise<ZeroEmploymentPage> {
    const { items, ...page } = await this.gaps.listZeroEmployment(principal, query);
    return { ...page, items: items.map((each) => ZeroEmploymentResponse.of(each)) };
  }
}
