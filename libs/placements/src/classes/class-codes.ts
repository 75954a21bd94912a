import { Injectable } from '@nestjs/common';
import { padRegion, type FieldFault } from '@app/kernel';
import { OrganizationsService } from '@app/accounts';
import { CatalogueService } from '@app/catalogue';
import type { Transaction } from '@app/platform';
import { PlacementInvalid } from '../placements.errors.js';

/** What a new class names in other code lists. */
export interface ClassReferences {
  readonly courseId: string;
  readonly providerId: string | null;
  readonly region: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly seats: number;
  readonly minSeats: number;
  readonly passTheory?: number | null;
  readonly passPractice?: number | null;
}

/** What the catalogue says about a class's course. */
export interface CourseHours {
  readonly theoryHours: number | null;
  readonly practiceHours: number | null;
}

/** Whether the course, the provider and the region that a class names exist. */
@Injectable()
export class ClassCodes {
  constructor(
    private readonly catalogue: CatalogueService,
    private readonly organizations: OrganizationsService,
  ) {}

  /**
   * The hours of the class's course.
   * @throws PlacementInvalid naming every field that is wrong
   */
  async check(tx: Transaction, given: ClassReferences): Promise<CourseHours> {
    const { courses, regions } = await this.catalogue.current();
    const faults: FieldFault[] = [];
    const course = courses.find(({ id }) => id === given.courseId);
    if (course === undefined) faults.push({ path: 'courseId', message: '没有这门课程' });
    if (!regions.exists(padRegion(given.region))) faults.push({ path: 'region', message: '没有这个行政区划' });
    if (given.endsOn < given.startsOn) faults.push({ path: 'endsOn', message: '早于开班日' });
    if (given.providerId !== null && !(await this.hasProvider(tx, given.providerId))) faults.push({ path: 'providerId', message: '没有这个培训机构，或不在您的管辖范围内' });
    if (given.minSeats > given.seats) faults.push({ path: 'minSeats', message: '最少开班人数不能多于招生名额' });
    if (given.passTheory === null && given.passPractice === null) faults.push({ path: 'passTheory', message: '理论和实操至少考一项' });
    if (course === undefined || faults.length > 0) throw new PlacementInvalid(faults);
    return { theoryHours: course.theoryHours, practiceHours: course.practiceHours };
  }

  /** Whether the organization exists in the caller's scope. */
  async hasProvider(tx: Transaction, id: string): Promise<boolean> {
    return (await this.organizations.find(tx, id)) !== null;
  }

  /** Whether the region code is one of the catalogue. */
  async hasRegion(code: string): Promise<boolean> {
    return (await this.catalogue.current()).regions.exists(padRegion(code));
  }

  /** The name of a region, or its code. */
  async nameOfRegion(code: string): Promise<string> {
    return (await this.catalogue.current()).regions.find(padRegion(code))?.name ?? code;
  }
}
