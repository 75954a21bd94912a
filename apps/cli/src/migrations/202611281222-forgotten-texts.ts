import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was written to people and by them is forgotten after a time; which message it was, its states, times and parts stay. */
export class ForgottenTexts1795868520000 implements MigrationInterface {
  readonly name = 'ForgottenTexts1795868520000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table notifications add column forgotten_at timestamptz,
        add constraint forgotten_text_is_gone check (forgotten_at is null or (text = '' and variables = '')),
        add constraint only_what_is_over_is_forgotten check (forgotten_at is null or state not in ('planned', 'queued', 'submitting', 'unknown'));
      alter table sms_replies add column forgotten_at timestamptz,
        add constraint forgotten_reply_is_gone check (forgotten_at is null or (content = '' and phone = '')),
        add constraint only_a_settled_reply_is_forgotten check (forgotten_at is null or state = 'settled');

      -- At most so many of each in one go, the oldest first; answers how many were forgotten. What waits for somebody is kept.
      create function forget_messages(before timestamptz, at timestamptz, most int) returns int language plpgsql security definer set search_path = public, pg_temp as $$
        declare texts int; replies int;
        begin
          if acting_kind() <> 'system' then return 0; end if;
          update notifications n set text = '', variables = '', forgotten_at = forget_messages.at where n.id in (
            select o.id from notifications o where o.forgotten_at is null and in_scope(o.owner_region) and o.planned_at < before and o.state not in ('planned', 'queued', 'submitting', 'unknown')
              and coalesce(o.ended_at, o.accepted_at, o.claimed_at, o.planned_at) < before order by o.planned_at limit most for update skip locked);
          get diagnostics texts = row_count;
          update sms_replies r set content = '', phone = '', forgotten_at = forget_messages.at where r.id in (
            select o.id from sms_replies o where o.forgotten_at is null and in_scope(o.owner_region) and o.state = 'settled' and o.received_at < before and o.read_at < before order by o.received_at limit most for update skip locked);
          get diagnostics replies = row_count;
          return texts + replies;
        end $$;
      revoke execute on function forget_messages(timestamptz, timestamptz, int) from public;
      grant execute on function forget_messages(timestamptz, timestamptz, int) to shouyu_app;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function forget_messages(timestamptz, timestamptz, int); alter table sms_replies drop column forgotten_at; alter table notifications drop column forgotten_at;');
  }
}
