import { Injectable } from '@nestjs/common';
import type { StatedSkill } from '@app/catalogue';
import { Outbox, type Transaction } from '@app/platform';
import { wordingOf } from '../doubts/wording-columns.js';
import type { VacancyJobs } from '../vacancy-jobs.js';
import type { VacancyFields } from './vacancy-fields.js';
import { VacancyNews } from './vacancy-news.service.js';
import { EMPLOYERS_OF_AN_AGENCY, seatsOf, statusAfter, type ClosingReason, type VacancyState, type VacancyStatus } from './vacancy-life.js';

/** A row to be written: its columns, its skills, its state, and the state that it had (null = new). */
export interface VacancyWrite {
  readonly id: string;
  readonly fields: VacancyFields;
  readonly skills: readonly StatedSkill[];
  readonly state: VacancyState;
  readonly before: { readonly status: VacancyStatus; readonly hired: number } | null;
}

/** Where the rows of a batch come from. `runId` is null for what does not come from an import. */
export interface WriteOrigin {
  readonly ownerRegion: string;
  readonly source: string;
  readonly runId: string | null;
}

const COLUMNS: Readonly<Record<keyof VacancyFields, string>> = {
  employer_id: 'uuid', named_employer_id: 'uuid', external_id: 'text', group_key: 'text', title: 'text', cleaned_title: 'text', occupation: 'text', occupation_by: 'text', no_trade: 'boolean', region: 'text', region_label: 'text', address: 'text',
  lodging: 'boolean', min_education: 'text', pay_from: 'int', pay_to: 'int', pay_text: 'text', pay_months: 'int', pay_basis: 'text', source_openings: 'int', kind: 'text', kind_label: 'text', min_age: 'int',
  age_wish_from: 'int', age_wish_to: 'int', certificates: 'text[]', description: 'text', published_on: 'date', published_text: 'text', valid_through: 'date', starts_on: 'date', ends_on: 'date',
  contact_name: 'text', contact_phone: 'text', contact_phone_index: 'text', phone_status: 'text', content_hash: 'text',
};
const NAMES = Object.keys(COLUMNS) as (keyof VacancyFields)[];
const LIST = [...NAMES, 'wording_flags', 'wording_hash'].join(', ');
const RECORD = `r (id uuid, status text, closing_reason text, openings int, wording_flags text[], wording_hash text, ${NAMES.map((name) => `${name} ${COLUMNS[name]}`).join(', ')})`;
/** What an officer decided of a title stands until an officer decides again. */
const KEPT_OF_OFFICERS: readonly (keyof VacancyFields)[] = ['occupation', 'occupation_by', 'no_trade'];
const CHANGES = NAMES.map((name) => (KEPT_OF_OFFICERS.includes(name) ? `${name} = case when v.occupation_by = 'officer' then v.${name} else r.${name} end` : `${name} = r.${name}`)).join(', ');

const ROWS_A_STATEMENT = 500;
const IDS_A_JOB = 1000;

/** Writes vacancies many at a time: a few statements a batch, whatever its size. The caller holds the rows' locks. */
@Injectable()
export class VacancyWriter {
  constructor(private readonly outbox: Outbox, private readonly news: VacancyNews) {}

  /** Adds the new rows and changes the known ones (`before`), with their skills and validity periods. */
  async write(tx: Transaction, origin: WriteOrigin, writes: readonly VacancyWrite[]): Promise<void> {
    for (let at = 0; at < writes.length; at += ROWS_A_STATEMENT) await this.#writeBatch(tx, origin, writes.slice(at, at + ROWS_A_STATEMENT));
    await this.#openPeriods(tx, origin.runId, writes.filter((write) => write.state.status === 'open' && write.before?.status !== 'open').map((write) => write.id));
    const closed = writes.filter((write) => write.before?.status === 'open' && write.state.status !== 'open');
    for (const reason of new Set(closed.map((write) => write.state.closingReason!))) {
      await this.#closePeriods(tx, origin.runId, reason, closed.filter((write) => write.state.closingReason === reason).map((write) => write.id));
    }
    if (origin.source === 'employer') await this.news.announce(tx, new Map(writes.filter((write) => write.before?.status !== write.state.status).map((write) => [write.id, write.before?.status ?? null])));
  }

  /** Closes open vacancies; returns the ids of those that were open. */
  async close(tx: Transaction, ids: readonly string[], reason: ClosingReason, runId: string | null): Promise<string[]> {
    if (ids.length === 0) return [];
    const [rows] = await tx.query<[{ id: string }[], number]>(
      `update vacancies set status = $2, closing_reason = $3, version = version + 1, updated_at = now() where id = any ($1::uuid[]) and status = 'open' returning id`,
      [ids, statusAfter(reason), reason],
    );
    const closed = rows.map((row) => row.id);
    await this.#closePeriods(tx, runId, reason, closed);
    await this.news.announce(tx, new Map(closed.map((id) => [id, 'open'])));
    return closed;
  }

  /** Marks the telephones that stand on five or more employers: an agency's, not used for contact. */
  async markAgencies(tx: Transaction, ownerRegion: string): Promise<void> {
    // An array is made once; a subquery would be asked again for every row while the new rows are not yet counted in the statistics.
    await tx.query(
      `update vacancies set phone_status = 'agency' where owner_region = $1 and phone_status in ('valid', 'extension') and contact_phone_index = any (array(
         select contact_phone_index from vacancies where contact_phone_index is not null group by contact_phone_index having count(distinct employer_id) >= $2))`,
      [ownerRegion, EMPLOYERS_OF_AN_AGENCY],
    );
  }

  /** Tells whoever keeps matches, in the same transaction. */
  async announce(tx: Transaction, region: string, vacancyIds: readonly string[]): Promise<void> {
    for (let at = 0; at < vacancyIds.length; at += IDS_A_JOB) {
      await this.outbox.add<VacancyJobs, 'vacancies.changed'>(tx, 'vacancies.changed', { vacancyIds: vacancyIds.slice(at, at + IDS_A_JOB) }, { queue: 'counties', region });
    }
  }

  async #writeBatch(tx: Transaction, { ownerRegion, source, runId }: WriteOrigin, writes: readonly VacancyWrite[]): Promise<void> {
    const added = writes.filter((write) => write.before === null);
    const changed = writes.filter((write) => write.before !== null);
    if (added.length > 0) {
      await tx.query(
        `insert into vacancies (id, owner_region, source, first_seen_run, last_seen_run, status, closing_reason, openings, ${LIST})
         select id, $2, $3, $4, $4, status, closing_reason, openings, ${LIST} from jsonb_to_recordset($1::jsonb) as ${RECORD}`,
        [JSON.stringify(added.map(recordOf)), ownerRegion, source, runId],
      );
    }
    if (changed.length > 0) {
      await tx.query(
        `update vacancies v set ${CHANGES}, status = r.status, closing_reason = r.closing_reason, openings = r.openings, wording_flags = r.wording_flags, wording_hash = r.wording_hash, last_seen_run = coalesce($2, v.last_seen_run), missing_runs = 0, version = v.version + 1, updated_at = now()
         from jsonb_to_recordset($1::jsonb) as ${RECORD} where v.id = r.id`,
        [JSON.stringify(changed.map(recordOf)), runId],
      );
      await tx.query('delete from vacancy_skills where vacancy_id = any ($1::uuid[])', [changed.map((write) => write.id)]);
    }
    const skills = writes.flatMap((write) => write.skills.map((skill) => ({ vacancy_id: write.id, skill_id: skill.skillId, level: skill.level, essential: skill.essential })));
    if (skills.length === 0) return;
    await tx.query('insert into vacancy_skills (vacancy_id, skill_id, level, essential) select vacancy_id, skill_id, level, essential from jsonb_to_recordset($1::jsonb) as s (vacancy_id uuid, skill_id text, level int, essential boolean)', [JSON.stringify(skills)]);
  }

  async #openPeriods(tx: Transaction, runId: string | null, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await tx.query(
      `insert into vacancy_periods (vacancy_id, number, opened_by_run)
       select id, coalesce((select max(number) from vacancy_periods p where p.vacancy_id = id), 0) + 1, $2 from unnest($1::uuid[]) as id`,
      [ids, runId],
    );
  }

  async #closePeriods(tx: Transaction, runId: string | null, reason: ClosingReason, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await tx.query('update vacancy_periods set closed_at = now(), closed_by_run = $2, closing_reason = $3 where vacancy_id = any ($1::uuid[]) and closed_at is null', [ids, runId, reason]);
  }
}

/** Whatever is written is judged by its words here, whichever way it came in; a trigger holds what restricts. */
function recordOf({ id, fields, state, before }: VacancyWrite): Record<string, unknown> {
  return { id, status: state.status, closing_reason: state.closingReason, openings: seatsOf(fields.source_openings, before?.hired ?? 0), ...wordingOf(fields.title, fields.description, { ageFrom: fields.age_wish_from, ageTo: fields.age_wish_to }), ...fields };
}
