import type { Exposure, PersonExposure, ShownCongestion, VacancyExposure, WaveCongestion } from '@app/notifications';

export class ExposureResponse {
  /** Posts that the person was told of in the last 7 days. */
  offers7!: number;
  /** The same of 30 days. */
  offers30!: number;
  answered30!: number;
  /** Not answered, of posts that are still offered. */
  waiting!: number;

  static of(this: void, { offers7, offers30, answered30, waiting }: Exposure): ExposureResponse {
    return { offers7, offers30, answered30, waiting };
  }
}

export class PersonExposureResponse extends ExposureResponse {
  definition!: string;

  static ofPerson(this: void, exposure: PersonExposure): PersonExposureResponse {
    return { ...ExposureResponse.of(exposure), definition: exposure.definition };
  }
}

export class CongestionResponse {
  /** People told, or to be told. */
  offered!: number;
  /** Still to be filled; null: several. */
  openings!: number | null;
  /** People told for each opening; null: none is left. */
  perOpening!: number | null;
  /** Of those people: told of another post within 7 days before or after. */
  alsoElsewhere!: number;
  /** The posts that they were told of then. */
  otherVacancies!: number;

  static of(this: void, { offered, openings, perOpening, alsoElsewhere, otherVacancies }: ShownCongestion): CongestionResponse {
    return { offered, openings, perOpening, alsoElsewhere, otherVacancies };
  }
}

export class WaveCongestionResponse extends CongestionResponse {
  waveId!: string;
  number!: number;
  byMessage!: number;
  byCall!: number;

  static ofWave(this: void, wave: ShownCongestion<WaveCongestion>): WaveCongestionResponse {
    return { ...CongestionResponse.of(wave), waveId: wave.waveId, number: wave.number, byMessage: wave.byMessage, byCall: wave.byCall };
  }
}

export class VacancyExposureResponse {
  whole!: CongestionResponse;
  waves!: WaveCongestionResponse[];
  definition!: string;

  static of({ whole, waves, definition }: VacancyExposure): VacancyExposureResponse {
    return { whole: CongestionResponse.of(whole), waves: waves.map(WaveCongestionResponse.ofWave), definition };
  }
}
