import { Injectable } from '@nestjs/common';
import { AuditTrail, Database, StaleVersion, type Principal } from '@app/platform';
import type { TeachingPolicy } from '@app/scheduling';
import { countyOf } from '../county-of.js';
import { TeachingInputInvalid } from '../teaching.errors.js';
import { teachingDaysFaults } from './teaching-days.js';
import { TeachingDaysRepository, type TeachingDays } from './teaching-days.repository.js';

/** Days of rest and seasons of farm work, kept by the county's officers; public holidays are dated data of `scheduling`. */
@Injectable()
export class TeachingDaysService {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditTrail,
    private readonly days: TeachingDaysRepository,
  ) {}

  async current(principal: Principal): Promise<TeachingDays> {
    return this.database.inScope(principal, (tx) => this.days.current(tx, countyOf(principal)));
  }

  /**
   * The next version. Sessions that stand stay as they are.
   * @param basedOn the number that the caller has read
   * @throws TeachingInputInvalid, StaleVersion
   */
  async set(principal: Principal, basedOn: number, wanted: Pick<TeachingPolicy, 'restWeekdays' | 'farmSeasons'>): Promise<TeachingDays> {
    const faults = teachingDaysFaults(wanted);
    if (faults.length > 0) throw new TeachingInputInvalid(faults);
    const county = countyOf(principal);
    return this.database.inScope(principal, async (tx) => {
      if ((await this.days.current(tx, county)).number !== basedOn) throw new StaleVersion();
      await this.days.add(tx, county, basedOn + 1, wanted);
      await this.audit.record(tx, { action: 'teaching-days.set', subjectKind: 'county', subjectId: county, region: county, details: { number: basedOn + 1, seasons: wanted.farmSeasons.length } });
      return this.days.current(tx, county);
    });
  }
}
