import { OfficersService, OrganizationsService, type NewOfficer, type NewOrganization } from '@app/accounts';
import type { CivilDate } from '@app/kernel';
import { Database, systemPrincipal } from '@app/platform';
import type { INestApplicationContext } from '@nestjs/common';
import { COUNTY, PROVIDERS, type Township } from './county.js';
import { knownIds, markDone, rememberIds, type DemoStore } from './demo-store.js';

/** A login that is printed once. */
export interface DemoLogin {
  readonly loginName: string;
  readonly role: string;
  readonly displayName: string;
  readonly password: string;
}

export const COUNTY_OFFICER = 'demo-county';
const BUREAU = '保康县人力资源和社会保障局';

/** The login name of a township's officer. */
export function townshipLogin(township: string): string {
  return `demo-${township}`;
}

/** The office of a township. */
export function officeOf(township: Township): string {
  return `${township.name}人社服务中心`;
}

type PlannedOfficer = Omit<NewOfficer, 'organizationId' | 'password'> & { readonly organization: string };

function organizationsOf(townships: readonly Township[]): NewOrganization[] {
  return [
    { kind: 'county-bureau', name: BUREAU, region: COUNTY },
    ...townships.map((township): NewOrganization => ({ kind: 'township-office', name: officeOf(township), region: township.code })),
    ...PROVIDERS.map(({ name }): NewOrganization => ({ kind: 'training-provider', name, region: COUNTY })),
  ];
}

function officersOf(townships: readonly Township[]): PlannedOfficer[] {
  return [
    { organization: BUREAU, role: 'system-administrator', region: COUNTY, loginName: 'demo-admin', displayName: '系统管理员（演示）' },
    { organization: BUREAU, role: 'county-officer', region: COUNTY, loginName: COUNTY_OFFICER, displayName: '县级经办人（演示）' },
    { organization: BUREAU, role: 'auditor', region: COUNTY, loginName: 'demo-auditor', displayName: '审计员（演示）' },
    ...townships.map((township): PlannedOfficer => ({ organization: officeOf(township), role: 'township-officer', region: township.code, loginName: townshipLogin(township.code), displayName: `${township.name}经办人（演示）` })),
  ];
}

/**
 * The county's offices and officers. Where an earlier load was cut off after them, nobody may have read the passwords:
 * they are made anew.
 * @returns the logins to print
 */
export async function loadOffices(context: INestApplicationContext, store: DemoStore, townships: readonly Township[], day: CivilDate): Promise<DemoLogin[]> {
  const [organizations, officers] = [context.get(OrganizationsService), context.get(OfficersService)];
  const principal = systemPrincipal('demo', COUNTY);
  const wasCutOff = await store.isDone('offices');
  return context.get(Database).inScope(principal, async (tx) => {
    const logins: DemoLogin[] = [];
    if (wasCutOff) {
      for (const id of (await knownIds(tx, 'officer')).values()) {
        const { officer, password } = await officers.resetPassword(principal, id);
        logins.push({ ...officer, password });
      }
      return logins;
    }
    const [offices, people] = [new Map<string, string>(), new Map<string, string>()];
    for (const wanted of organizationsOf(townships)) offices.set(wanted.name, (await organizations.create(principal, wanted)).id);
    for (const { organization, ...wanted } of officersOf(townships)) {
      const { officer, password } = await officers.create(principal, { ...wanted, organizationId: offices.get(organization)! });
      people.set(officer.loginName, officer.id);
      logins.push({ ...officer, password });
    }
    await rememberIds(tx, 'organization', offices);
    await rememberIds(tx, 'officer', people);
    await markDone(tx, 'offices', day);
    return logins;
  });
}
