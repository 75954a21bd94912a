import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '@app/platform';
import { CHECK_IN_DIGITS, CheckIns, readDigits, readSeatNumber } from '@app/teaching';
import type { FastifyReply } from 'fastify';
import { checkInPage, lapsedPage, outcomePage } from './check-in-page.js';

/** What a form of this page may send; anything else in it is passed over. */
type Form = Readonly<Record<string, unknown>> | undefined;

/** The page that a session's QR code opens: for anybody in the room, without an account. */
@ApiExcludeController()
@Controller('c')
export class CheckInPageController {
  constructor(private readonly checkIns: CheckIns) {}

  @Get(':token') @Public()
  async show(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const session = await this.checkIns.look(token);
    send(reply, session === null ? lapsedPage() : checkInPage(session));
  }

  @Post(':token') @HttpCode(200) @Public()
  async enter(@Param('token') token: string, @Body() form: Form, @Res() reply: FastifyReply): Promise<void> {
    const session = await this.checkIns.look(token);
    if (session === null) return send(reply, lapsedPage());
    const [seat, number] = [readSeatNumber(form?.['seat']), readDigits(form?.['number'], CHECK_IN_DIGITS)];
    if (seat === null || number === null) return send(reply, checkInPage(session, '请填写学号和 6 位签到码，都是数字。'));
    send(reply, outcomePage(session, await this.checkIns.enter(token, seat, number)));
  }
}

function send(reply: FastifyReply, html: string): void {
  // Under "no-referrer" a browser sends its own form with the origin "null", and it would be refused as a stranger's.
  void reply.header('referrer-policy', 'same-origin').type('text/html; charset=utf-8').send(html);
}
