import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '@app/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { endedPage, jobPage, type PageWord } from './job-page.js';
import { JobPageActs, type PageForm } from './job-page-acts.js';

/** The page that a message leads to: why this job, and what the person says to it. Who has the token is whom it was sent to. */
@ApiExcludeController()
@Controller('t')
export class JobPageController {
  constructor(private readonly acts: JobPageActs) {}

  @Get(':token') @Public()
  async show(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.#answer(token, request, reply, null);
  }

  @Post(':token') @HttpCode(200) @Public()
  async act(@Param('token') token: string, @Body() form: PageForm, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.#answer(token, request, reply, form);
  }

  async #answer(token: string, request: FastifyRequest, reply: FastifyReply, form: PageForm | null): Promise<void> {
    const link = await this.acts.open(token, request.ip);
    if (link === null) return send(reply.status(404), endedPage());
    const word: PageWord | null = form === null ? null : await this.acts.take(link, form);
    const view = await this.acts.view(link);
    send(reply, view === null ? endedPage() : jobPage(view, word));
  }
}

function send(reply: FastifyReply, html: string): void {
  // Under "no-referrer" a browser sends its own form with the origin "null", and it would be refused as a stranger's.
  void reply.header('referrer-policy', 'same-origin').type('text/html; charset=utf-8').send(html);
}
