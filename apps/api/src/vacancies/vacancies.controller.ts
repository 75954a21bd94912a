import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, IfMatch, WithoutIdempotency, type Principal } from '@app/platform';
import { VacanciesService, VacancyContacts, VacancyDesk } from '@app/vacancies';
import { IdPipe } from '../http/id.pipe.js';
import { CloseVacancyDto, ListVacanciesQuery, RevealContactDto } from './dto/vacancy-queries.dto.js';
import { ContactResponse, VacancyItem, VacancyPage, VacancyResponse } from './dto/vacancy.response.js';

@ApiTags('岗位')
@Controller('v1/vacancies')
export class VacanciesController {
  constructor(
    private readonly vacancies: VacanciesService,
    private readonly desk: VacancyDesk,
    private readonly contacts: VacancyContacts,
  ) {}

  @Get() @Requires('vacancy.read') @ApiOperation({ summary: '列出岗位（按地区、职业、状态、来源筛选）' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: ListVacanciesQuery): Promise<VacancyPage> {
    const { items, nextCursor } = await this.vacancies.list(principal, query);
    return { items: items.map(VacancyItem.of), nextCursor };
  }

  @Get(':id') @Requires('vacancy.read') @ApiOperation({ summary: '查看岗位' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<VacancyResponse> {
    return VacancyResponse.ofView(await this.vacancies.get(principal, id));
  }

  @Post(':id/closing') @HttpCode(200) @Requires('vacancy.release') @ApiOperation({ summary: '关闭岗位（已招满或撤下）' })
  async close(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number, @Body() dto: CloseVacancyDto): Promise<VacancyResponse> {
    await this.desk.close(principal, id, version, dto.as);
    return VacancyResponse.ofView(await this.vacancies.get(principal, id));
  }

  /** A revealed value is never stored, so the route takes no Idempotency-Key. */
  @Post(':id/reveal') @HttpCode(200) @Requires('vacancy.reveal') @WithoutIdempotency() @ApiOperation({ summary: '查看完整的联系方式（须说明理由，留痕）' })
  async reveal(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { reason }: RevealContactDto): Promise<ContactResponse> {
    const { contactName, contactPhone } = await this.contacts.reveal(principal, id, reason);
    return { contactName, contactPhone };
  }
}
