import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemPrincipal, type Database, type Principal } from '@app/platform';
import fc from 'fast-check';
import { freshDatabase, type TestDatabase } from '../../../../test/support/database.js';

const COUNTY = '420626';
const RUNS = 60;
const OFFICER: Principal = { kind: 'officer', id: randomUUID(), role: 'county-officer', region: COUNTY, organizationId: null };
const DAYS = ['2026-12-07', '2026-12-08', '2027-03-01'] as const;
const PLANNED = { theory: 8, practice: 5 } as const;

interface Wanted {
  readonly classAt: number;
  readonly day: number;
  readonly period: 'morning' | 'evening';
  readonly part: 'theory' | 'practice';
  readonly hours: number;
  readonly teacher: number;
  readonly place: number;
}

const INSERT = `insert into class_sessions (id, class_id, county, owner_region, taught_on, period, part, hours, room_id, base_id, instructor_id) values ($1, $2, $3::text, rpad($3::text, 12, '0'), $4, $5, $6, $7, $8, $9, $10)`;

/** What SQL can do as the application's role, and what it cannot. */
describe('sessions of classes in the database', () => {
  let fresh: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    fresh = await freshDatabase();
    ({ database } = await fresh.open());
  });
  afterAll(() => fresh.drop());

  const idsOf = async (sql: string, params: unknown[]): Promise<string[]> => (await fresh.owner.query<{ id: string }>(sql, params)).rows.map(({ id }) => id);

  /** Two classes, two instructors, two rooms and a base that nobody else uses. */
  async function world(county = COUNTY): Promise<{ readonly classes: string[]; readonly teachers: string[]; readonly places: { readonly roomId: string | null; readonly baseId: string | null }[] }> {
    const region = `${county}000000`;
    const [provider] = await idsOf(`insert into organizations (id, owner_region, kind, name) values (gen_random_uuid(), $1, 'training-provider', $2) returning id`, [region, randomUUID()]);
    const classes = await idsOf(
      `insert into training_classes (county, owner_region, name, course_id, programme, provider_id, region, starts_on, ends_on, seats, theory_hours, practice_hours, created_by)
       select $1, $2, '班', 'welding', '项目', $3, $2, '2026-12-01', '2027-01-31', 30, $4, $5, 'test' from generate_series(1, 2) returning id`, [county, region, provider, PLANNED.theory, PLANNED.practice]);
    const teachers = await idsOf(`insert into instructors (county, name, kind, occupations, home_region, reach, created_by) select $1, '老师', 'teacher', '{6-18}', $2, 'county', 'test' from generate_series(1, 2) returning id`, [county, region]);
    const rooms = await idsOf(`insert into teaching_rooms (county, name, kind, region, seats, created_by) select $1, $3 || n, 'school', $2, 30, 'test' from generate_series(1, 2) n returning id`, [county, region, randomUUID()]);
    const bases = await idsOf(`insert into practice_bases (county, name, region, seats, occupations, created_by) values ($1, $3, $2, 30, '{6-18}', 'test') returning id`, [county, region, randomUUID()]);
    return { classes, teachers, places: [...rooms.map((roomId) => ({ roomId, baseId: null })), ...bases.map((baseId) => ({ roomId: null, baseId }))] };
  }

  /** The constraint that refused it, or null. */
  async function refusal(principal: Principal, sql: string, params: unknown[]): Promise<string | null> {
    try {
      await database.inScope(principal, (tx) => tx.query(sql, params));
      return null;
    } catch (error) {
      const { constraint, code } = (error as { driverError: { constraint?: string; code: string } }).driverError;
      return constraint ?? code;
    }
  }

  const anySession = fc.record<Wanted>({
    classAt: fc.nat(1), day: fc.nat(2), period: fc.constantFrom('morning', 'evening'), part: fc.constantFrom('theory', 'practice'), hours: fc.constantFrom(0.5, 2, 4, 5, 6), teacher: fc.nat(1), place: fc.nat(2),
  });

  it('stand as the model says, whatever is asked: nobody in two places, no hour beyond the plan, no day outside the class', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.oneof({ weight: 5, arbitrary: anySession }, { weight: 1, arbitrary: fc.nat(20) }), { maxLength: 25 }), async (deeds) => {
      const { classes, teachers, places } = await world();
      const standing = new Map<string, Wanted>();
      const allowed = (wanted: Wanted): boolean => {
        const others = [...standing.values()];
        const isTaken = others.some((other) => other.day === wanted.day && other.period === wanted.period && (other.classAt === wanted.classAt || other.teacher === wanted.teacher || other.place === wanted.place));
        const hours = others.reduce((sum, other) => sum + (other.classAt === wanted.classAt && other.part === wanted.part ? other.hours : 0), wanted.hours);
        return wanted.hours <= 5 && wanted.day < 2 && !isTaken && hours <= PLANNED[wanted.part];
      };
      for (const deed of deeds) {
        if (typeof deed === 'number') {
          const id = [...standing.keys()][deed % Math.max(1, standing.size)];
          if (id === undefined) continue;
          expect(await refusal(OFFICER, `update class_sessions set cancelled_by = 'x', cancelled_at = now(), cancel_reason = '停课' where id = $1`, [id])).toBeNull();
          standing.delete(id);
          continue;
        }
        const [id, { roomId, baseId }] = [randomUUID(), places[deed.place]!];
        const refused = await refusal(OFFICER, INSERT, [id, classes[deed.classAt], COUNTY, DAYS[deed.day], deed.period, deed.part, deed.hours, roomId, baseId, teachers[deed.teacher]]);
        expect([deed, refused === null]).toEqual([deed, allowed(deed)]);
        if (refused === null) standing.set(id, deed);
      }
      const stored = await idsOf('select id from class_sessions where class_id = any ($1::uuid[]) and cancelled_at is null order by id', [classes]);
      expect(stored).toEqual([...standing.keys()].sort());
    }), { numRuns: RUNS });
  });

  it('are added with what is there, open and large enough, and refused by the name of the rule', async () => {
    const [own, other] = [await world(), await world('420625')];
    const add = (change: { classId?: string; roomId?: string | null; baseId?: string | null; teacher?: string; hours?: number; county?: string }): Promise<string | null> => refusal(OFFICER, INSERT, [
      randomUUID(), change.classId ?? own.classes[0], change.county ?? COUNTY, DAYS[0], 'morning', 'theory', change.hours ?? 4, change.roomId === undefined ? own.places[0]!.roomId : change.roomId, change.baseId ?? null, change.teacher ?? own.teachers[0],
    ]);
    const closed = await idsOf(`update teaching_rooms set closed_days = '{[2026-12-07,2026-12-08)}' where id = $1 returning id`, [own.places[1]!.roomId]);
    const [withdrawn] = await idsOf(`update instructors set withdrawn_by = 'x', withdrawn_at = now() where id = $1 returning id`, [own.teachers[1]]);
    const [small] = await idsOf(`insert into teaching_rooms (county, name, kind, region, seats, created_by) values ($1, $3, 'school', $2, 29, 'test') returning id`, [COUNTY, `${COUNTY}000000`, randomUUID()]);
    expect(await add({ roomId: closed[0]! })).toBe('session_uses_what_is_open');
    expect(await add({ teacher: withdrawn! })).toBe('session_uses_what_is_there');
    expect(await add({ teacher: other.teachers[0]! })).toBe('session_uses_what_is_there');
    expect(await add({ roomId: other.places[0]!.roomId })).toBe('session_uses_what_is_there');
    expect(await add({ roomId: small! })).toBe('session_seats_its_class');
    const [another] = await idsOf(`insert into teaching_rooms (county, provider_id, name, kind, region, seats, created_by) values ($1, gen_random_uuid(), $3, 'school', $2, 30, 'test') returning id`, [COUNTY, `${COUNTY}000000`, randomUUID()]);
    expect(await add({ roomId: another })).toBe('session_uses_its_providers_own');
    expect(await add({ roomId: null })).toBe('session_has_one_place');
    expect(await add({ baseId: own.places[2]!.baseId })).toBe('session_has_one_place');
    expect(await add({ hours: 0 })).toBe('session_hours_fit_a_period');
    expect(await add({ classId: other.classes[0]! })).toBe('session_is_of_a_class');
    expect(await add({ county: '420625', classId: other.classes[0]!, roomId: other.places[0]!.roomId, teacher: other.teachers[0]! })).toBe('42501');
    expect(await idsOf('select id from class_sessions where class_id = any ($1::uuid[])', [[...own.classes, ...other.classes]])).toEqual([]);
    expect(await add({})).toBeNull();
  });

  it('are never rewritten or deleted; a cancelled one stays cancelled, and is replaced once', async () => {
    const { classes, teachers, places } = await world();
    const [first, second] = [randomUUID(), randomUUID()];
    const row = (id: string): unknown[] => [id, classes[0], COUNTY, DAYS[0], 'morning', 'theory', 2, places[0]!.roomId, null, teachers[0]];
    expect(await refusal(OFFICER, INSERT, row(first))).toBeNull();
    for (const change of [`taught_on = '2026-12-08'`, 'hours = 1', `instructor_id = '${teachers[1]}'`, `class_id = '${classes[1]}'`]) expect(await refusal(OFFICER, `update class_sessions set ${change} where id = $1`, [first])).toBe('42501');
    expect(await refusal(OFFICER, 'delete from class_sessions where id = $1', [first])).toBe('42501');
    const replace = INSERT.replace('instructor_id)', 'instructor_id, replaces_id)').replace('$10)', '$10, $11)');
    expect(await refusal(OFFICER, replace, [...row(second), first])).toBe('session_is_of_a_class');
    const cancel = `update class_sessions set cancelled_by = 'x', cancelled_at = now(), cancel_reason = '停课' where id = $1`;
    expect(await refusal(OFFICER, cancel, [first])).toBeNull();
    expect(await refusal(OFFICER, `update class_sessions set cancelled_by = null, cancelled_at = null, cancel_reason = null where id = $1`, [first])).toBe('cancelled_session_stays');
    expect(await refusal(OFFICER, replace, [...row(second), first])).toBeNull();
    expect(await refusal(OFFICER, cancel, [second])).toBeNull();
    expect(await refusal(OFFICER, replace, [...row(randomUUID()), first])).toBe('one_successor_per_session');
  });

  it('are written by the county and the system, and by a provider for its own classes only', async () => {
    const { classes, teachers, places } = await world();
    const [provider] = await idsOf('select provider_id as id from training_classes where id = $1', [classes[0]]);
    const as = (role: string, organizationId: string | null = null): Principal => ({ kind: 'officer', id: randomUUID(), role, region: COUNTY, organizationId });
    const add = (principal: Principal, day: number): Promise<string | null> => refusal(principal, INSERT, [randomUUID(), classes[0], COUNTY, DAYS[0], ['morning', 'afternoon', 'evening'][day], 'theory', 1, places[0]!.roomId, null, teachers[0]]);
    for (const role of ['township-officer', 'village-officer', 'department-officer', 'auditor', 'system-administrator']) expect(await add(as(role), 0)).toBe('42501');
    expect(await add(as('training-provider', randomUUID()), 0)).toBe('42501');
    expect([await add(as('training-provider', provider), 0), await add(OFFICER, 1), await add(systemPrincipal('test', COUNTY), 2)]).toEqual([null, null, null]);
    const seen = (principal: Principal): Promise<number> => database.inScope(principal, async (tx) => (await tx.query<unknown[]>('select 1 from class_sessions where class_id = $1', [classes[0]])).length);
    expect([await seen(as('training-provider', provider)), await seen(as('training-provider', randomUUID())), await seen(as('village-officer')), await seen({ ...OFFICER, region: '420625' })]).toEqual([3, 0, 3, 0]);
  });
});
