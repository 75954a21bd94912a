import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

@Entity('regions')
@Check('region_code_has_a_level', `code ~ '^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})$'`)
export class RegionEntity {
  @PrimaryColumn({ type: 'text' }) code!: string;
  @Column({ type: 'text' }) name!: string;
  @Column({ type: 'date', nullable: true }) validFrom!: string | null;
  @Column({ type: 'date', nullable: true }) validTo!: string | null;
  @Column({ type: 'text', nullable: true }) successor!: string | null;
}

@Entity('occupations')
@Check('occupation_level_is_1_to_4', 'level between 1 and 4')
@Check('occupation_source_is_known', `source in ('bundled', 'imported')`)
export class OccupationEntity {
  @PrimaryColumn({ type: 'text' }) code!: string;
  @Column({ type: 'text' }) name!: string;
  @Column({ type: 'int' }) level!: number;
  @Column({ type: 'text' }) source!: string;
  @Column({ type: 'date', nullable: true }) validFrom!: string | null;
  @Column({ type: 'date', nullable: true }) validTo!: string | null;
  @Column({ type: 'text', nullable: true }) successor!: string | null;
}

@Entity('title_aliases')
@Check('alias_source_is_known', `source in ('bundled', 'officer')`)
@Index('one_occupation_per_officers_alias', ['alias'], { unique: true, where: `source = 'officer'` })
export class TitleAliasEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'title_aliases_pkey' }) alias!: string;
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'title_aliases_pkey' }) occupation!: string;
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'title_aliases_pkey' }) source!: string;
  @Column({ type: 'timestamptz', default: () => 'now()' }) createdAt!: Date;
}

@Entity('no_trade_titles')
@Check('no_trade_source_is_known', `source in ('bundled', 'officer')`)
export class NoTradeTitleEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'no_trade_titles_pkey' }) alias!: string;
  @PrimaryColumn({ type: 'text', default: 'bundled', primaryKeyConstraintName: 'no_trade_titles_pkey' }) source!: string;
}

@Entity('skills')
export class SkillEntity {
  @PrimaryColumn({ type: 'text' }) id!: string;
  @Column({ type: 'text' }) name!: string;
  @Column({ type: 'text', array: true }) occupations!: string[];
  @Column({ type: 'text', array: true }) related!: string[];
  @Column({ type: 'date', nullable: true }) retiredOn!: string | null;
}

@Entity('courses')
@Check('course_hours_are_not_negative', 'theory_hours >= 0 and practice_hours >= 0')
export class CourseEntity {
  @PrimaryColumn({ type: 'text' }) id!: string;
  @Column({ type: 'text' }) name!: string;
  @Column({ type: 'text', nullable: true }) occupation!: string | null;
  @Column({ type: 'int', nullable: true }) theoryHours!: number | null;
  @Column({ type: 'int', nullable: true }) practiceHours!: number | null;
  @Column({ type: 'text', nullable: true }) department!: string | null;
  @Column({ type: 'text', nullable: true }) programme!: string | null;
  @Column({ type: 'date', nullable: true }) retiredOn!: string | null;
}

@Entity('course_skills')
@Check('taught_level_is_1_to_5', 'level between 1 and 5')
export class CourseSkillEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'course_skills_pkey' })
  @ForeignKey(() => CourseEntity, { name: 'skill_of_a_course' })
  courseId!: string;
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'course_skills_pkey' })
  @ForeignKey(() => SkillEntity, { name: 'skill_that_a_course_teaches' })
  skillId!: string;
  @Column({ type: 'int' }) level!: number;
}

@Entity('catalogue_state')
@Check('one_catalogue', 'only_row')
export class CatalogueStateEntity {
  @PrimaryColumn({ type: 'boolean', default: true }) onlyRow!: boolean;
  @Column({ type: 'int' }) version!: number;
  @Column({ type: 'text', nullable: true }) bundle!: string | null;
}

export const CATALOGUE_ENTITIES = [RegionEntity, OccupationEntity, TitleAliasEntity, NoTradeTitleEntity, SkillEntity, CourseEntity, CourseSkillEntity, CatalogueStateEntity] as const;
