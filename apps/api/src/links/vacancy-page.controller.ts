import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isRegionCode, isUuid } from '@app/kernel';
import { payWords, VillageNotices } from '@app/notifications';
import { Public, systemPrincipal } from '@app/platform';
import type { FastifyReply } from 'fastify';
import { absent } from './absent.js';
import { plainPage, said, sendPlainPage, text } from '../http/plain-page.js';

const TITLE = '招工信息';
const row = (label: string, value: string): string => `<dt>${label}</dt><dd>${text(value)}</dd>`;

/** The page that a poster's code opens: a post that is offered to everybody, and whom to turn to. */
@ApiExcludeController()
@Controller('v')
export class VacancyPageController {
  constructor(private readonly notices: VillageNotices) {}

  @Get(':county/:id') @Public()
  async show(@Param('county') county: string, @Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    const notice = isRegionCode(county) && county.length === 6 && isUuid(id) ? await this.notices.of(systemPrincipal('public', county), id).catch(absent) : null;
    if (notice === null) return sendPlainPage(reply.status(404), plainPage(TITLE, `<h1>${TITLE}</h1>${said(false, '这个岗位已经招满、结束，或没有这个岗位。')}`));
    const { post, office } = notice;
    sendPlainPage(reply, plainPage(TITLE, `<h1>${TITLE}</h1><dl>${row('岗位', post.title)}${row('用人单位', post.employerName)}${row('工资', payWords(post.payFrom, post.payTo))}${row('地点', post.place)}${post.openings === null ? '' : row('招', `${post.openings} 人`)}${post.lodging === null ? '' : row('住宿', post.lodging ? '提供住宿' : '不提供住宿')}${row('想去请联系', office)}</dl>`));
  }
}
