import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import {
  CLOSURE_STEPS, TOO_FEW, comparePay, countClosure, countWorkplaces, isTooSmall, presentClosure, withoutSmallPay, type ClosureStep, type PayComparison, type PresentedClosure, type Workplace,
} from '@app/outcomes';
import type { Principal } from '@app/platform';
import { ClosureScenes, type ClosureQuery, type ClosureScene } from './closure-scene.js';
import { PAY_DEFINITION, STEP_DEFINITIONS, WORKPLACE_DEFINITION, ZERO_EMPLOYMENT_DEFINITION, defineHouseholds, definePersons } from './definitions.js';

interface Defined {
  /** 口径 */
  readonly definition: string;
}

/** Counts of persons or households, in total and by township. */
export interface ClosureTable extends Defined {
  readonly total: PresentedClosure;
  readonly townships: readonly PresentedClosure[];
}

/** Figures over so many; null when they are too few to be published. */
export interface OfMany<T> extends Defined {
  readonly n: number;
  readonly figures: T | null;
  readonly message: string | null;
}

export interface ZeroEmploymentFigures {
  /** Still in the category on the day. */
  readonly listed: number;
  readonly employed: number;
  /** Nobody at work but in other kinds (public-welfare posts and the like). */
  readonly otherWorkOnly: number;
}

export interface ClosureAnswer {
  readonly region: string;
  readonly asOf: CivilDate;
  /** Give it again and get the same figures. */
  readonly knownBy: string | null;
  readonly form: 'raw' | 'published';
  readonly steps: readonly { readonly step: ClosureStep; readonly definition: string }[];
  readonly persons: ClosureTable;
  readonly households: ClosureTable;
  readonly pay: OfMany<PayComparison>;
  readonly workplaces: OfMany<Readonly<Record<Workplace, number>>>;
  readonly zeroEmployment: OfMany<ZeroEmploymentFigures>;
}

/** 培训一个、补贴一个、就业一个、脱贫一个: counts of a place at two dates. */
@Injectable()
export class ClosureService {
  constructor(private readonly scenes: ClosureScenes) {}

  /** `published`: small numbers hidden. @throws PlacementQueryInvalid, OutOfScope */
  async count(principal: Principal, query: ClosureQuery & { readonly published?: boolean | undefined }): Promise<ClosureAnswer> {
    const scene = await this.scenes.at(principal, query);
    const { region, asOf, knownByText: knownBy, persons, households } = scene;
    const form = query.published === true ? 'published' : 'raw';
    return {
      region, asOf, knownBy, form, steps: CLOSURE_STEPS.map((step) => ({ step, definition: STEP_DEFINITIONS[step] })),
      persons: { definition: definePersons(asOf, knownBy), ...presentClosure(countClosure(persons, ({ home }) => home?.slice(0, 9) ?? null), form) },
      households: { definition: defineHouseholds(asOf, knownBy), ...presentClosure(countClosure(households, ({ row }) => row.ownerRegion.slice(0, 9)), form) },
      ...outcomesOf(scene, form),
    };
  }
}

function outcomesOf({ region, asOf, knownBy, persons, priorPays, zeroEmployment }: ClosureScene, form: ClosureAnswer['form']): Pick<ClosureAnswer, 'pay' | 'workplaces' | 'zeroEmployment'> {
  const pay = comparePay(persons, priorPays, { asOf, knownBy });
  const workplaces = countWorkplaces(region.slice(0, 6), persons.flatMap(({ isExcluded, job }) => (isExcluded || job === null ? [] : [job.workplace])));
  const counts: ZeroEmploymentFigures = {
    listed: zeroEmployment.filter(({ isListed }) => isListed).length, employed: zeroEmployment.filter(({ employed }) => employed.length > 0).length,
    otherWorkOnly: zeroEmployment.filter(({ employed, otherWork }) => employed.length === 0 && otherWork.length > 0).length,
  };
  return {
    pay: ofMany(pay.persons, form === 'published' ? withoutSmallPay(pay) : pay, PAY_DEFINITION, form), workplaces: ofMany(pay.persons, workplaces, WORKPLACE_DEFINITION, form),
    zeroEmployment: ofMany(zeroEmployment.length, counts, ZERO_EMPLOYMENT_DEFINITION, form),
  };
}

function ofMany<T>(n: number, figures: T, definition: string, form: ClosureAnswer['form']): OfMany<T> {
  const isHidden = form === 'published' && isTooSmall(n);
  return { definition, n, figures: isHidden ? null : figures, message: isHidden ? TOO_FEW : null };
}
