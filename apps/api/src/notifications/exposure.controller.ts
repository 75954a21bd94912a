import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { ExposureService } from '@app/notifications';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { PersonExposureResponse, VacancyExposureResponse } from './exposure.dto.js';

@ApiTags('短信')
@Controller('v1')
export class ExposureController {
  constructor(private readonly exposures: ExposureService) {}

  @Get('vacancies/:id/exposure') @Requires('exposure.read') @ApiOperation({ summary: '一个岗位通知了多少人：每个名额几人、其中多少人同时收到别的岗位（合计与每批）' })
  async ofVacancy(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<VacancyExposureResponse> {
    return VacancyExposureResponse.of(await this.exposures.ofVacancy(principal, id));
  }

  @Get('trainees/:id/exposure') @Requires('exposure.read') @ApiOperation({ summary: '一名学员最近 7 天、30 天被通知了几个岗位，答复了几个，几个待答复' })
  async ofPerson(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<PersonExposureResponse> {
    return PersonExposureResponse.ofPerson(await this.exposures.ofPerson(principal, id));
  }
}
