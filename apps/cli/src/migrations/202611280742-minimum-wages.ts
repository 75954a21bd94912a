import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Minimum wages by place and first day. What ships is the lowest of 湖北's three steps (a month, from 2024-02-01): no county
 * of the province lies below it. It is marked as not checked against the document; an administrator enters each county's own step.
 */
export class MinimumWages1795851720000 implements MigrationInterface {
  readonly name = 'MinimumWages1795851720000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table minimum_wages (
        id uuid primary key default gen_random_uuid(), region text not null, from_on date not null, monthly_yuan int not null, document text not null, is_checked boolean not null, recorded_by text not null, recorded_at timestamptz not null default now(),
        constraint minimum_wage_region_is_a_code check (region ~ '^([0-9]{2}|[0-9]{4}|[0-9]{6})$'),
        constraint minimum_wage_is_a_wage check (monthly_yuan between 1 and 20000)
      );
      insert into minimum_wages (region, from_on, monthly_yuan, document, is_checked, recorded_by)
        values ('42', '2024-02-01', 1800, '湖北省月最低工资标准第三档（全省最低一档），2024年2月1日起；未核对文件原文，请管理员按县登记本县档次', false, 'migration');
      create index minimum_wages_by_place on minimum_wages (region, from_on, recorded_at);
      -- Nothing is edited: of several entries of one place and day the last one recorded holds.
      create trigger minimum_wages_append_only before update or delete or truncate on minimum_wages for each statement execute function refuse_change();
      grant select, insert (region, from_on, monthly_yuan, document, is_checked, recorded_by) on minimum_wages to shouyu_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table minimum_wages');
  }
}
