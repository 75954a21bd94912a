import { Body, Controller, Delete, Get, HttpCode, Post, Put, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires, SessionsService, SetupService, TlsRequired } from '@app/accounts';
import { CurrentPrincipal, NotAuthenticated, Public, WithoutIdempotency, type Principal } from '@app/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { giveSessionCookie, isLoopback, isSecure, sessionTokenOf, takeSessionCookie } from '../http/session-cookie.js';
import { ChangePasswordDto, LoginDto, MeResponse, OfficerResponse, SetUpDto } from './accounts.dto.js';

@ApiTags('登录')
@Controller('v1')
export class SessionsController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly setup: SetupService,
  ) {}

  @Post('setup') @Public() @ApiOperation({ summary: '首次初始化：凭一次性口令建立县级单位和首位系统管理员' })
  async setUp(@Req() request: FastifyRequest, @Body() dto: SetUpDto): Promise<OfficerResponse> {
    requireTls(request);
    return OfficerResponse.of(await this.setup.setUp(dto));
  }

  @Post('sessions') @Public() @ApiOperation({ summary: '登录' })
  async open(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply, @Body() dto: LoginDto): Promise<MeResponse> {
    requireTls(request);
    const { token, principal } = await this.sessions.open(dto.loginName, dto.password, sessionTokenOf(request));
    giveSessionCookie(request, reply, token);
    return MeResponse.of(principal, (await this.sessions.find(token)) ?? undefined);
  }

  @Delete('sessions/current') @HttpCode(204) @Requires('me.change') @ApiOperation({ summary: '退出登录' })
  async close(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply, @CurrentPrincipal() principal: Principal): Promise<void> {
    const token = sessionTokenOf(request);
    if (token !== undefined) await this.sessions.close(principal, token);
    takeSessionCookie(request, reply);
  }

  @Get('me') @Requires('me.read') @ApiOperation({ summary: '当前登录者' })
  me(@Req() request: FastifyRequest, @CurrentPrincipal() principal: Principal): MeResponse {
    return MeResponse.of(principal, request.identity);
  }

  @Put('me/password') @HttpCode(204) @Requires('me.change') @WithoutIdempotency() @ApiOperation({ summary: '修改自己的密码（所有会话随之结束）' })
  async changePassword(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply, @Body() dto: ChangePasswordDto): Promise<void> {
    if (!request.identity) throw new NotAuthenticated();
    await this.sessions.changePassword(request.identity, dto.currentPassword, dto.newPassword);
    takeSessionCookie(request, reply);
  }
}

/** A password in the clear is for this machine only. */
function requireTls(request: FastifyRequest): void {
  if (!isSecure(request) && !isLoopback(request)) throw new TlsRequired();
}
