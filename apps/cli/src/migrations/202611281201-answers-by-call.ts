import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people answer to calls stands in one book with what they answer to messages: the same follows. */
export class AnswersByCall1795867260000 implements MigrationInterface {
  readonly name = 'AnswersByCall1795867260000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table sms_answers alter column notification_id drop not null, add column call_task_id uuid constraint answer_to_a_call references call_tasks (id),
        add constraint answer_to_a_message_or_a_call check ((notification_id is null) <> (call_task_id is null)),
        add constraint one_answer_per_call unique (call_task_id),
        drop constraint answer_channel_is_known, add constraint answer_channel_is_known check (channel in ('sms', 'link', 'officer', 'call')),
        add constraint calls_are_answered_by_call check ((channel = 'call') = (call_task_id is not null)),
        drop constraint only_texts_are_answered_by_a_reply, add constraint only_texts_are_answered_by_a_reply check (channel not in ('link', 'call') or reply_id is null);

      -- An answer is about the person, the post and the place of what it answers, whoever writes it; one by call is what was tapped in.
      create or replace function check_sms_answer() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          if new.call_task_id is not null then
            if not exists (select from call_tasks t join call_results r on r.task_id = t.id where t.id = new.call_task_id and t.registration_id = new.registration_id and t.owner_region = new.owner_region and t.vacancy_id = new.vacancy_id
                and new.answer = case r.result when 'interested' then 'yes' when 'refused' then r.reason end) then
              raise exception 'an answer to no call' using errcode = 'check_violation', constraint = 'answer_to_a_call_that_was_made';
            end if;
          elsif not exists (select from notifications n where n.id = new.notification_id and n.registration_id = new.registration_id and n.owner_region = new.owner_region
              and asked_about(n) is not distinct from new.vacancy_id and n.template = new.template and n.state not in ('planned', 'queued', 'cancelled')) then
            raise exception 'an answer to no message' using errcode = 'check_violation', constraint = 'answer_to_a_notification_that_left';
          end if;
          return new;
        end $$;

      -- Who has answered, by whatever way, is called no more.
      create function close_answered_calls() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          update call_tasks t set closed_at = new.at, closed_for = 'answered' where t.registration_id = new.registration_id and t.vacancy_id = new.vacancy_id and t.closed_at is null;
          return null;
        end $$;
      create trigger answer_ends_the_call after insert on sms_answers for each row when (new.vacancy_id is not null) execute function close_answered_calls();`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger answer_ends_the_call on sms_answers; drop function close_answered_calls();
      alter table sms_answers disable trigger sms_answers_append_only; delete from sms_answers where call_task_id is not null; alter table sms_answers enable trigger sms_answers_append_only;
      create or replace function check_sms_answer() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          if not exists (select from notifications n where n.id = new.notification_id and n.registration_id = new.registration_id and n.owner_region = new.owner_region
              and asked_about(n) is not distinct from new.vacancy_id and n.template = new.template and n.state not in ('planned', 'queued', 'cancelled')) then
            raise exception 'an answer to no message' using errcode = 'check_violation', constraint = 'answer_to_a_notification_that_left';
          end if;
          return new;
        end $$;
      alter table sms_answers drop constraint only_texts_are_answered_by_a_reply, add constraint only_texts_are_answered_by_a_reply check (channel <> 'link' or reply_id is null), drop constraint calls_are_answered_by_call,
        drop constraint answer_channel_is_known, add constraint answer_channel_is_known check (channel in ('sms', 'link', 'officer')), drop constraint one_answer_per_call, drop constraint answer_to_a_message_or_a_call, drop column call_task_id, alter column notification_id set not null;`);
  }
}
