import type { MigrationInterface, QueryRunner } from 'typeorm';

const OWN = `in_scope(owner_region) and acting_kind() in ('officer', 'system')`;

/** What telephones answer, sealed, and what came to the callbacks and was not believed. */
export class SmsReplies1795863720000 implements MigrationInterface {
  readonly name = 'SmsReplies1795863720000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table sms_replies (
        id uuid primary key, owner_region text not null, provider text not null, reference text not null, phone_index text not null, phone_masked text not null, phone text not null, content text not null,
        sent_at timestamptz, received_at timestamptz not null, state text not null default 'received', read_at timestamptz,
        constraint reply_region_is_padded check (owner_region ~ '^[0-9]{12}$'),
        constraint one_reply_per_reference unique (provider, reference),
        constraint reply_state_is_known check (state in ('received', 'inbox', 'settled'))
      );
      create index sms_replies_of_telephone on sms_replies (phone_index, received_at);
      create index sms_replies_by_time on sms_replies (owner_region, received_at, id);
      alter table sms_replies enable row level security; alter table sms_replies force row level security;
      create policy sms_replies_seen on sms_replies for select to shouyu_app using (${OWN});
      create policy sms_replies_read on sms_replies for update to shouyu_app using (${OWN}) with check (${OWN});
      create policy sms_replies_owner on sms_replies to current_user using (true) with check (true);
      grant select, update (state, read_at) on sms_replies to shouyu_app;

      -- Whose reply it is: of the county that wrote to this telephone last, else of one that knows it, else of the only county there is; else nobody's. Null: it has come before.
      create function take_reply(given jsonb, at timestamptz) returns text language plpgsql security definer set search_path = public, pg_temp as $$
        declare r record; region text;
        begin
          select * into r from jsonb_to_record(given) as g (id uuid, provider text, reference text, phone_index text, phone_masked text, phone text, content text, sent_at timestamptz);
          region := coalesce(
            (select n.owner_region from notifications n where n.phone_index = r.phone_index and n.claimed_at is not null order by n.claimed_at desc limit 1),
            (select g.owner_region from registrations g where g.phone_index = r.phone_index order by g.updated_at desc limit 1),
            (select min(rpad(c, 12, '0')) from served_counties() as c having count(*) = 1), repeat('0', 12));
          insert into sms_replies (id, owner_region, provider, reference, phone_index, phone_masked, phone, content, sent_at, received_at)
            values (r.id, region, r.provider, r.reference, r.phone_index, r.phone_masked, r.phone, r.content, r.sent_at, take_reply.at) on conflict on constraint one_reply_per_reference do nothing;
          return case when found then region end;
        end $$;
      revoke execute on function take_reply(jsonb, timestamptz) from public;
      grant execute on function take_reply(jsonb, timestamptz) to shouyu_app;

      -- The operator's: who knocked with a wrong secret or from a wrong place. No body, no telephone.
      create table sms_callback_refusals (
        id bigint generated always as identity primary key, at timestamptz not null, provider text not null, reason text not null, source text not null,
        constraint callback_refusal_reason_is_known check (reason in ('secret', 'source', 'body'))
      );
      grant select, insert, delete on sms_callback_refusals to shouyu_app;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table sms_callback_refusals; drop function take_reply(jsonb, timestamptz); drop table sms_replies;');
  }
}
