import { Injectable } from '@nestjs/common';
import { padRegion, type FieldFault } from '@app/kernel';
import { OrganizationsService } from '@app/accounts';
import { CatalogueService } from '@app/catalogue';
import type { Transaction } from '@app/platform';
import { PlacementInvalid } from '../placements.errors.js';

/** What a new class names in other code lists. */
export interface ClassReferences {
  readonly courseId: string;
  readonly providerId: string;
  readonly region: string;
  readonly startsOn: string;
  readonly endsOn: string;
}

/** Whether the course, the provider and the region that a class names exist. */
@Injectable()
export class ClassCodes {
  constructor(
    private readonly catalogue: CatalogueService,
    private readonly organizations: OrganizationsService,
  ) {}

  /** @throws PlacementInvalid naming every field that is wrong */
  async check(tx: Transaction, given: ClassReferences): Promise<void> {
    const { courseNames, regions } = await this.catalogue.current();
    const faults: FieldFault[] = [];
    if (!courseNames.has(given.courseId)) faults.push({ path: 'courseId', message: '没有这门课程' });
    if (!regions.exists(padRegion(given.region))) faults.push({ path: 'region', message: '没有这个行政区划' });
    if (given.endsOn < given.startsOn) faults.push({ path: 'endsOn', message: '早于开班日' });
    if ((await this.organizations.find(tx, given.providerId)) === null) faults.push({ path: 'providerId', message: '没有这个培训机构，或不在您的管辖范围内' });
    if (faults.length > 0) throw new PlacementInvalid(faults);
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
