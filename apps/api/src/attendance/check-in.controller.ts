import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, WithoutIdempotency, type Principal } from '@app/platform';
import { CheckInCodes, CheckInNumbers } from '@app/teaching';
import type { FastifyRequest } from 'fastify';
import { renderSVG } from 'uqr';
import { IdPipe } from '../http/id.pipe.js';
import { CheckInCodeResponse, CheckInNumberResponse, CheckInNumbersResponse } from './dto/attendance.dto.js';

@ApiTags('课次考勤')
@Controller('v1')
export class CheckInController {
  constructor(
    private readonly codes: CheckInCodes,
    private readonly numbers: CheckInNumbers,
  ) {}

  @Post('class-sessions/:id/check-in-code') @HttpCode(200) @Requires('check-in-code.open') @WithoutIdempotency() @ApiOperation({ summary: '生成一次课的签到二维码（几分钟内有效，只在上课当天）' })
  async open(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Req() request: FastifyRequest): Promise<CheckInCodeResponse> {
    const { token, expiresAt } = await this.codes.open(principal, id);
    // The address by which the officer came is the one that the telephones in the room can reach.
    const url = `${request.protocol}://${request.host}/c/${token}`;
    return { url, expiresAt, svg: renderSVG(url, { ecc: 'M', border: 4 }) };
  }

  @Post('classes/:id/check-in-numbers') @HttpCode(200) @Requires('check-in-number.print') @WithoutIdempotency() @ApiOperation({ summary: '打印全班签到用的学号和签到码（没有的现发），由老师交给本人；每次打印留痕' })
  async print(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<CheckInNumbersResponse> {
    return { items: (await this.numbers.print(principal, id)).map((each) => CheckInNumberResponse.of(each)) };
  }
}
