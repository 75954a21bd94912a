import { randomUUID } from 'node:crypto';
import { padRegion } from '@app/kernel';
import { COUNTY, COUNTY_REGION } from './county.js';
import type { DemoPlan } from './demo-plan.js';
import type { HistoryFact } from './history-facts.js';
import { COUNTY_OFFICER, officeOf, townshipLogin } from './load-offices.js';

/** A registration as the ledger names it. */
interface Subject {
  readonly id: string;
  readonly personId: string;
  readonly ownerRegion: string;
}

/** The ids behind the demo's own names. */
export interface Names {
  readonly people: ReadonlyMap<number, Subject>;
  readonly organizations: ReadonlyMap<string, string>;
  readonly officers: ReadonlyMap<string, string>;
  readonly employers: ReadonlyMap<string, string>;
  /** Of classes, employments, past vacancies, referrals and facts. */
  readonly own: ReadonlyMap<string, string>;
}

/** The plan's history as rows of the tables. */
export class HistoryRows {
  private readonly offices: ReadonlyMap<string, string>;
  /** Which referral led to an employment. */
  private readonly referred: ReadonlyMap<string, { readonly referral: string; readonly vacancy: string }>;
  /** The county where an employer stands. */
  private readonly countyOf: ReadonlyMap<string, string>;

  constructor(
    private readonly plan: DemoPlan,
    private readonly names: Names,
  ) {
    this.countyOf = new Map(plan.employers.map(({ name, county }) => [name, county]));
    this.offices = new Map(plan.townships.map((township) => [township.code, got(names.organizations, officeOf(township))]));
    this.referred = new Map(plan.referrals.flatMap(({ id, vacancy, steps }) => steps.flatMap(({ employment }) => (employment === undefined ? [] : [[employment, { referral: id, vacancy }] as const]))));
  }

  idOf(name: string): string {
    return got(this.names.own, name);
  }

  employerId(name: string): string {
    return got(this.names.employers, name);
  }

  classes(): object[] {
    return this.plan.classes.map(({ id, name, course, provider, region, startsOn, endsOn, seats, group }) => ({
      id: this.idOf(id), county: COUNTY, owner_region: COUNTY_REGION, name, course_id: course.id, programme: course.programme, provider_id: got(this.names.organizations, provider), region: padRegion(region),
      starts_on: startsOn, ends_on: endsOn, seats, on_the_job: false, outreach: group === 'outreach', created_by: this.#officer(null), created_at: this.#announcedAt(id),
    }));
  }

  /** Exclusions stand in a table of their own. */
  facts(): object[] {
    return this.plan.facts.filter(({ fact }) => fact.kind !== 'excluded').map((entry) => {
      const { fact } = entry;
      return {
        ...this.#head(entry), recorded_at: fact.recordedAt, ...this.#subject(entry.person), kind: fact.kind,
        class_id: 'class' in fact ? this.idOf(fact.class) : null,
        employment_id: 'employment' in fact ? this.idOf(fact.employment) : null,
        employer_id: fact.kind === 'employment-started' && fact.employer !== null ? this.employerId(fact.employer) : null,
        level: 'level' in fact ? fact.level : null, retracts_fact_id: null, payload: this.#payload(entry), reason: entry.reason ?? null,
      };
    });
  }

  evidenceDetails(): object[] {
    return this.plan.facts.flatMap((entry) => {
      const { evidence } = entry;
      if (evidence === undefined) return [];
      const { form, contractNumber, signedOn, contractMonths, confirmedBy, confirmedOn, reference, months } = evidence;
      return [{
        fact_id: this.idOf(entry.fact.id), county: COUNTY, owner_region: this.#subject(entry.person).owner_region, form, contract_number: contractNumber ?? null, signed_on: signedOn ?? null,
        contract_months: contractMonths ?? null, confirmed_by: confirmedBy ?? null, confirmed_on: confirmedOn ?? null, reference: reference ?? null, months: months ?? [],
      }];
    });
  }

  exclusions(): object[] {
    return this.plan.facts.flatMap((entry) => (entry.fact.kind === 'excluded'
      ? [{ ...this.#head(entry), recorded_at: entry.fact.recordedAt, ...this.#subject(entry.person), kind: 'excluded', reason_code: entry.fact.reason, proof_reference: entry.proof }]
      : []));
  }

  courseRecords(): object[] {
    return this.plan.records.map(({ person, classId, courseId, state, hoursDone, endedOn, plannedEnd }) => {
      const { registration_id, owner_region } = this.#subject(person);
      return { registration_id, owner_region, course_id: courseId, class_id: this.idOf(classId), state, hours_done: hoursDone, ended_on: endedOn, planned_end: plannedEnd };
    });
  }

  referrals(): object[] {
    return this.plan.referrals.map(({ id, vacancy, person, steps }) => ({ id: this.idOf(id), county: COUNTY, ...this.#subject(person), vacancy_id: this.idOf(vacancy), created_by: this.#officer(person), created_at: steps[0]!.recordedAt }));
  }

  /** In the order in which they were recorded. */
  referralSteps(): object[] {
    const steps = this.plan.referrals.flatMap(({ id, person, steps: taken }) => taken.map((step, i) => ({ id, person, step, number: i + 1 })));
    return steps.sort((a, b) => (a.step.recordedAt < b.step.recordedAt ? -1 : a.step.recordedAt > b.step.recordedAt ? 1 : a.number - b.number)).map(({ id, person, step, number }) => ({
      id: randomUUID(), referral_id: this.idOf(id), county: COUNTY, owner_region: this.#subject(person).owner_region, number, kind: step.kind, effective_on: step.effectiveOn, recorded_at: step.recordedAt,
      reason_code: step.code ?? null, employment_id: step.employment === undefined ? null : this.idOf(step.employment), office_id: got(this.offices, this.#townshipOf(person)), recorded_by: this.#officer(person),
    }));
  }

  #head({ fact, person }: HistoryFact): { id: string; county: string; effective_on: string; recorded_by: string } {
    return { id: this.idOf(fact.id), county: COUNTY, effective_on: fact.effectiveOn, recorded_by: this.#officer(person) };
  }

  #subject(person: number | null): { registration_id: string | null; person_id: string | null; owner_region: string } {
    if (person === null) return { registration_id: null, person_id: null, owner_region: COUNTY_REGION };
    const { id, personId, ownerRegion } = got(this.names.people, person);
    return { registration_id: id, person_id: personId, owner_region: ownerRegion };
  }

  /** What the ledger keeps beside ids and dates, as the service writes it. */
  #payload({ fact, code }: HistoryFact): object {
    if (fact.kind === 'dropped') return { dropCode: code };
    if (fact.kind === 'employment-ended') return { leavingCode: code };
    if (fact.kind !== 'employment-started') return {};
    const { type, permanent, pay, contractMonths, employment, employer } = fact;
    // Who has no employer works at home; of every employer the county is known.
    const workplace = employer === null ? COUNTY : (this.countyOf.get(employer) ?? null);
    const referred = this.referred.get(employment);
    return {
      type, permanent, pay: pay ?? null, contractMonths: contractMonths ?? null, workplace, ...(referred === undefined ? {} : { vacancyId: this.idOf(referred.vacancy), referralId: this.idOf(referred.referral) }),
    };
  }

  #announcedAt(classId: string): string {
    return this.plan.facts.find(({ fact }) => fact.kind === 'class' && fact.class === classId)!.fact.recordedAt;
  }

  #townshipOf(person: number): string {
    return got(this.names.people, person).ownerRegion.slice(0, 9);
  }

  #officer(person: number | null): string {
    return got(this.names.officers, person === null ? COUNTY_OFFICER : townshipLogin(this.#townshipOf(person)));
  }
}

function got<Key, Value>(names: ReadonlyMap<Key, Value>, name: Key): Value {
  const found = names.get(name);
  if (found === undefined) throw new Error(`the demo has no ${String(name)}`);
  return found;
}
