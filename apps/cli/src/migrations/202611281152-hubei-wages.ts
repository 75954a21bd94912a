import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * 湖北's minimum wages from 2025-12-01 on: 2,400, 2,130 and 1,970 yuan a month by the three steps of 鄂政办发〔2025〕44号 (signed
 * 2025-12-24, published by the province's government on 2025-12-26). What ships is the lowest step, for the whole province: which
 * counties besides 武汉's, 襄阳's and 宜昌's inner districts belong to which step stands in an annex that was not to be had.
 */
export class HubeiWages1795866720000 implements MigrationInterface {
  readonly name = 'HubeiWages1795866720000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      insert into minimum_wages (region, from_on, monthly_yuan, document, is_checked, recorded_by, recorded_at)
        values ('42', '2025-12-01', 1970, '湖北省人民政府办公厅关于调整全省最低工资标准的通知（鄂政办发〔2025〕44号，2025年12月24日发文、26日发布，2025年12月1日起执行）第三档（全省最低一档）；已与转录的正文第一条、第七条核对，各县属于哪一档见附件，请管理员按县登记', true, 'migration', clock_timestamp())`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table minimum_wages disable trigger minimum_wages_append_only; delete from minimum_wages where recorded_by = 'migration' and from_on = '2025-12-01'; alter table minimum_wages enable trigger minimum_wages_append_only`);
  }
}
