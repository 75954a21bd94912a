import type { BulkReport, BulkResult, Consent, Refusal, StoredTrainee } from '@app/trainees';

export class RecordedSkillResponse {
  id!: string;
  level!: number;
  source!: string;
}

export class WishesResponse {
  askedOn!: string | null;
  holdUntil!: string | null;
  occupations!: string[];
  willingRegions!: string[];
  reach!: string | null;
  kindsAccepted!: string[];
  minPay!: number | null;
  available!: boolean;
  availableFrom!: string | null;
  availableTo!: string | null;
  trainingWanted!: string[];
}

export class CourseRecordResponse {
  courseId!: string;
  state!: string;
  hoursDone!: number | null;
  endedOn!: string | null;
  plannedEnd!: string | null;
}

export class HouseholdResponse {
  number!: string;
  relation!: string | null;
}

/** A trainee as officers see them: ID number and telephone masked, the address only said to be there. */
export class TraineeResponse {
  id!: string;
  version!: number;
  /** @example '王小梅' */
  name!: string;
  /** @example '420626***********4' */
  idNumberMasked!: string;
  /** @example '138****8000' */
  phoneMasked!: string | null;
  hasAddress!: boolean;
  /** @example '420626106000' */
  ownerRegion!: string;
  region!: string | null;
  education!: string | null;
  household!: HouseholdResponse | null;
  occupations!: string[];
  skills!: RecordedSkillResponse[];
  certificates!: string[];
  wishes!: WishesResponse;
  courseRecords!: CourseRecordResponse[];
  createdAt!: string;
  updatedAt!: string;

  static of(this: void, { id, version, idNumberMasked, phoneMasked, createdAt, updatedAt, facts }: StoredTrainee): TraineeResponse {
    const { wishes } = facts;
    return {
      id, version, name: facts.name, idNumberMasked, phoneMasked, hasAddress: facts.address !== null, ownerRegion: facts.ownerRegion, region: facts.region, education: facts.education, household: facts.household,
      occupations: [...facts.occupations], skills: [...facts.skills], certificates: [...facts.certificates],
      wishes: { ...wishes, occupations: [...wishes.occupations], willingRegions: [...wishes.willingRegions], kindsAccepted: [...wishes.kindsAccepted], trainingWanted: [...wishes.trainingWanted] },
      courseRecords: [...facts.courseRecords], createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString(),
    };
  }
}

/** A row of a list: no more than a list needs. */
export class TraineeListItem {
  id!: string;
  name!: string;
  idNumberMasked!: string;
  phoneMasked!: string | null;
  ownerRegion!: string;
  education!: string | null;
  available!: boolean;
  wantedOccupations!: string[];
  wishesAskedOn!: string | null;

  static of(this: void, { id, idNumberMasked, phoneMasked, facts }: StoredTrainee): TraineeListItem {
    const { name, ownerRegion, education, wishes } = facts;
    return { id, name, idNumberMasked, phoneMasked, ownerRegion, education, available: wishes.available, wantedOccupations: [...wishes.occupations], wishesAskedOn: wishes.askedOn };
  }
}

export class TraineePage {
  items!: TraineeListItem[];
  nextCursor!: string | null;
}

export class RevealResponse {
  field!: string;
  value!: string;
}

export class LineFaultResponse {
  path!: string;
  message!: string;
}

export class LineResultResponse {
  line!: number;
  /** created, changed, unchanged or rejected. */
  outcome!: string;
  traineeId!: string | null;
  faults!: LineFaultResponse[];

  static of(this: void, { line, outcome, traineeId, faults }: BulkResult): LineResultResponse {
    return { line, outcome, traineeId, faults: faults.map(({ path, message }) => ({ path, message })) };
  }
}

/** What became of every line. */
export class ImportResponse {
  lines!: number;
  created!: number;
  changed!: number;
  unchanged!: number;
  rejected!: number;
  results!: LineResultResponse[];

  static of(this: void, { counts, results }: BulkReport): ImportResponse {
    const { created, changed, unchanged, rejected } = counts;
    return { lines: results.length, created, changed, unchanged, rejected, results: results.map(LineResultResponse.of) };
  }
}

export class ConsentResponse {
  id!: string;
  purpose!: string;
  wording!: string;
  givenAt!: string;
  withdrawnAt!: string | null;

  static of(this: void, { id, purpose, wording, givenAt, withdrawnAt }: Consent): ConsentResponse {
    return { id, purpose, wording, givenAt: givenAt.toISOString(), withdrawnAt: withdrawnAt?.toISOString() ?? null };
  }
}

export class RefusalResponse {
  id!: string;
  vacancyId!: string | null;
  employerId!: string | null;
  reason!: string | null;
  refusedOn!: string;
  untilOn!: string | null;

  static of(this: void, { id, vacancyId, employerId, reason, refusedOn, untilOn }: Refusal): RefusalResponse {
    return { id, vacancyId, employerId, reason, refusedOn, untilOn };
  }
}
