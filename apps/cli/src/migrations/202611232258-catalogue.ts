import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Code lists with their validity and successors: occupations, wordings, skills, courses, regions. Reference data, read by everybody. */
export class Catalogue1795474680000 implements MigrationInterface {
  readonly name = 'Catalogue1795474680000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table regions (
        code text primary key, name text not null, valid_from date, valid_to date, successor text,
        constraint region_code_has_a_level check (code ~ '^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})$')
      );
      create table occupations (
        code text primary key, name text not null, level int not null, source text not null, valid_from date, valid_to date, successor text,
        constraint occupation_level_is_1_to_4 check (level between 1 and 4),
        constraint occupation_source_is_known check (source in ('bundled', 'imported'))
      );
      create table title_aliases (
        alias text not null, occupation text not null, source text not null, created_at timestamptz not null default now(),
        constraint title_aliases_pkey primary key (alias, occupation),
        constraint alias_source_is_known check (source in ('bundled', 'officer'))
      );
      create table no_trade_titles (alias text primary key);
      create table skills (id text primary key, name text not null, occupations text[] not null, related text[] not null, retired_on date);
      create table courses (
        id text primary key, name text not null, occupation text, theory_hours int, practice_hours int, department text, programme text, retired_on date,
        constraint course_hours_are_not_negative check (theory_hours >= 0 and practice_hours >= 0)
      );
      create table course_skills (
        course_id text not null constraint skill_of_a_course references courses (id), skill_id text not null constraint skill_that_a_course_teaches references skills (id), level int not null,
        constraint course_skills_pkey primary key (course_id, skill_id),
        constraint taught_level_is_1_to_5 check (level between 1 and 5)
      );
      -- Every process reads the catalogue again when this number has moved.
      create table catalogue_state (only_row boolean primary key default true, version int not null, bundle text, constraint one_catalogue check (only_row));
      insert into catalogue_state (version) values (1);
      grant select on regions, occupations, title_aliases, no_trade_titles, skills, courses, course_skills, catalogue_state to shouyu_app, shouyu_engine;
      grant insert, delete on title_aliases to shouyu_app;
      grant update (version) on catalogue_state to shouyu_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table catalogue_state, course_skills, courses, skills, no_trade_titles, title_aliases, occupations, regions');
  }
}
