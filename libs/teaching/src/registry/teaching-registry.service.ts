import { Injectable } from '@nestjs/common';
import { mayDo, OrganizationsService, type OrganizationKind } from '@app/accounts';
import { CatalogueService } from '@app/catalogue';
import { padRegion, type FieldFault } from '@app/kernel';
import { AuditTrail, Database, decodeCursor, pageOf, StaleVersion, type Page, type Principal, type Transaction } from '@app/platform';
import { countyOf } from '../county-of.js';
import { ResourceUnknown, TeachingInputInvalid } from '../teaching.errors.js';
import { resourceFaults, type BaseWords, type InstructorWords, type ResourceKind, type ResourceWords } from './resource.js';
import { ResourcesRepository, type ResourceFilter, type ShownResource } from './resources.repository.js';

const AUDITED = { instructor: 'instructor', room: 'teaching-room', base: 'practice-base' } as const satisfies Record<ResourceKind, string>;
const COMPANIES = ['employer', 'practice-base'] as const satisfies readonly OrganizationKind[];

/** Instructors, rooms and practice bases: a provider keeps its own, the county's officers everybody's and the county's pool. */
@Injectable()
export class TeachingRegistry {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditTrail,
    private readonly resources: ResourcesRepository,
    private readonly organizations: OrganizationsService,
    private readonly catalogue: CatalogueService,
  ) {}

  /**
   * @param providerId whose it is; null: the county's pool, or the provider that the caller works for
   * @throws TeachingInputInvalid, ResourceExists
   */
  async add<Kind extends ResourceKind>(principal: Principal, kind: Kind, providerId: string | null, words: ResourceWords[Kind]): Promise<ShownResource<Kind>> {
    return this.database.inScope(principal, async (tx) => {
      const isProvider = principal.role === 'training-provider';
      const owner = isProvider ? principal.organizationId : providerId;
      const foreign = isProvider && providerId !== null && providerId !== owner;
      const found = owner === null ? null : await this.organizations.find(tx, owner);
      if (foreign || (owner !== null && found?.kind !== 'training-provider')) throw new TeachingInputInvalid([{ path: 'providerId', message: '没有这个培训机构，或不在您的管辖范围内' }]);
      const settled = await this.#checked(tx, principal, kind, words);
      const id = await this.resources.insert(tx, kind, countyOf(principal), owner, settled);
      return this.#done(tx, principal, kind, 'create', id);
    });
  }

  /** @throws ResourceUnknown */
  async get<Kind extends ResourceKind>(principal: Principal, kind: Kind, id: string): Promise<ShownResource<Kind>> {
    return this.database.inScope(principal, (tx) => this.#get(tx, principal, kind, id));
  }

  /** By place, without those withdrawn. @throws CursorInvalid */
  async list<Kind extends ResourceKind>(principal: Principal, kind: Kind, query: ResourceFilter & { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<ShownResource<Kind>>> {
    const after = decodeCursor(query.cursor, ['text', 'uuid']);
    const page = { after, limit: query.limit + 1, mayReadPeople: mayReadPeople(principal) };
    const rows = await this.database.inScope(principal, (tx) => this.resources.list(tx, kind, query, page));
    return pageOf(rows, query.limit, (row) => [placeOf(row), row.id], (row) => row);
  }

  /** @throws ResourceUnknown, StaleVersion, TeachingInputInvalid, ResourceExists, ResourceChangeRefused (withdrawn; closed on a day with a session) */
  async change<Kind extends ResourceKind>(principal: Principal, kind: Kind, id: string, version: number, change: Partial<ResourceWords[Kind]>): Promise<ShownResource<Kind>> {
    return this.database.inScope(principal, async (tx) => {
      const row = await this.#lock(tx, principal, kind, id, version);
      const settled = await this.#checked(tx, principal, kind, { ...ownWords(row), ...change });
      await this.resources.change(tx, kind, id, settled);
      return this.#done(tx, principal, kind, 'change', id);
    });
  }

  /** @throws ResourceUnknown, StaleVersion, ResourceChangeRefused (withdrawn already; sessions are still to come) */
  async withdraw<Kind extends ResourceKind>(principal: Principal, kind: Kind, id: string, version: number): Promise<ShownResource<Kind>> {
    return this.database.inScope(principal, async (tx) => {
      await this.#lock(tx, principal, kind, id, version);
      await this.resources.withdraw(tx, kind, id, principal.id);
      return this.#done(tx, principal, kind, 'withdraw', id);
    });
  }

  /** The words as they are kept: codes padded, text trimmed. @throws TeachingInputInvalid naming every field */
  async #checked<Kind extends ResourceKind>(tx: Transaction, principal: Principal, kind: Kind, given: ResourceWords[Kind]): Promise<ResourceWords[Kind]> {
    const { occupations, regions } = await this.catalogue.current();
    const words = settled(given);
    const faults: FieldFault[] = resourceFaults(kind, words, countyOf(principal), { hasOccupation: (code) => occupations.has(code), hasRegion: (code) => regions.exists(code) });
    if ('registrationId' in words) faults.push(...(await this.#personFaults(tx, principal, words)));
    if ('companyId' in words) faults.push(...(await this.#partnerFaults(tx, words)));
    if (faults.length > 0) throw new TeachingInputInvalid(faults);
    return words;
  }

  async #personFaults(tx: Transaction, principal: Principal, { registrationId }: InstructorWords): Promise<FieldFault[]> {
    if (registrationId === null || (mayReadPeople(principal) && (await this.resources.hasRegistration(tx, countyOf(principal), registrationId)))) return [];
    return [{ path: 'registrationId', message: '没有这名学员，或不在您的管辖范围内' }];
  }

  async #partnerFaults(tx: Transaction, { companyId, cooperativeId }: BaseWords): Promise<FieldFault[]> {
    const kindOf = async (id: string | null): Promise<OrganizationKind | null> => (id === null ? null : ((await this.organizations.find(tx, id))?.kind ?? null));
    const [company, cooperative] = [await kindOf(companyId), await kindOf(cooperativeId)];
    return [
      ...(companyId !== null && !COMPANIES.some((kind) => kind === company) ? [{ path: 'companyId', message: '没有这个公司（用人单位或实训基地）' }] : []),
      ...(cooperativeId !== null && cooperative !== 'cooperative' ? [{ path: 'cooperativeId', message: '没有这个合作社' }] : []),
    ];
  }

  async #get<Kind extends ResourceKind>(tx: Transaction, principal: Principal, kind: Kind, id: string): Promise<ShownResource<Kind>> {
    const row = await this.resources.find(tx, kind, id, mayReadPeople(principal));
    if (row === null) throw new ResourceUnknown();
    return row;
  }

  /** A provider that sees what is the county's cannot keep it: for it, there is none. */
  async #lock<Kind extends ResourceKind>(tx: Transaction, principal: Principal, kind: Kind, id: string, version: number): Promise<ShownResource<Kind>> {
    const stored = await this.resources.lock(tx, kind, id);
    if (stored === null) throw new ResourceUnknown();
    if (stored !== version) throw new StaleVersion();
    return this.#get(tx, principal, kind, id);
  }

  async #done<Kind extends ResourceKind>(tx: Transaction, principal: Principal, kind: Kind, verb: string, id: string): Promise<ShownResource<Kind>> {
    await this.audit.record(tx, { action: `${AUDITED[kind]}.${verb}`, subjectKind: AUDITED[kind], subjectId: id, region: principal.region });
    return this.#get(tx, principal, kind, id);
  }
}

const mayReadPeople = ({ kind, role }: Principal): boolean => kind === 'system' || mayDo(role, 'trainee.read');

const placeOf = (row: ShownResource<ResourceKind>): string => ('region' in row ? row.region : row.homeRegion);

/** The name of a registered instructor is the registration's, not a word of the register. */
function ownWords<Kind extends ResourceKind>(row: ShownResource<Kind>): ResourceWords[Kind] {
  return 'registrationId' in row && row.registrationId !== null ? { ...row, name: null } : row;
}

function settled<Words extends ResourceWords[ResourceKind]>(words: Words): Words {
  const padded = 'region' in words ? { ...words, region: padRegion(words.region) } : { ...words, homeRegion: padRegion(words.homeRegion) };
  return { ...padded, name: words.name?.trim() ?? null };
}
