import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '@app/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { endedPage, jobPage, type PageWord } from './job-page.js';
import { sendPlainPage } from '../http/plain-page.js';
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
    if (link === null) return sendPlainPage(reply.status(404), endedPage());
    const word: PageWord | null = form === null ? null : await this.acts.take(link, form);
    const view = await this.acts.view(link);
    sendPlainPage(reply, view === null ? endedPage() : jobPage(view, word));
  }
}
