import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CatalogueService } from '@app/catalogue';
import { CourseResponse, OccupationResponse, RegionResponse, SkillResponse, RegionsQuery, RegionUnknown } from './catalogue.dto.js';

/** The code lists that people and posts are described with. */
@ApiTags('目录')
@Controller('v1')
export class CatalogueController {
  constructor(private readonly catalogue: CatalogueService) {}

  @Get('regions') @Requires('catalogue.read') @ApiOperation({ summary: '行政区划：某区划的下级；不给 parent 则为各省' })
  async regions(@Query() { parent }: RegionsQuery): Promise<RegionResponse[]> {
    const { regions } = await this.catalogue.current();
    if (parent !== undefined && !regions.exists(parent)) throw new RegionUnknown();
    return regions.children(parent ?? null).map(RegionResponse.of);
  }

  @Get('regions/:code') @Requires('catalogue.read') @ApiOperation({ summary: '查一个行政区划（含已撤并的，给出后继）' })
  async region(@Param('code') code: string): Promise<RegionResponse> {
    const region = (await this.catalogue.current()).regions.find(code);
    if (!region) throw new RegionUnknown();
    return RegionResponse.of(region);
  }

  @Get('occupations') @Requires('catalogue.read') @ApiOperation({ summary: '职业（职业分类大典 2022 年版编码）' })
  async occupations(): Promise<OccupationResponse[]> {
    return [...(await this.catalogue.current()).occupations.values()].map(OccupationResponse.of);
  }

  @Get('skills') @Requires('catalogue.read') @ApiOperation({ summary: '技能' })
  async skills(): Promise<SkillResponse[]> {
    return (await this.catalogue.current()).skills.map(SkillResponse.of);
  }

  @Get('courses') @Requires('catalogue.read') @ApiOperation({ summary: '课程（专业目录）' })
  async courses(): Promise<CourseResponse[]> {
    return (await this.catalogue.current()).courses.map(CourseResponse.of);
  }
}
