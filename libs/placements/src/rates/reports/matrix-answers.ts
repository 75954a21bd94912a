import { Inject, Injectable } from '@nestjs/common';
import { isInside, type CivilDate, type Clock } from '@app/kernel';
import { findNamedRate, type Instant, type Period } from '@app/outcomes';
import { CLOCK, OutOfScope, type Principal } from '@app/platform';
import { ClassCodes } from '../../classes/class-codes.js';
import { defineRate } from '../definition.js';
import { readRateRegion } from '../rate-region.js';
import { isoOf, readQuestion } from '../rate-query.js';
import type { MatrixRate } from './rate-matrix.js';

export interface MatrixInput {
  readonly region?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly asOf?: string | undefined;
  readonly knownBy?: string | undefined;
}

/** A rate of the matrix with its definition. */
export interface DefinedMatrixRate extends MatrixRate {
  /** 口径 */
  readonly definition: string;
}

/** Every named rate of a region by township and programme, with everything that names it. */
export interface MatrixAnswer {
  readonly region: string;
  readonly period: Period | null;
  readonly asOf: CivilDate;
  readonly knownBy: string | null;
  readonly rates: readonly DefinedMatrixRate[];
}

/** What is asked, understood. */
export interface MatrixPlace {
  /** 12 digits. */
  readonly region: string;
  readonly period: Period | null;
  readonly asOf: CivilDate;
  readonly knownBy: Instant | null;
}

/** Reads questions about a region's rates, and writes answers that name what they are figures of. */
@Injectable()
export class MatrixAnswers {
  constructor(private readonly codes: ClassCodes, @Inject(CLOCK) private readonly clock: Clock) {}

  /** Figures are raw here, so only those within the caller's scope are given. @throws OutOfScope, PlacementQueryInvalid */
  async read(principal: Principal, input: MatrixInput): Promise<MatrixPlace> {
    const region = await readRateRegion(this.codes, input.region ?? principal.region);
    if (!isInside(region, principal.region)) throw new OutOfScope();
    const { period, asOf, knownBy } = readQuestion({ ...input, rule: 'R1' }, this.clock.now());
    return { region, period, asOf, knownBy };
  }

  async write({ region, period, asOf }: MatrixPlace, knownByMicros: Instant, rates: readonly MatrixRate[]): Promise<MatrixAnswer> {
    const knownBy = isoOf(knownByMicros);
    const regionName = await this.codes.nameOfRegion(region);
    const definitionOf = (id: string): string => defineRate(findNamedRate(id)!, { regionName, period, asOf, knownBy });
    return { region, period, asOf, knownBy, rates: rates.map((rate) => ({ ...rate, definition: definitionOf(rate.rule) })) };
  }
}
