import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CatalogueService } from '@app/catalogue';
import { addDays, type CivilDate } from '@app/kernel';
import { COHORT_DIMENSIONS, Calendar, ClosureReport, CohortReport, DIMENSIONS, FactLedger, closureOf, computeRates, parseInstant, type CellMember, type Closure, type ClosureBooks, type CohortCounts, type CohortDimension, type LedgerSlice, type Period, type PersonHistory, type PlacementRule, type PlacementTable } from '@app/outcomes';
import { Outbox, type Database } from '@app/platform';
import fc from 'fast-check';
import { randomCases as cases } from '../../../../../test/support/random-ledgers.js';
import type { RandomCase } from '../../../../outcomes/src/testing/random-ledger.js';
import type { RawFact } from '../../../../outcomes/src/testing/slow-oracle.js';
import { freshDatabase, type TestDatabase } from '../../../../../test/support/database.js';
import { asStored, homeOfEnrolment, insertCounties, type RandomCounty } from '../../../../../test/support/random-county.js';
import { CohortReportMaker } from '../cohorts/cohort-report-maker.js';
import { PLACEMENTS_ENTITIES } from '../../placements.module.js';
import { RateMembers } from '../rate-members.service.js';
import type { RatePersonsRepository } from '../rate-persons.repository.js';
import { PledgeRates } from '../reports/pledge-rates.service.js';
import { RateMatrix, type MatrixRate } from '../reports/rate-matrix.js';
import { MATRIX_RULES, RateReportMaker } from '../reports/rate-report-maker.js';
import { RateReportsRepository } from '../reports/rate-reports.repository.js';
import { CountyHistoriesRepository } from './county-histories.repository.js';
import { CountyReader } from './county-reader.service.js';
import { CountyTexts } from './county-texts.service.js';
import { countTable, countTownships } from './count-standings.js';
import { KeptHistoriesRepository } from './kept-histories.repository.js';
import { RateProjector } from './rate-projector.service.js';
import { RateProjectionsRepository, edgesOf } from './rate-projections.repository.js';

const LEDGERS = 1_000;
const COUNTIES_AT_ONCE = 250;
/** People and closures are compared in one county of so many. */
const PAGES_OF_EVERY = 5;
const NO_BOOKS: ClosureBooks = { incomes: [], lines: [], memberships: [], supports: [], paidOn: null };
const NOBODY_IS_SHOWN = null as unknown as RatePersonsRepository;
const HEAD = Date.parse('2025-06-01T00:00:00Z') * 1_000;

/** One random ledger as a county, and the question about it. */
interface Asked extends RandomCounty {
  readonly asOf: CivilDate;
  readonly knownBy: number | null;
  readonly period: Period | null;
  readonly by: (typeof DIMENSIONS)[number] | null;
}

describe('rates counted by the database and rates computed by the library', () => {
  let fresh: TestDatabase;
  let database: Database;
  let catalogue: CatalogueService;
  beforeAll(async () => {
    fresh = await freshDatabase();
    await fresh.owner.query(`insert into courses (id, name, department) values ('c1', '甲', '农业'), ('c2', '乙', null)`);
    const opened = await fresh.open(PLACEMENTS_ENTITIES);
    database = opened.database;
    catalogue = new CatalogueService(opened.dataSource);
  });
  afterAll(() => fresh.drop());

  const projections = new RateProjectionsRepository();
  const tools = () => {
    const histories = new CountyHistoriesRepository(database);
    const reader = new CountyReader(histories, new CountyTexts(histories, new KeptHistoriesRepository(database)));
    const cohorts = new CohortReportMaker(reader, catalogue);
    return { histories, reader, cohorts, maker: new RateReportMaker(database, reader, new RateReportsRepository(), cohorts, new PledgeRates(database, histories)), projector: new RateProjector(database, reader, projections, new Outbox(), { now: () => new Date('2026-01-01T00:00:00Z') }) };
  };

  /** Standings come about in three ways: read in bulk for the day, for an earlier day (the rest falls due), or person by person. */
  async function project({ county, asOf }: Asked, way: number): Promise<void> {
    const { projector } = tools();
    await projector.build(county, way === 1 ? addDays(asOf, -90) : asOf);
    if (way === 2) await fresh.owner.query('insert into rate_changes (county, person_id) select distinct county, person_id from ledger_facts where county = $1 and person_id is not null', [county]);
  }

  /** Other days are read from the ledger alone, from what is kept as of the last instant, or as of one in the middle, so that the rest is recorded since. */
  async function keep(given: Asked, i: number): Promise<void> {
    const instants = asStored(given).map(({ recordedAt }) => recordedAt).sort();
    if (i % 4 === 0 || instants.length === 0) return;
    const { county } = given;
    const kept = new KeptHistoriesRepository(database);
    const setHead = (to: string) => fresh.owner.query('update ledger_clocks set last_recorded_at = $2 where county = $1', [county, to]);
    if (i % 4 !== 1) await setHead(instants[(7 * i) % instants.length]!);
    const making = (await kept.begin(county, 1))!;
    for (let part = 0; part <= making.bounds.length; part++) await kept.keepPart(county, making, part, { after: making.bounds[part - 1] ?? '00000000-0000-0000-0000-000000000000', upto: making.bounds[part] ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff' }, 2);
    await kept.end(county, making, true);
    await setHead('2025-06-01T00:00:00Z');
  }

  async function counted({ county, asOf, period, by }: Asked): Promise<{ tables: object[]; matrix: MatrixRate[] } | null> {
    const edges = edgesOf(asOf);
    return tools().projector.counted(county, asOf, async (tx, headMicros) => {
      const head = { asOf, knownBy: headMicros, period };
      const groups = await projections.groups(tx, { county, homePrefix: county, period, by }, edges);
      const byTownship = await projections.groups(tx, { county, homePrefix: county, period, by: 'programme' }, edges);
      const matrix = new RateMatrix(MATRIX_RULES);
      for (const rule of MATRIX_RULES) for (const township of countTownships(rule, byTownship, edges, asOf)) matrix.add(rule, township);
      return { tables: MATRIX_RULES.map((rule) => countTable(rule, groups, edges, { ...head, dimension: by })), matrix: matrix.present(head) };
    });
  }

  async function reported({ county, asOf, knownBy, period }: Asked): Promise<MatrixRate[]> {
    const { histories, maker } = tools();
    const known = (await histories.knownBy(county, knownBy))!;
    const matrix = await maker.compute({ region: `${county}000000`, asOf, knownBy: known, period }, async () => undefined);
    return matrix.present({ asOf, knownBy: known.micros, period });
  }

  async function cohort({ county, asOf, knownBy, period }: Asked, { region, rule, by }: CohortOf): Promise<CohortCounts> {
    const { histories, cohorts } = tools();
    return cohorts.count({ region, rule, by, period, asOf, knownBy: (await histories.knownBy(county, knownBy))! }, async () => undefined);
  }

  /** Who stands behind a rate, and the closure, each from one reading page by page. */
  async function readInPages({ county, asOf, knownBy, by }: Asked, rule: PlacementRule): Promise<{ members: readonly CellMember[] | null; closure: Closure }> {
    const { histories, reader } = tools();
    const known = (await histories.knownBy(county, knownBy))!;
    const report = new ClosureReport(NO_BOOKS, { asOf, knownBy: known.micros });
    const members = await new RateMembers(histories, reader, NOBODY_IS_SHOWN).find({ region: `${county}000000`, asOf, knownBy: known }, (slice) => {
      report.add(slice);
      return (computeRates(slice, { rules: [rule], by, withMembers: true }) as PlacementTable[])[0]!.total.members;
    });
    return { members, closure: { persons: report.everybody(), households: [...report.households()], zeroEmployment: report.zeroEmployment() } };
  }

  it(`agree on ${LEDGERS} random ledgers: every named rate, by every dimension and by township and programme, today and at any other instant, every cohort report, and in pages the people behind a rate and the closure`, async () => {
    const sample = fc.sample(cases, { numRuns: LEDGERS, seed: 20261128 });
    for (let from = 0; from < LEDGERS; from += COUNTIES_AT_ONCE) {
      const asked = sample.slice(from, from + COUNTIES_AT_ONCE).map((each, i) => askedOf(each, from + i));
      await insertCounties(fresh.owner, asked);
      for (const [i, question] of asked.entries()) {
        const { county, asOf, knownBy, period } = question;
        await project(question, i % 3);
        const today = sliceOf(question, null);
        const expected = { tables: computeRates(today, { rules: MATRIX_RULES, period, by: question.by }), matrix: matrixOf(today, question, HEAD) };
        expect([county, await counted(question)]).toEqual([county, expected]);
        await keep(question, from + i);
        expect([county, asOf, await reported(question)]).toEqual([county, asOf, matrixOf(sliceOf(question, knownBy), question, knownBy ?? HEAD)]);
        if (i % PAGES_OF_EVERY === 0) {
          const [rule, whole] = [MATRIX_RULES[(from + i) % MATRIX_RULES.length]!, sliceOf(question, knownBy)];
          const [table] = computeRates(whole, { rules: [rule], by: question.by, withMembers: true }) as [PlacementTable];
          expect([county, plain(await readInPages(question, rule))]).toEqual([county, plain({ members: table.total.members, closure: closureOf(whole, NO_BOOKS) })]);
        }
        const of = cohortAsked(county, from + i);
        expect([county, of.by, await cohort(question, of)]).toEqual([county, of.by, cohortOf(question, of)]);
      }
    }
  }, 900_000);
});

/** As values: a workplace that nobody named is none, however it is not there; a job that has not ended stays so. */
function plain(found: object): unknown {
  return JSON.parse(JSON.stringify(found, (key, value: unknown) => (key === 'workplace' ? (value ?? null) : value === Number.POSITIVE_INFINITY ? 'open' : value)));
}

function askedOf({ facts, query }: RandomCase, i: number): Asked {
  const period = query.from === null || query.to === null ? null : { from: query.from, to: query.to };
  const knownBy = query.knownBy === null ? null : parseInstant(query.knownBy, new Calendar());
  return { county: String(100_000 + i), facts, asOf: query.asOf, knownBy, period, by: DIMENSIONS.find((each) => each === query.by) ?? null };
}

/** A cohort report of a county or of one township in it. */
interface CohortOf {
  readonly region: string;
  readonly rule: PlacementRule;
  readonly by: CohortDimension;
}

function cohortAsked(county: string, i: number): CohortOf {
  const by = COHORT_DIMENSIONS[(i + Math.floor(i / MATRIX_RULES.length)) % COHORT_DIMENSIONS.length]!;
  return { region: `${county}${i % 3 === 0 ? '101' : '000'}000`, rule: MATRIX_RULES[i % MATRIX_RULES.length]!, by };
}

/** The report from the library alone, of all people at once. */
function cohortOf(question: Asked, { region, rule, by }: CohortOf): CohortCounts {
  const slice = sliceOf(question, question.knownBy);
  const homes = homesOf(question, question.knownBy ?? HEAD);
  const isThere = (person: string): boolean => region.endsWith('000000') || (homes.get(person) ?? '').startsWith(region.slice(0, 9));
  const report = new CohortReport({ rule, by, period: question.period, around: { homeOf: (person) => homes.get(person) ?? null, departmentOf: (course) => (course === 'c1' ? '农业' : null) } });
  report.add({ ...slice, orders: [], persons: new Map([...slice.persons].filter(([id]) => isThere(id))) });
  return report.counts();
}

function sliceOf(question: Asked, knownBy: number | null): LedgerSlice {
  const ledger = new FactLedger();
  for (const fact of asStored(question)) ledger.addRecord(fact);
  return ledger.at({ asOf: question.asOf, knownBy: knownBy ?? HEAD });
}

/** The matrix from the library alone: its people split by the home of their first enrolment. */
function matrixOf(slice: LedgerSlice, question: Asked, knownBy: number): MatrixRate[] {
  const homes = homesOf(question, knownBy);
  const townships = new Map<string, Map<string, PersonHistory>>();
  for (const person of slice.persons.values()) {
    const home = homes.get(person.id)?.slice(0, 9).padEnd(12, '0') ?? '';
    townships.set(home, (townships.get(home) ?? new Map<string, PersonHistory>()).set(person.id, person));
  }
  const matrix = new RateMatrix(MATRIX_RULES);
  for (const [township, persons] of townships) {
    for (const table of computeRates({ ...slice, persons }, { rules: MATRIX_RULES, period: question.period, by: 'programme' }) as PlacementTable[]) {
      matrix.add(table.rule, { township, total: table.total, programmes: new Map(table.cells.map((cell) => [cell.key!, cell])) });
    }
  }
  return matrix.present({ asOf: question.asOf, knownBy, period: question.period });
}

function homesOf(question: Asked, knownBy: number): Map<string, string> {
  const instant = (fact: RawFact): number => parseInstant(fact['recordedAt'], new Calendar())!;
  const enrolments = asStored(question).filter((fact) => fact.kind === 'enrolled' && instant(fact) <= knownBy);
  enrolments.sort((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : a.effectiveOn > b.effectiveOn ? 1 : instant(a) - instant(b) || (homeOfEnrolment(question.county, a.id) < homeOfEnrolment(question.county, b.id) ? -1 : 1)));
  const homes = new Map<string, string>();
  for (const fact of enrolments) if (!homes.has(fact['person'] as string)) homes.set(fact['person'] as string, homeOfEnrolment(question.county, fact.id));
  return homes;
}

