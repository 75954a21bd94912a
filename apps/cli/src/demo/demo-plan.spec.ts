import { beforeAll, describe, expect, it } from '@jest/globals';
import { bundledRegions } from '@app/catalogue';
import { addDays, idNumberFault, isInside } from '@app/kernel';
import { computeRates, FactLedger, findNamedRate, withEvidence, type LedgerSlice, type PlacementRule, type PlacementTable } from '@app/outcomes';
import { readPhone } from '@app/trainees';
import { GROUPS } from './county.js';
import { planDemo, type DemoPlan } from './demo-plan.js';
import { historyEndsAt } from './history-facts.js';

const TODAY = '2026-11-23';

let plan: DemoPlan;
beforeAll(() => {
  plan = planDemo(TODAY);
});

describe('the demo county', () => {
  it('is the same every time on the same day', () => {
    expect(planDemo(TODAY)).toEqual(plan);
  });

  it('has 5,322 people in the proportions of the article', () => {
    const counts = GROUPS.map(({ group }) => plan.people.filter((person) => person.group === group).length);
    expect(counts).toEqual([1902, 378, 556, 2346, 140]);
    expect(plan.people).toHaveLength(5322);
  });

  it('gives everybody an ID number with a right check character, and nobody that of another', () => {
    const numbers = plan.people.map(({ input }) => input.idNumber);
    expect(numbers.filter((number) => idNumberFault(number, TODAY) !== null)).toEqual([]);
    expect(new Set(numbers).size).toBe(5322);
  });

  it('gives telephones that can exist, and to some none', () => {
    const phones = plan.people.map(({ input }) => input.phone ?? null);
    expect(phones.filter((phone) => phone !== null && readPhone(phone) !== phone)).toEqual([]);
    expect(phones.filter((phone) => phone === null).length).toBeGreaterThan(400);
  });

  it('spreads people over the villages of eleven townships', () => {
    const regions = bundledRegions();
    expect(new Set(plan.people.map(({ township }) => township)).size).toBe(11);
    expect(plan.people.filter(({ township, input }) => !isInside(input.village!, township) || !regions.exists(input.village!))).toEqual([]);
    expect(new Set(plan.people.map(({ input }) => input.village)).size).toBeGreaterThan(270);
  });

  it('knows of people what rosters know: of three in five no skill, of half no wish', () => {
    const share = (has: (input: DemoPlan['people'][number]['input']) => boolean): number => plan.people.filter(({ input }) => has(input)).length / plan.people.length;
    expect(share((input) => input.skills?.length === 0)).toBeCloseTo(0.6, 1);
    expect(share((input) => input.wishes !== undefined)).toBeCloseTo(0.5, 1);
  });

  it('held 60 classes in the last fourteen months, everybody in one', () => {
    expect(plan.classes).toHaveLength(60);
    expect(plan.classes.filter(({ startsOn, endsOn }) => startsOn < addDays(TODAY, -426) || startsOn >= TODAY || endsOn < startsOn)).toEqual([]);
    expect(new Set(plan.classes.flatMap(({ members }) => members.map(({ number }) => number))).size).toBe(5322);
    expect(plan.classes.filter(({ seats, members }) => seats < members.length)).toEqual([]);
  });
});

describe('the history of the demo county', () => {
  it('was all recorded before the day began, each fact after its effective day began', () => {
    const ends = historyEndsAt(TODAY);
    expect(plan.facts.length).toBeGreaterThan(15_000);
    expect(plan.facts.filter(({ fact }) => Date.parse(fact.recordedAt) >= ends || (fact.kind !== 'class' && Date.parse(fact.recordedAt) < Date.parse(`${fact.effectiveOn}T00:00:00+08:00`)))).toEqual([]);
  });

  it('keeps class records that agree with the ledger', () => {
    const ledger = new Set(plan.facts.flatMap(({ fact }) => ('class' in fact && 'person' in fact ? [`${fact.kind} ${fact.person} ${fact.class}`] : [])));
    const has = (kind: string) => ({ person, classId }: DemoPlan['records'][number]): boolean => ledger.has(`${kind} ${person} ${classId}`);
    const disagreeing = plan.records.filter((record) => !has('enrolled')(record) || has('certified')(record) !== (record.state === 'certified') || has('dropped')(record) !== (record.state === 'dropped')
      || has('completed')(record) !== (record.state === 'certified' || record.state === 'completed'));
    expect(disagreeing).toEqual([]);
  });

  it('never hires more from a post than it has openings, nor anybody twice on one list', () => {
    const hires = plan.referrals.flatMap(({ vacancy, steps }) => (steps.at(-1)!.kind === 'hired' ? [vacancy] : []));
    expect(plan.pastVacancies.filter(({ id, openings, hired }) => hired > openings || hired !== hires.filter((vacancy) => vacancy === id).length)).toEqual([]);
    expect(new Set(plan.referrals.map(({ vacancy, person }) => `${vacancy} ${person}`)).size).toBe(plan.referrals.length);
    expect(hires.length).toBeGreaterThan(150);
  });
});

describe('one county, several figures', () => {
  let slice: LedgerSlice;
  beforeAll(() => {
    const ledger = new FactLedger();
    for (const { fact } of plan.facts) ledger.addRecord(fact);
    slice = ledger.at({ asOf: TODAY });
  });

  const named = (id: string): PlacementRule => findNamedRate(id) as PlacementRule;
  const tableOf = (rule: PlacementRule): PlacementTable => computeRates(slice, { rules: [rule], by: 'programme' })[0] as PlacementTable;
  const percent = ({ n, numerator }: { n: number; numerator: number }): number => (100 * numerator) / n;

  it('has a ledger without faults', () => {
    expect(slice.faults).toEqual([]);
  });

  it('shows R1 at 40 to 45 %, and the same people at 65 to 72 % where an officer’s visit is proof enough', () => {
    const [proven, visited] = [tableOf(named('R1')).total, tableOf(withEvidence(named('R1'), 1)).total];
    expect(proven.n).toBeGreaterThan(1_500);
    expect(visited.n).toBe(proven.n);
    expect(percent(proven)).toBeGreaterThanOrEqual(40);
    expect(percent(proven)).toBeLessThanOrEqual(45);
    expect(percent(visited)).toBeGreaterThanOrEqual(65);
    expect(percent(visited)).toBeLessThanOrEqual(72);
  });

  it('shows 75 to 80 % as R7 of the graduates’ programmes, and of the whole county where a visit is proof enough', () => {
    const graduates = tableOf(named('R7')).cells.filter(({ key }) => key === '凤雏计划' || key === '雨露计划');
    const together = graduates.reduce((sum, { n, numerator }) => ({ n: sum.n + n, numerator: sum.numerator + numerator }), { n: 0, numerator: 0 });
    const county = tableOf(withEvidence(named('R7'), 1)).total;
    for (const share of [percent(together), percent(county)]) {
      expect(share).toBeGreaterThanOrEqual(75);
      expect(share).toBeLessThanOrEqual(80);
    }
  });

  it('shows fewer still at work on day 180 than were employed by then', () => {
    expect(percent(tableOf(named('R2@180')).total)).toBeLessThan(percent(tableOf(named('R1')).total) - 5);
  });
});
