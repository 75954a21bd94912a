import type { DataSource } from 'typeorm';

/** Jobs that are not done: those that are due and wait or are at work, and those that failed for good. What is put off to a later time is neither. */
export async function outboxBacklog(dataSource: DataSource): Promise<{ readonly waiting: number; readonly failed: number }> {
  const [row] = await dataSource.query<{ waiting: number; failed: number }[]>('select count(*) filter (where failed_at is null and due_at <= now())::int as waiting, count(*) filter (where failed_at is not null)::int as failed from outbox where done_at is null');
  return row!;
}
