import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

const KEEP_DONE_JOBS_DAYS = 30;
const KEEP_IDEMPOTENCY_DAYS = 7;
const KEEP_SLOTS_DAYS = 60;
/** Every engine reads its counties whole at least once a day. */
const KEEP_MATCHING_CHANGES_DAYS = 3;
const KEEP_TEST_VACANCIES_DAYS = 30;
const KEEP_CALLBACK_REFUSALS_DAYS = 90;

/** Removes what is kept for a time only. Rows that are not finished stay, however old. */
@Injectable()
export class CleanUpJob {
  constructor(private readonly dataSource: DataSource) {}

  async cleanUp(): Promise<void> {
    await this.dataSource.query(`delete from outbox where done_at < now() - make_interval(days => ${KEEP_DONE_JOBS_DAYS})`);
    await this.dataSource.query(`delete from idempotency_keys where created_at < now() - make_interval(days => ${KEEP_IDEMPOTENCY_DAYS})`);
    await this.dataSource.query(`delete from schedule_slots where taken_at < now() - make_interval(days => ${KEEP_SLOTS_DAYS})`);
    await this.dataSource.query(`select forget_matching_changes(now() - make_interval(days => ${KEEP_MATCHING_CHANGES_DAYS}))`);
    await this.dataSource.query(`delete from sms_callback_refusals where at < now() - make_interval(days => ${KEEP_CALLBACK_REFUSALS_DAYS})`);
    await this.dataSource.query(`select purge_test_vacancies(now() - make_interval(days => ${KEEP_TEST_VACANCIES_DAYS}))`);
  }
}
