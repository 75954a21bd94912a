import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { ClassMerges } from '@app/teaching';
import { MergeCandidatesResponse } from './dto/class-merges.dto.js';

@ApiTags('排期')
@Controller('v1/class-merges')
export class ClassMergesController {
  constructor(private readonly merges: ClassMerges) {}

  @Get() @Requires('class-merge.read') @ApiOperation({ summary: '可以合并的需求：相近的班次和排队订单，两两列出，由经办人决定' })
  async list(@CurrentPrincipal() principal: Principal): Promise<MergeCandidatesResponse> {
    return MergeCandidatesResponse.of(await this.merges.list(principal));
  }
}
