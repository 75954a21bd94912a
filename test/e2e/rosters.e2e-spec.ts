import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, type Principal } from '@app/platform';
import { AttendanceRoster, ClassesService, ClassResultsRoster, EmploymentsRoster, RosterUndo, type AttendanceRow, type EmploymentRow, type ResultRow } from '@app/placements';
import { TraineeRegistry } from '@app/trainees';
import { startApi, type TestApi } from '../support/api.js';
import { madeUpPeople, type MadeUpPerson } from '../support/people.js';
import { placementScene } from '../support/placements.js';

const COUNTY = '420626';

describe('rosters of a class and of people at work', () => {
  let api: TestApi;
  let principal: Principal;
  let classId: string;
  let className: string;
  type Known = MadeUpPerson & { readonly id: string };
  const people: Known[] = [];
  const named = (): [Known, Known, Known, Known] => people as unknown as [Known, Known, Known, Known];

  beforeAll(async () => {
    api = await startApi();
    principal = api.systemPrincipal(COUNTY);
    const made = madeUpPeople(41, { birthplace: COUNTY });
    for (let i = 0; i < 4; i++) {
      const person = made.next();
      people.push({ ...person, id: (await api.get(TraineeRegistry).register(principal, { idNumber: person.idNumber, name: person.name, phone: person.phone, township: '420626106' })).id });
    }
    classId = await placementScene(api, COUNTY, 7).completedClass([], '2026-03-01', '2026-03-20');
    className = (await api.get(ClassesService).get(principal, classId)).name;
    await api.database.owner.query('update training_classes set seats = 10 where id = $1', [classId]);
    await api.get(ClassesService).enrol(principal, classId, people.slice(0, 3).map((person) => person.id), '2026-03-01');
  });
  afterAll(() => api.close());

  const inScope = <T>(work: (tx: Parameters<ClassResultsRoster['plan']>[0]) => Promise<T>): Promise<T> => api.get(Database).inScope({ ...principal }, work);
  const result = (person: MadeUpPerson, more: Partial<ResultRow> = {}): ResultRow => ({ idNumber: person.idNumber, name: person.name, trainingClass: className, result: 'completed', on: '2026-03-20', hoursDone: 40, dropCode: null, certificateNumber: null, ...more });
  const apply = (rows: readonly ResultRow[]) => inScope((tx) => api.get(ClassResultsRoster).apply(tx, principal, rows));

  it('record results once, by number or by a name that is alone on the roll, and say why a row is returned', async () => {
    const [a, b, c, outside] = named();
    const rows = [
      result(a), result(b, { idNumber: null }), result(a), result(outside), result(c, { trainingClass: '没有的班' }), result(c, { name: '别人' }), result(c, { on: '2026-02-01' }), result(c, { on: null }),
    ];
    expect((await inScope((tx) => api.get(ClassResultsRoster).plan(tx, rows))).map((each) => each.outcome)).toEqual(['new', 'new', 'duplicate', 'faulty', 'faulty', 'faulty', 'faulty', 'faulty']);
    const done = await apply(rows);
    expect(done.map(({ outcome, faults }) => `${outcome} ${faults.map((fault) => `${fault.field}:${fault.message}`).join('；')}`)).toEqual([
      'new ', 'new ', 'duplicate ', 'faulty result:不在该班名册上，请先报名', 'faulty class:没有这个班次，请先登记班次', 'faulty name:姓名与该身份证号登记的姓名不一致', 'faulty result-on:日期早于开班日 2026-03-01', 'faulty result-on:缺少日期',
    ]);
    expect((await apply(rows.slice(0, 2))).map((each) => each.outcome)).toEqual(['unchanged', 'unchanged']);
    expect(await apply([result(a, { on: '2026-03-19' })])).toMatchObject([{ outcome: 'faulty', faults: [{ field: 'result-on' }] }]);
    const { rows: records } = await api.database.owner.query('select state, hours_done from course_records where class_id = $1 and registration_id = $2', [classId, a.id]);
    expect(records).toEqual([{ state: 'completed', hours_done: 40 }]);
  });

  it('take a result back by a retraction, unless something was built on it', async () => {
    const [, b] = named();
    const [certified] = await apply([result(b, { result: 'certified', on: '2026-03-21', certificateNumber: 'BK-2026-001' })]);
    const completedFact = (await api.database.owner.query<{ id: string }>(`select id from ledger_facts where class_id = $1 and kind = 'completed' and registration_id = $2`, [classId, b.id])).rows[0]!.id;
    expect(await inScope((tx) => api.get(RosterUndo).retract(tx, principal, [completedFact], '撤销导入'))).toEqual(['之后已有新的记录以此为据']);
    expect(await inScope((tx) => api.get(RosterUndo).retract(tx, principal, [certified!.trace!.factId], '撤销导入'))).toEqual([null]);
    expect(await inScope((tx) => api.get(RosterUndo).retract(tx, principal, [certified!.trace!.factId], '撤销导入'))).toEqual([null]);
    expect((await api.database.owner.query(`select state from course_records where class_id = $1 and registration_id = $2`, [classId, b.id])).rows).toEqual([{ state: 'completed' }]);
  });

  it('keep attendance day by day, change it by a later roster, and put back what stood before', async () => {
    const [a, , c, outside] = named();
    const row = (person: MadeUpPerson, ...days: AttendanceRow['days']): AttendanceRow => ({ idNumber: person.idNumber, name: null, trainingClass: classId, days });
    const day = (on: string, mark: 'present' | 'absent' = 'present', hours: number | null = null) => ({ on, mark, hours });
    const write = (rows: readonly AttendanceRow[]) => inScope((tx) => api.get(AttendanceRoster).apply(tx, principal, rows));
    const marks = async () => (await api.database.owner.query('select attended_on, mark, hours::float8 from attendance_marks where class_id = $1 order by registration_id = $2 desc, attended_on', [classId, a.id])).rows;
    const first = await write([row(a, day('2026-03-02', 'present', 8), day('2026-03-03')), row(c, day('2026-03-02', 'absent')), row(outside, day('2026-03-02')), row(c, day('2026-04-02')), row(a, day('2026-03-02', 'absent')), row(c, day('2026-03-02', 'absent'))]);
    expect(first.map((each) => each.outcome)).toEqual(['new', 'new', 'faulty', 'faulty', 'faulty', 'duplicate']);
    expect(first[3]!.faults).toEqual([{ field: 'attended-on', message: '2026-04-02 不在开班日 2026-03-01 至结束日 2026-03-20 之间' }]);
    const stood = await marks();
    expect((await write([row(a, day('2026-03-02', 'present', 8), day('2026-03-03'))])).map((each) => each.outcome)).toEqual(['unchanged']);
    const second = await write([row(a, day('2026-03-02', 'absent'), day('2026-03-04'))]);
    expect(second.map((each) => each.outcome)).toEqual(['changed']);
    expect(await inScope((tx) => api.get(AttendanceRoster).undo(tx, principal, [first[0]!.trace!, second[0]!.trace!]))).toEqual(['这些考勤之后又有改动', null]);
    expect(await marks()).toEqual(stood);
  });

  it('record people at work once, and return what contradicts the ledger', async () => {
    const [a, b] = named();
    const row = (person: MadeUpPerson, more: Partial<EmploymentRow> = {}): EmploymentRow => ({ idNumber: person.idNumber, name: person.name, startsOn: '2026-04-01', type: 'wage', permanent: true, employerId: null, pay: 4_000, contractMonths: null, workplace: null, ...more });
    const write = (rows: readonly EmploymentRow[]) => inScope((tx) => api.get(EmploymentsRoster).apply(tx, principal, rows));
    const done = await write([row(a), row(a), row(b, { idNumber: null }), row(b, { startsOn: '2030-01-01' })]);
    expect(done.map((each) => each.outcome)).toEqual(['new', 'duplicate', 'faulty', 'faulty']);
    expect((await write([row(a), row(a, { pay: 5_000 })])).map((each) => each.outcome)).toEqual(['unchanged', 'faulty']);
    expect(await inScope((tx) => api.get(RosterUndo).retract(tx, principal, [done[0]!.trace!.factId], '撤销导入'))).toEqual([null]);
    expect((await write([row(a)])).map((each) => each.outcome)).toEqual(['new']);
  });
});
