import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is append-only stays so for everybody; an erasure alone, which is the owner's function and says so for as long as it
 * runs, may take a person out of it. The audit trail not even that.
 */
const APPEND_ONLY = (exception: string): string => `
  create or replace function refuse_change() returns trigger language plpgsql as $$
    begin${exception} raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation'; end $$;`;
const FOR_ERASURES = `
      if tg_op <> 'TRUNCATE' and tg_table_name not in ('audit_events', 'audit_seals') and coalesce(current_setting('app.erasing', true), '') = 'on' and current_user <> 'shouyu_app' then
        return case tg_op when 'DELETE' then old else new end;
      end if;
     `;

/** Rows that say nothing about work or training, and what only a known person needs: deleted. Skills, wishes, consents and the like go with the registration. */
const DELETED = [
  'household_memberships', 'follow_ups', 'responsible_namings', 'contact_requests', 'job_links', 'link_codes', 'call_opt_outs', 'check_in_numbers', 'class_calendar_seats', 'seat_assignment_pairs',
  'lottery_entries', 'order_applications',
] as const;
const DELETED_BY_TRAINEE = ['matches', 'match_plan_pairs', 'match_decisions'] as const;

/** Words that people wrote, in rows that stay: what a rule wants there says that it was deleted, the rest is empty. */
const GONE = `'（已删除）'`;
const unlessEmpty = (column: string): string => `${column} = case when ${column} is null then null else ${GONE} end`;
const EMPTIED: readonly (readonly [table: string, change: string, condition: string])[] = [
  ['ledger_facts', `${unlessEmpty('reason')}, payload = payload - 'certificateNumber'`, `registration_id = any (regs) and (reason is not null or payload ? 'certificateNumber')`],
  ['evidence_details', `${['contract_number', 'confirmed_by', 'reference'].map(unlessEmpty).join(', ')}, note = null`, 'fact_id in (select f.id from ledger_facts f where f.registration_id = any (regs))'],
  ['exclusion_facts', ['proof_reference', 'reason'].map(unlessEmpty).join(', '), 'registration_id = any (regs)'],
  ['correction_requests', `reason = ${GONE}, ${unlessEmpty('refusal_reason')}, replacement = case when replacement is null then null else '{}'::jsonb end`, 'registration_id = any (regs)'],
  ['survey_answers', `${['employer_name', 'correction_reason'].map(unlessEmpty).join(', ')}, note = null`, 'registration_id = any (regs)'],
  ['prior_pays', unlessEmpty('reason'), 'registration_id = any (regs)'],
  ['referral_events', unlessEmpty('reason'), 'referral_id in (select f.id from referrals f where f.registration_id = any (regs))'],
  ['class_offer_moves', unlessEmpty('reason'), 'offer_id in (select f.id from class_offers f where f.registration_id = any (regs))'],
  ['class_roll_exceptions', unlessEmpty('reason'), 'registration_id = any (regs)'],
  ['training_agreement_endings', unlessEmpty('reason'), 'agreement_id in (select a.id from training_agreements a where a.registration_id = any (regs))'],
  ['cooperation_agreements', 'household_id = null', 'registration_id = any (regs)'],
  ['cooperation_endings', unlessEmpty('reason'), 'agreement_id in (select a.id from cooperation_agreements a where a.registration_id = any (regs))'],
  ['instructors', 'qualification = null, origin = null', 'registration_id = any (regs)'],
  // What waits to be sent is not sent: there is nobody to send it to.
  ['notifications', `state = 'cancelled', held_for = null, reason = 'telephone-changed', ended_at = now()`, `registration_id = any (regs) and state in ('planned', 'queued')`],
  ['notifications', `phone_index = '', phone_masked = '', text = '', variables = '', forgotten_at = coalesce(forgotten_at, now())`, 'registration_id = any (regs)'],
  ['sms_replies', `phone_index = '', phone_masked = '', phone = '', content = '', state = 'settled', reading = coalesce(reading, 'nothing'), read_at = coalesce(read_at, now()), forgotten_at = coalesce(forgotten_at, now())`,
    'id in (select a.reply_id from sms_answers a where a.registration_id = any (regs)) or phone_index = any (own_phones)'],
  ['call_tasks', `phone_index = null, closed_for = coalesce(closed_for, 'lapsed'), closed_at = coalesce(closed_at, now())`, 'registration_id = any (regs)'],
  ['message_opt_outs', 'registration_id = null', 'registration_id = any (regs)'],
  // An answer that was kept for a repeated request; the key stays used.
  ['idempotency_keys', `body = null, request_hash = 'erased'`, 'exists (select from unnest(regs) as r (id) where position(r.id::text in body) > 0)'],
];

const FORGET = `
  create policy matches_owner on matches to current_user using (true) with check (true);

  -- May run again: it finds nothing that is known. own_phones: telephones that nobody else is registered with.
  create function forget_registrations(of_erasure uuid, regs uuid[], own_phones text[]) returns void language plpgsql set search_path = public, pg_temp as $$
    begin
      insert into person_erasure_files (blob_key, erasure_id, owner_region, shelf)
      select f.blob_key, of_erasure, f.owner_region, 'evidence_files' from evidence_files f join ledger_facts e on e.id = f.fact_id where e.registration_id = any (regs)
      union all select f.blob_key, of_erasure, f.owner_region, 'agreement_files' from agreement_files f join training_agreements a on a.id = f.agreement_id where a.registration_id = any (regs);
      delete from evidence_file_deletions d using ledger_facts e where e.id = d.fact_id and e.registration_id = any (regs);
      delete from evidence_files f using ledger_facts e where e.id = f.fact_id and e.registration_id = any (regs);
      delete from agreement_file_deletions d using training_agreements a where a.id = d.agreement_id and a.registration_id = any (regs);
      delete from agreement_files f using training_agreements a where a.id = f.agreement_id and a.registration_id = any (regs);
      ${EMPTIED.map(([table, change, condition]) => `update ${table} set ${change} where ${condition};`).join('\n      ')}
      delete from message_opt_outs where phone_index = any (own_phones);
      delete from number_blocks where phone_index = any (own_phones);
      ${DELETED_BY_TRAINEE.map((table) => `delete from ${table} where trainee_id = any (regs);`).join('\n      ')}
      ${DELETED.map((table) => `delete from ${table} where registration_id = any (regs);`).join('\n      ')}
    end $$;
  revoke all on function forget_registrations(uuid, uuid[], text[]) from public;

  -- Households that nobody is or was in any more, with what was recorded of them.
  create function forget_empty_households(ids uuid[]) returns void language plpgsql set search_path = public, pg_temp as $$
    declare empty uuid[] := array(select h.id from households h where h.id = any (ids) and not exists (select from registrations r where r.household_id = h.id) and not exists (select from household_memberships m where m.household_id = h.id));
    begin
      delete from household_incomes where household_id = any (empty);
      delete from support_categories where household_id = any (empty);
      delete from households where id = any (empty);
    end $$;
  revoke all on function forget_empty_households(uuid[]) from public;`;

/**
 * A person registered nowhere else keeps the random id, and the row behind it holds nothing any more. Of somebody whom another
 * county serves still, the facts of this county get an id of their own, so that nothing leads from that registration to them.
 */
const SUBJECTS = `
  create function sever_subjects(of_county text, regs uuid[], names uuid[]) returns uuid[] language plpgsql set search_path = public, pg_temp as $$
    declare subjects uuid[] := names; holder text;
    begin
      if exists (select from registrations r where r.person_id = any (names)) then
        subjects := array(select gen_random_uuid() from unnest(names));
        insert into persons (id, id_number_index, id_number) select f, 'erased.' || f, '' from unnest(subjects) as f;
        insert into person_aliases (person_id, same_as, merged_by, merged_at)
        select p.fresh, s.fresh, a.merged_by, a.merged_at from person_aliases a join unnest(names, subjects) as p (known, fresh) on p.known = a.person_id join unnest(names, subjects) as s (known, fresh) on s.known = a.same_as;
        foreach holder in array array['ledger_facts', 'exclusion_facts', 'pledge_facts', 'prior_pays', 'referrals', 'subsidy_lines', 'survey_members', 'notifications', 'call_tasks'] loop
          execute format('update %I t set person_id = m.fresh from unnest($1, $2) as m (known, fresh) where t.person_id = m.known and t.registration_id = any ($3)', holder) using names, subjects, regs;
        end loop;
        delete from rate_standings s where s.county = of_county and s.person_id = any (names);
        insert into rate_changes (county, person_id) select of_county, p from unnest(names || subjects) as p;
        perform forget_kept_histories(of_county); -- they have these facts under the ids of before
      end if;
      update persons p set id_number_index = 'erased.' || p.id, id_number = '' where p.id = any (names) and not exists (select from registrations r where r.person_id = p.id);
      return subjects;
    end $$;
  revoke all on function sever_subjects(text, uuid[], uuid[]) from public;`;

const ERASE = `
  -- Takes the person out of every table, all in one transaction. Null: done; else what stands against it meanwhile.
  create function erase_person(of_erasure uuid) returns text[] language plpgsql security definer set search_path = public, pg_temp as $$
    declare e person_erasures; regs uuid[]; names uuid[]; phones text[]; households uuid[]; hindrances text[];
    begin
      if acting_kind() <> 'system' then raise exception 'persons are erased by the service' using errcode = 'insufficient_privilege'; end if;
      select * into e from person_erasures x where x.id = of_erasure and in_scope(x.owner_region) for update;
      if e.state = 'emptied' then
        perform set_config('app.erasing', 'on', true);
        perform forget_registrations(e.id, e.registration_ids, '{}');
        perform set_config('app.erasing', '', true);
        return null;
      end if;
      if e.state is distinct from 'marked' then return null; end if;
      -- Nobody is registered in the county meanwhile: the same ID number would find the person that is being taken away.
      perform pg_advisory_xact_lock(hashtextextended('trainees.register ' || e.county, 0));
      -- The ledger's own lock: what is judged below is not overtaken by a fact that commits meanwhile.
      perform pg_advisory_xact_lock(hashtext('shouyu.ledger'), hashtext(e.county));
      regs := registrations_of_same_person(e.registration_id);
      perform from registrations r where r.id = any (regs) order by r.id for update;
      hindrances := erasure_hindrances(e.registration_id);
      if hindrances <> '{}' then return hindrances; end if;
      -- Nobody is there any more (taken back, or gone with a merged registration): nothing is to be taken, and it is done.
      if regs = '{}' then regs := array[e.registration_id]; end if;
      names := array(select n from names_of_person((select r.person_id from registrations r where r.id = e.registration_id)) as n where n is not null);
      phones := array(select r.phone_index from registrations r where r.id = any (regs) and r.phone_index is not null union select n.phone_index from notifications n where n.registration_id = any (regs) and n.phone_index <> '');
      phones := array(select p from unnest(phones) as p where not exists (select from registrations r where r.phone_index = p and r.id <> all (regs)));
      households := array(select r.household_id from registrations r where r.id = any (regs) union select m.household_id from household_memberships m where m.registration_id = any (regs));
      perform set_config('app.erasing', 'on', true);
      perform forget_registrations(e.id, regs, phones);
      delete from registrations r where r.id = any (regs);
      perform forget_empty_households(households);
      update person_erasures x set state = 'emptied', held_for = null, emptied_at = now(), registration_ids = regs, subject_ids = sever_subjects(e.county, regs, names) where x.id = e.id;
      perform set_config('app.erasing', '', true);
      return null;
    end $$;
  revoke all on function erase_person(uuid) from public;
  grant execute on function erase_person(uuid) to shouyu_app;`;

/** Facts keep their people: merges are known although no registration tells the county any more. Nobody looks after an erased person's work. */
const AFTERWARDS = `
  do $$ begin
    execute replace(pg_get_functiondef('rate_aliases(text)'::regprocedure), 'where exists (select from registrations r where r.county = of_county and r.person_id in (a.person_id, a.same_as))',
      'where exists (select from registrations r where r.county = of_county and r.person_id in (a.person_id, a.same_as)) or exists (select from person_erasures e where e.county = of_county and e.subject_ids @> array[a.person_id])');
    execute replace(pg_get_functiondef('person_aliases_known(timestamptz)'::regprocedure), 'exists (select from registrations r where r.person_id = a.person_id and in_scope(r.owner_region))',
      '(exists (select from registrations r where r.person_id = a.person_id and in_scope(r.owner_region)) or exists (select from person_erasures e where e.subject_ids @> array[a.person_id] and in_scope(e.owner_region)))');
    execute replace(pg_get_functiondef('refresh_follow_ups(text, uuid[])'::regprocedure), 'left join registrations r', 'join registrations r');
    if pg_get_functiondef('rate_aliases(text)'::regprocedure) not like '%person_erasures%' or pg_get_functiondef('person_aliases_known(timestamptz)'::regprocedure) not like '%person_erasures%'
       or pg_get_functiondef('refresh_follow_ups(text, uuid[])'::regprocedure) like '%left join registrations%' then raise exception 'a function has another text than this migration knows'; end if;
  end $$;`;

/** What an erasure takes, what it empties, and what it leaves: docs/operations.md has the list with the reasons. */
export class WhatErasuresTake1795897320000 implements MigrationInterface {
  readonly name = 'WhatErasuresTake1795897320000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [APPEND_ONLY(FOR_ERASURES), FORGET, SUBJECTS, ERASE, AFTERWARDS]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function erase_person(uuid); drop function sever_subjects(text, uuid[], uuid[]); drop function forget_empty_households(uuid[]); drop function forget_registrations(uuid, uuid[], text[]);
      drop policy matches_owner on matches;
      do $$ begin
        execute replace(pg_get_functiondef('rate_aliases(text)'::regprocedure), ' or exists (select from person_erasures e where e.county = of_county and e.subject_ids @> array[a.person_id])', '');
        execute replace(pg_get_functiondef('person_aliases_known(timestamptz)'::regprocedure), ' or exists (select from person_erasures e where e.subject_ids @> array[a.person_id] and in_scope(e.owner_region))', '');
        execute replace(pg_get_functiondef('refresh_follow_ups(text, uuid[])'::regprocedure), 'join registrations r', 'left join registrations r');
      end $$;${APPEND_ONLY('')}`);
  }
}
