import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { maskIdNumber, maskPhone, type Education } from '@app/kernel';
import type { Reach, WorkKind } from '@app/matching';
import { FIELD_CIPHER, type FieldCipher, type Transaction } from '@app/platform';
import type { CourseRecord, HouseholdMembership, Identity, RecordedSkill, TraineeFacts } from './trainee.js';

/** A registration as it is stored, opened: for the service alone, never an answer by itself. */
export interface StoredTrainee {
  readonly id: string;
  readonly personId: string;
  readonly version: number;
  readonly idNumberMasked: string;
  readonly phoneMasked: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly facts: TraineeFacts;
}

/** A person, and all ids under which the same person is known (merged ones). */
export interface FoundPerson {
  readonly id: string;
  readonly sameIds: readonly string[];
}

/** A registration to be written: its facts, and for a new one whose it is. */
export interface TraineeRow {
  readonly id: string;
  readonly facts: TraineeFacts;
  readonly identity?: Identity & { readonly personId: string };
}

interface Row {
  id: string; person_id: string; version: number; id_number_masked: string; phone_masked: string | null; created_at: Date; updated_at: Date;
  owner_region: string; name: string; phone: string | null; address: string | null; education: Education | null; region: string | null;
  willing_regions: string[]; reach: Reach | null; wanted_occupations: string[]; kinds_accepted: WorkKind[]; training_wanted: string[];
  min_pay: number | null; available: boolean; available_from: string | null; available_to: string | null; wishes_asked_on: string | null; wishes_hold_until: string | null;
  household: HouseholdMembership | null; skills: RecordedSkill[]; certificates: string[]; occupations: string[]; course_records: CourseRecord[];
}

const SELECT = `
  select r.*, (select jsonb_build_object('number', h.number, 'relation', r.household_relation) from households h where h.id = r.household_id) as household,
    coalesce((select jsonb_agg(jsonb_build_object('id', s.skill_id, 'level', s.level, 'source', s.source) order by s.skill_id collate "C") from registration_skills s where s.registration_id = r.id), '[]') as skills,
    array(select c.name from registration_certificates c where c.registration_id = r.id order by c.name collate "C") as certificates,
    array(select o.occupation from registration_occupations o where o.registration_id = r.id order by o.occupation collate "C") as occupations,
    coalesce((select jsonb_agg(jsonb_build_object('courseId', c.course_id, 'state', c.state, 'hoursDone', c.hours_done, 'endedOn', c.ended_on, 'plannedEnd', c.planned_end) order by c.course_id collate "C")
              from course_records c where c.registration_id = r.id and c.class_id is null), '[]') as course_records
  from registrations r`;

/** Written columns and their types, as `jsonb_to_recordset` names them. */
const COLUMNS = {
  owner_region: 'text', county: 'text', name: 'text', phone: 'text', phone_index: 'text', phone_masked: 'text', address: 'text', education: 'text', region: 'text', willing_regions: 'text[]', reach: 'text',
  wanted_occupations: 'text[]', kinds_accepted: 'text[]', training_wanted: 'text[]', min_pay: 'int', available: 'boolean', available_from: 'date', available_to: 'date',
  wishes_asked_on: 'date', wishes_hold_until: 'date', household_id: 'uuid', household_relation: 'text',
} as const;
const IDENTITY_COLUMNS = { id: 'uuid', person_id: 'uuid', id_number_masked: 'text', born_on: 'date', sex: 'text' } as const;
const typed = (columns: Record<string, string>): string => Object.entries(columns).map(([name, type]) => `${name} ${type}`).join(', ');
const WRITTEN = Object.keys(COLUMNS).join(', ');

/** Reads and writes registrations, sealing what is sealed. Every write is one statement a table, however many rows. */
@Injectable()
export class TraineeRepository {
  constructor(@Inject(FIELD_CIPHER) private readonly cipher: FieldCipher) {}

  /** One registration at a time in a county: the same people sent twice at once wait for each other instead of dead-locking. */
  async lockCounties(tx: Transaction, counties: readonly string[]): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('trainees.register ' || county, 0)) from (select distinct county from unnest($1::text[]) as county order by county) as each`, [counties]);
  }

  /** The person of each ID number, found or created; one person in the whole system. */
  async findOrCreatePersons(tx: Transaction, idNumbers: readonly string[]): Promise<Map<string, FoundPerson>> {
    const given = idNumbers.map((idNumber) => {
      const id = randomUUID();
      return { idNumber, id, index: this.#idNumberIndex(idNumber), envelope: this.cipher.seal(idNumber, { table: 'persons', column: 'id_number', rowId: id }) };
    });
    const rows = await tx.query<{ number_index: string; found_id: string; same_ids: string[] }[]>('select number_index, found_id, same_ids from find_or_create_persons($1, $2, $3)', [given.map((each) => each.index), given.map((each) => each.id), given.map((each) => each.envelope)]);
    const byIndex = new Map(rows.map((row) => [row.number_index, { id: row.found_id, sameIds: row.same_ids }]));
    return new Map(given.map((each) => [each.idNumber, byIndex.get(each.index)!]));
  }

  /** The registrations in scope of these persons, locked until the transaction ends. */
  async listByPersons(tx: Transaction, personIds: readonly string[]): Promise<StoredTrainee[]> {
    return this.#opened(await tx.query<Row[]>(`${SELECT} where r.person_id = any ($1::uuid[]) order by r.id for update of r`, [personIds]));
  }

  /** The registrations in scope with these ids, in no particular order. */
  async listByIds(tx: Transaction, ids: readonly string[]): Promise<StoredTrainee[]> {
    return this.#opened(await tx.query<Row[]>(`${SELECT} where r.id = any ($1::uuid[])`, [ids]));
  }

  /** The registration with this id, when it is in scope, locked until the transaction ends. */
  async findForChange(tx: Transaction, id: string): Promise<StoredTrainee | null> {
    return this.#opened(await tx.query<Row[]>(`${SELECT} where r.id = $1 for update of r`, [id]))[0] ?? null;
  }

  /**
   * Households by county and number, those not yet known created for the region given first.
   * @returns ids by `county number`; one that belongs to a region out of scope is missing
   */
  async findOrCreateHouseholds(tx: Transaction, given: readonly { ownerRegion: string; number: string }[]): Promise<Map<string, string>> {
    if (given.length === 0) return new Map();
    const [regions, numbers] = [given.map((each) => each.ownerRegion), given.map((each) => each.number)];
    await tx.query(`insert into households (owner_region, county, number) select distinct on (substr(region, 1, 6), number) region, substr(region, 1, 6), number from unnest($1::text[], $2::text[]) as given (region, number) order by substr(region, 1, 6), number on conflict on constraint one_household_per_county_and_number do nothing`, [regions, numbers]);
    const rows = await tx.query<{ id: string; county: string; number: string }[]>('select h.id, h.county, h.number from households h where (h.county, h.number) in (select substr(region, 1, 6), number from unnest($1::text[], $2::text[]) as given (region, number))', [regions, numbers]);
    return new Map(rows.map((row) => [`${row.county} ${row.number}`, row.id]));
  }

  /** Adds new registrations; answers the ids that were added: one is missing when its county has the person already. */
  async insert(tx: Transaction, rows: readonly TraineeRow[], households: ReadonlyMap<string, string>): Promise<Set<string>> {
    if (rows.length === 0) return new Set();
    const names = `id, person_id, id_number_masked, born_on, sex, ${WRITTEN}`;
    const added = await tx.query<{ id: string }[]>(
      `insert into registrations (${names}) select ${names} from jsonb_to_recordset($1::jsonb) as given (${typed({ ...IDENTITY_COLUMNS, ...COLUMNS })}) order by person_id
       on conflict on constraint one_registration_per_person_and_county do nothing returning id`,
      [JSON.stringify(rows.map(({ id, facts, identity }) => ({ id, person_id: identity!.personId, id_number_masked: maskIdNumber(identity!.idNumber), born_on: identity!.bornOn, sex: identity!.sex, ...this.#written(id, facts, households) })))],
    );
    const ids = new Set(added.map((row) => row.id));
    await this.#writeFacts(tx, rows.filter((row) => ids.has(row.id)));
    return ids;
  }

  /** Writes the present facts over registrations that were read for a change; each gets its next version. */
  async update(tx: Transaction, rows: readonly TraineeRow[], households: ReadonlyMap<string, string>): Promise<void> {
    if (rows.length === 0) return;
    await tx.query(
      `update registrations r set (${WRITTEN}) = (${Object.keys(COLUMNS).map((name) => `given.${name}`).join(', ')}), version = r.version + 1, updated_at = now()
       from jsonb_to_recordset($1::jsonb) as given (${typed({ id: 'uuid', ...COLUMNS })}) where r.id = given.id`,
      [JSON.stringify(rows.map(({ id, facts }) => ({ id, ...this.#written(id, facts, households) })))],
    );
    await this.#writeFacts(tx, rows);
  }

  /** Removes registrations on which nobody has built (`withdraw_registration`); answers why not by id, null = gone. */
  async withdraw(tx: Transaction, rows: readonly { readonly traineeId: string; readonly version: number }[]): Promise<Map<string, string | null>> {
    const answers = await tx.query<{ id: string; verdict: 'withdrawn' | 'built-on' | 'not-found' }[]>(
      'select id, withdraw_registration(id, version) as verdict from unnest($1::uuid[], $2::int[]) as given (id, version)',
      [rows.map((row) => row.traineeId), rows.map((row) => row.version)],
    );
    const why = { withdrawn: null, 'built-on': '登记之后已有新的记录以此为据', 'not-found': '登记不在您的管辖范围内' } as const;
    return new Map(answers.map((row) => [row.id, why[row.verdict]]));
  }

  /** The next version of a registration whose rows elsewhere (a refusal) changed what its score may say. */
  async touch(tx: Transaction, id: string): Promise<void> {
    await tx.query('update registrations set version = version + 1, updated_at = now() where id = $1', [id]);
  }

  /** The full ID numbers of registrations in scope, by registration; one that cannot be told is missing. */
  async revealIdNumbers(tx: Transaction, trainees: readonly StoredTrainee[]): Promise<Map<string, string>> {
    const rows = await tx.query<{ id: string; envelope: string | null }[]>('select id, reveal_id_number(id) as envelope from unnest($1::uuid[]) as id', [trainees.map(({ id }) => id)]);
    const personOf = new Map(trainees.map(({ id, personId }) => [id, personId]));
    return new Map(rows.flatMap(({ id, envelope }) => (envelope === null ? [] : [[id, this.cipher.open(envelope, { table: 'persons', column: 'id_number', rowId: personOf.get(id)! })]])));
  }

  /** Blind index under which a telephone is looked up. */
  phoneIndex(phone: string): string {
    return this.cipher.blindIndex('phone', phone);
  }

  #idNumberIndex(idNumber: string): string {
    return this.cipher.blindIndex('id-number', idNumber);
  }

  #written(id: string, { ownerRegion, name, phone, address, education, region, household, wishes }: TraineeFacts, households: ReadonlyMap<string, string>): Record<keyof typeof COLUMNS, unknown> {
    const county = ownerRegion.slice(0, 6);
    return {
      owner_region: ownerRegion, county, name,
      phone: phone === null ? null : this.cipher.seal(phone, { table: 'registrations', column: 'phone', rowId: id }),
      phone_index: phone === null ? null : this.phoneIndex(phone),
      phone_masked: phone === null ? null : maskPhone(phone),
      address: address === null ? null : this.cipher.seal(address, { table: 'registrations', column: 'address', rowId: id }),
      education, region, willing_regions: wishes.willingRegions, reach: wishes.reach, wanted_occupations: wishes.occupations, kinds_accepted: wishes.kindsAccepted, training_wanted: wishes.trainingWanted,
      min_pay: wishes.minPay, available: wishes.available, available_from: wishes.availableFrom, available_to: wishes.availableTo, wishes_asked_on: wishes.askedOn, wishes_hold_until: wishes.holdUntil,
      household_id: household === null ? null : (households.get(`${county} ${household.number}`) ?? null), household_relation: household?.relation ?? null,
    };
  }

  /** Skills, certificates, occupations become what is given; course records are added or take their new state, none is removed. */
  async #writeFacts(tx: Transaction, rows: readonly TraineeRow[]): Promise<void> {
    const flat = <T>(list: (facts: TraineeFacts) => readonly T[]): string => JSON.stringify(rows.flatMap(({ id, facts }) => list(facts).map((each) => ({ registration_id: id, owner_region: facts.ownerRegion, ...each }))));
    const ids = rows.map((row) => row.id);
    const skills = flat((facts) => facts.skills.map(({ id, level, source }) => ({ skill_id: id, level, source })));
    const skillRow = 'registration_id uuid, owner_region text, skill_id text, level int, source text';
    await tx.query(`delete from registration_skills s where s.registration_id = any ($1::uuid[]) and not exists (select from jsonb_to_recordset($2::jsonb) as given (${skillRow}) where given.registration_id = s.registration_id and given.skill_id = s.skill_id)`, [ids, skills]);
    await tx.query(`insert into registration_skills as s (registration_id, owner_region, skill_id, level, source) select * from jsonb_to_recordset($1::jsonb) as given (${skillRow})
      on conflict (registration_id, skill_id) do update set level = excluded.level, source = excluded.source, recorded_at = now() where (s.level, s.source) <> (excluded.level, excluded.source)`, [skills]);
    await this.#replaceNames(tx, ids, 'registration_certificates', 'name', flat((facts) => facts.certificates.map((value) => ({ value }))));
    await this.#replaceNames(tx, ids, 'registration_occupations', 'occupation', flat((facts) => facts.occupations.map((value) => ({ value }))));
    const records = flat((facts) => facts.courseRecords.map((record) => ({ course_id: record.courseId, state: record.state, hours_done: record.hoursDone, ended_on: record.endedOn, planned_end: record.plannedEnd })));
    await tx.query(
      `insert into course_records as c (registration_id, owner_region, course_id, state, hours_done, ended_on, planned_end)
       select * from jsonb_to_recordset($1::jsonb) as given (registration_id uuid, owner_region text, course_id text, state text, hours_done int, ended_on date, planned_end date)
       on conflict on constraint one_record_per_course_and_class do update set state = excluded.state, hours_done = excluded.hours_done, ended_on = excluded.ended_on, planned_end = excluded.planned_end, updated_at = now()
       where (c.state, c.hours_done, c.ended_on, c.planned_end) is distinct from (excluded.state, excluded.hours_done, excluded.ended_on, excluded.planned_end)`,
      [records],
    );
  }

  async #replaceNames(tx: Transaction, ids: readonly string[], table: 'registration_certificates' | 'registration_occupations', column: 'name' | 'occupation', rows: string): Promise<void> {
    const row = 'registration_id uuid, owner_region text, value text';
    await tx.query(`delete from ${table} t where t.registration_id = any ($1::uuid[]) and not exists (select from jsonb_to_recordset($2::jsonb) as given (${row}) where given.registration_id = t.registration_id and given.value = t.${column})`, [ids, rows]);
    await tx.query(`insert into ${table} (registration_id, owner_region, ${column}) select * from jsonb_to_recordset($1::jsonb) as given (${row}) on conflict do nothing`, [rows]);
  }

  #opened(rows: readonly Row[]): StoredTrainee[] {
    return rows.map((row) => ({
      id: row.id, personId: row.person_id, version: row.version, idNumberMasked: row.id_number_masked, phoneMasked: row.phone_masked, createdAt: row.created_at, updatedAt: row.updated_at,
      facts: {
        ownerRegion: row.owner_region, name: row.name, education: row.education, region: row.region, household: row.household,
        phone: row.phone === null ? null : this.cipher.open(row.phone, { table: 'registrations', column: 'phone', rowId: row.id }),
        address: row.address === null ? null : this.cipher.open(row.address, { table: 'registrations', column: 'address', rowId: row.id }),
        occupations: row.occupations, skills: row.skills, certificates: row.certificates, courseRecords: row.course_records,
        wishes: {
          askedOn: row.wishes_asked_on, holdUntil: row.wishes_hold_until, occupations: row.wanted_occupations, willingRegions: row.willing_regions, reach: row.reach, kindsAccepted: row.kinds_accepted,
          minPay: row.min_pay, available: row.available, availableFrom: row.available_from, availableTo: row.available_to, trainingWanted: row.training_wanted,
        },
      },
    }));
  }
}
