import { Injectable } from '@nestjs/common';
import { regionPrefix } from '@app/kernel';
import type { Principal } from '@app/platform';
import { RatesNotReady } from '../../placements.errors.js';
import { countTownships } from '../projections/count-standings.js';
import { RateProjector } from '../projections/rate-projector.service.js';
import { RateProjectionsRepository, edgesOf } from '../projections/rate-projections.repository.js';
import { MatrixAnswers, type MatrixAnswer, type MatrixInput } from './matrix-answers.js';
import { PledgeRates } from './pledge-rates.service.js';
import { RateMatrix } from './rate-matrix.js';
import { MATRIX_RULES } from './rate-report-maker.js';

/** Today's named rates by township and programme, counted from what is kept beside the ledger. */
@Injectable()
export class TownshipRates {
  constructor(
    private readonly projector: RateProjector,
    private readonly projections: RateProjectionsRepository,
    private readonly answers: MatrixAnswers,
    private readonly pledges: PledgeRates,
  ) {}

  /** @throws RatesNotReady (the worker is at it), OutOfScope, PlacementQueryInvalid */
  async today(principal: Principal, input: Omit<MatrixInput, 'asOf' | 'knownBy'>): Promise<MatrixAnswer> {
    const place = await this.answers.read(principal, { region: input.region, from: input.from, to: input.to });
    const { region, period, asOf } = place;
    const [county, edges] = [region.slice(0, 6), edgesOf(asOf)];
    const counted = await this.projector.counted(county, asOf, async (tx, headMicros) => ({
      headMicros, groups: await this.projections.groups(tx, { county, homePrefix: regionPrefix(region), period, by: 'programme' }, edges),
    }));
    if (counted === null) throw new RatesNotReady();
    const matrix = new RateMatrix(MATRIX_RULES);
    for (const rule of MATRIX_RULES) for (const township of countTownships(rule, counted.groups, edges, asOf)) matrix.add(rule, township);
    const pledged = await this.pledges.of({ region, period, asOf, knownBy: counted.headMicros });
    return this.answers.write(place, counted.headMicros, [...matrix.present({ asOf, knownBy: counted.headMicros, period }), ...pledged]);
  }
}
