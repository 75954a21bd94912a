import type { MigrationInterface, QueryRunner } from 'typeorm';

const OFFICES = `in_scope(owner_region) and acting_kind() in ('officer', 'system')`;
/** Village officers are often kin of those who answer: refusals are not for them. */
const NOT_VILLAGES = `${OFFICES} and coalesce(current_setting('app.role', true), '') <> 'village-officer'`;

const scoped = (table: string, seen: string): string => `
  alter table ${table} enable row level security; alter table ${table} force row level security;
  create policy ${table}_seen on ${table} for select to shouyu_app using (${seen});
  create policy ${table}_added on ${table} for insert to shouyu_app with check (${OFFICES});
  create policy ${table}_owner on ${table} to current_user using (true) with check (true);`;

const ANSWERS = `
  -- Why somebody does not want a post is asked because of an answer: it needs no consent of its own, and stops with match notices.
  insert into notification_purposes values ('why-not', false, true, true, 1, 3);

  create table sms_answers (
    id uuid primary key default gen_random_uuid(), owner_region text not null, notification_id uuid not null constraint answer_to_a_notification references notifications (id),
    registration_id uuid not null, vacancy_id uuid, template text not null, answer text not null, channel text not null,
    reply_id uuid constraint answer_by_a_reply references sms_replies (id), recorded_by text not null, at timestamptz not null,
    constraint one_answer_per_notification unique (notification_id),
    constraint answer_region_is_padded check (owner_region ~ '^[0-9]{12}$'),
    constraint answer_is_known check (answer in ('yes', 'no', 'far', 'pay', 'trade', 'other')),
    constraint answer_channel_is_known check (channel in ('sms', 'link', 'officer')),
    constraint only_texts_are_answered_by_a_reply check (channel <> 'link' or reply_id is null)
  );
  create index sms_answers_of_vacancy on sms_answers (vacancy_id, at, id) where vacancy_id is not null;
  ${scoped('sms_answers', NOT_VILLAGES)}
  grant select, insert on sms_answers to shouyu_app;
  create trigger sms_answers_append_only before update or delete or truncate on sms_answers for each statement execute function refuse_change();
  -- The post that a message is about. The question why not names none of its own (it would be held back as refused): it is that of the notice before.
  create function asked_about(n notifications) returns uuid language sql stable set search_path = public, pg_temp as $$
    select coalesce(n.vacancy_id, (select o.vacancy_id from notifications o where n.purpose = 'why-not' and o.id::text = substr(n.dedupe_key, length('why-not/') + 1))) $$;
  revoke execute on function asked_about(notifications) from public; grant execute on function asked_about(notifications) to shouyu_app;
  -- An answer is about the person, the post and the place of the message that it answers, whoever writes it.
  create function check_sms_answer() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if not exists (select from notifications n where n.id = new.notification_id and n.registration_id = new.registration_id and n.owner_region = new.owner_region
          and asked_about(n) is not distinct from new.vacancy_id and n.template = new.template and n.state not in ('planned', 'queued', 'cancelled')) then
        raise exception 'an answer to no message' using errcode = 'check_violation', constraint = 'answer_to_a_notification_that_left';
      end if;
      return new;
    end $$;
  create trigger answer_belongs_to_its_notification before insert on sms_answers for each row execute function check_sms_answer();

  alter table sms_replies add column reading text, add column settled_by text,
    add constraint reply_is_read_once_it_waits check ((state = 'received') = (reading is null)),
    add constraint reply_reading_is_known check (reading in ('yes', 'no', 'far', 'pay', 'trade', 'other', 'opt-out', 'wrong-person', 'no-question', 'several-answers', 'not-an-answer', 'too-long', 'nothing'));
  grant update (reading, settled_by) on sms_replies to shouyu_app;
  create index sms_replies_in_the_inbox on sms_replies (owner_region, received_at, id) where state = 'inbox';`;

const SENDERS = `
  create table sms_senders (
    county text primary key, owner_region text not null, signature text not null, office text not null, with_link boolean not null, fanout int not null, set_by text not null, set_at timestamptz not null,
    constraint sender_county_holds_its_region check (owner_region = rpad(county, 12, '0') and county ~ '^[0-9]{6}$'),
    constraint sender_signature_is_short check (length(signature) between 2 and 12),
    constraint sender_office_is_short check (length(office) between 2 and 20),
    constraint sender_fanout_is_1_to_10 check (fanout between 1 and 10)
  );
  ${scoped('sms_senders', `in_scope(owner_region) or county = left(current_setting('app.region_from', true), 6)`)}
  create policy sms_senders_changed on sms_senders for update to shouyu_app using (${OFFICES}) with check (${OFFICES});
  grant select, insert, update (signature, office, with_link, fanout, set_by, set_at) on sms_senders to shouyu_app;`;

/** What people answer, whose name messages leave under, and what an inbox is about. */
export class SmsAnswers1795865400000 implements MigrationInterface {
  readonly name = 'SmsAnswers1795865400000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [ANSWERS, SENDERS]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table sms_senders; drop index sms_replies_in_the_inbox;
      alter table sms_replies drop constraint reply_reading_is_known, drop constraint reply_is_read_once_it_waits, drop column settled_by, drop column reading;
      drop table sms_answers; drop function check_sms_answer(); drop function asked_about(notifications); delete from notification_purposes where purpose = 'why-not'`);
  }
}
