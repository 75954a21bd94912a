import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import type { CatalogueCourse, CatalogueSkill, OccupationTerm, Region } from '@app/catalogue';
import { DomainError } from '@app/kernel';
import { IsRegionCode } from '@app/platform';

/** A region code that is in no list: a wrong request, never an empty list. */
export class RegionUnknown extends DomainError {
  readonly code = 'REGION.UNKNOWN';
  readonly kind = 'invalid';
  constructor() {
    super('没有这个行政区划代码。');
  }
}

export class RegionsQuery {
  /** 上级区划代码（2、4、6、9 或 12 位） */
  @IsOptional() @IsRegionCode()
  parent?: string;
}

export class RegionResponse {
  @ApiProperty({ example: '420626' }) code!: string;
  @ApiProperty({ example: '保康县' }) name!: string;
  @ApiProperty({ example: 'county' }) level!: string;
  @ApiProperty({ type: String, nullable: true }) validFrom!: string | null;
  @ApiProperty({ type: String, nullable: true }) validTo!: string | null;
  /** 撤并后的后继代码 */
  @ApiProperty({ type: String, nullable: true }) successor!: string | null;
  static of({ code, name, level, validFrom, validTo, successor }: Region): RegionResponse {
    return Object.assign(new RegionResponse(), { code, name, level, validFrom, validTo, successor });
  }
}

export class OccupationResponse {
  @ApiProperty({ example: '6-18-02-04' }) code!: string;
  @ApiProperty({ example: '焊工' }) name!: string;
  /** 1 大类 · 2 中类 · 3 小类 · 4 细类 */
  level!: number;
  static of({ code, name, level }: OccupationTerm): OccupationResponse {
    return Object.assign(new OccupationResponse(), { code, name, level });
  }
}

export class SkillResponse {
  @ApiProperty({ example: 'weld.arc' }) id!: string;
  name!: string;
  occupations!: string[];
  /** 相近的技能 */
  related!: string[];
  static of({ id, name, occupations, related }: CatalogueSkill): SkillResponse {
    return Object.assign(new SkillResponse(), { id, name, occupations, related });
  }
}

export class CourseSkill {
  id!: string;
  level!: number;
}

export class CourseResponse {
  id!: string;
  name!: string;
  @ApiProperty({ type: String, nullable: true }) occupation!: string | null;
  skills!: CourseSkill[];
  @ApiProperty({ type: Number, nullable: true }) theoryHours!: number | null;
  @ApiProperty({ type: Number, nullable: true }) practiceHours!: number | null;
  @ApiProperty({ type: String, nullable: true }) department!: string | null;
  @ApiProperty({ type: String, nullable: true }) programme!: string | null;
  static of({ id, name, occupation, skills, theoryHours, practiceHours, department, programme }: CatalogueCourse): CourseResponse {
    return Object.assign(new CourseResponse(), { id, name, occupation, skills, theoryHours, practiceHours, department, programme });
  }
}
