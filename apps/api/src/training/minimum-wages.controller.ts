import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { MinimumWages } from '@app/training';
import { MinimumWageResponse, MinimumWagesResponse, SetMinimumWageDto } from './dto/slots.dto.js';

@ApiTags('最低工资标准')
@Controller('v1/minimum-wages')
export class MinimumWagesController {
  constructor(private readonly wages: MinimumWages) {}

  @Get() @Requires('minimum-wage.read') @ApiOperation({ summary: '各地最低工资标准、执行日期和文件' })
  async list(@CurrentPrincipal() principal: Principal): Promise<MinimumWagesResponse> {
    return { items: (await this.wages.list(principal)).map(MinimumWageResponse.of) };
  }

  @Post() @Requires('minimum-wage.set') @ApiOperation({ summary: '登记一地的最低工资标准（同地同日再登记即更正）' })
  async set(@CurrentPrincipal() principal: Principal, @Body() dto: SetMinimumWageDto): Promise<MinimumWageResponse> {
    return MinimumWageResponse.of(await this.wages.record(principal, dto));
  }
}
