import { Body, Controller, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, IfMatch, RequestInvalid, type Principal } from '@app/platform';
import { VacanciesService, VacancyOccupations, type OccupationChoice } from '@app/vacancies';
import { IdPipe } from '../http/id.pipe.js';
import { VacancyResponse } from '../vacancies/dto/vacancy.response.js';
import { DecideOccupationDto } from './doubts.dto.js';

@ApiTags('待办疑点')
@Controller('v1/vacancies')
export class VacancyOccupationsController {
  constructor(
    private readonly occupations: VacancyOccupations,
    private readonly vacancies: VacanciesService,
  ) {}

  @Put(':id/occupation') @Requires('doubt.decide') @ApiOperation({ summary: '认定一个岗位的职业（经办人的认定不被导入或别名改动；reset 恢复自动判定）' })
  async decide(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number, @Body() dto: DecideOccupationDto): Promise<VacancyResponse> {
    await this.occupations.decide(principal, id, version, choiceOf(dto));
    return VacancyResponse.ofView(await this.vacancies.get(principal, id));
  }
}

function choiceOf({ occupation, noTrade, reset }: DecideOccupationDto): OccupationChoice {
  const choices: OccupationChoice[] = [...(occupation === undefined ? [] : [{ as: 'occupation', occupation } as const]), ...(noTrade === true ? [{ as: 'no-trade' } as const] : []), ...(reset === true ? [{ as: 'reset' } as const] : [])];
  const [choice] = choices;
  if (choice === undefined || choices.length > 1) throw new RequestInvalid([{ path: 'occupation', message: '须且只须给出 occupation、noTrade、reset 之一' }]);
  return choice;
}
