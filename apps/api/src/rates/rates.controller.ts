import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { RatesService } from '@app/placements';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { RatePersonPage, RatePersonResponse, RatePersonsQueryDto, RateQuery, RateResponse } from './dto/rate.dto.js';

@ApiTags('就业率')
@Controller('v1/rates')
export class RatesController {
  constructor(private readonly rates: RatesService) {}

  @Get() @Requires('rate.read') @ApiOperation({ summary: '就业率：分子、分母、上下限、置信区间、佐证构成及口径' })
  async rate(@CurrentPrincipal() principal: Principal, @Query() query: RateQuery): Promise<RateResponse> {
    return RateResponse.of(await this.rates.rate(principal, query));
  }

  @Get('persons') @Requires('rate.persons') @ApiOperation({ summary: '数字背后的人：逐人到结业、就业记录和佐证' })
  async persons(@CurrentPrincipal() principal: Principal, @Query() query: RatePersonsQueryDto): Promise<RatePersonPage> {
    const { items, nextCursor } = await this.rates.listPersons(principal, query);
    return { items: items.map((each) => RatePersonResponse.of(each)), nextCursor };
  }
}
