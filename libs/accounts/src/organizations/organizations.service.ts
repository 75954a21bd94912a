import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { padRegion } from '@app/kernel';
import { AuditTrail, Database, decodeCursor, pageOf, requireInScope, type Page, type Principal, type Transaction } from '@app/platform';
import { OrganizationExists } from '../accounts.errors.js';
import type { Department, Organization, OrganizationKind } from './organization.entity.js';

export interface NewOrganization {
  readonly kind: OrganizationKind;
  readonly name: string;
  /** Only of a department. */
  readonly department?: Department | null;
  /** The region whose work the organization does: its owner region. */
  readonly region: string;
}

const COLUMNS = `id, owner_region as "ownerRegion", kind, name, department, created_at as "createdAt", version`;

/** Bureaus, departments, offices, providers. */
@Injectable()
export class OrganizationsService {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws OutOfScope for a region that the principal does not serve; OrganizationExists */
  async create(principal: Principal, wanted: NewOrganization): Promise<Organization> {
    requireInScope(principal, wanted.region);
    return this.database.inScope(principal, async (tx) => {
      const rows = await tx.query<Organization[]>(
        `insert into organizations (id, owner_region, kind, name, department) values ($1, $2, $3, $4, $5)
         on conflict on constraint one_organization_per_name do nothing returning ${COLUMNS}`,
        [randomUUID(), padRegion(wanted.region), wanted.kind, wanted.name.trim(), wanted.department ?? null],
      );
      const created = rows[0];
      if (!created) throw new OrganizationExists();
      await this.audit.record(tx, { action: 'organization.create', subjectKind: 'organization', subjectId: created.id, region: created.ownerRegion, details: { kind: created.kind } });
      return created;
    });
  }

  /** The organizations in scope, by region and name. @throws CursorInvalid */
  async list(principal: Principal, query: { limit: number; cursor?: string | undefined }): Promise<Page<Organization>> {
    const after = decodeCursor(query.cursor, ['text', 'text', 'uuid']);
    const rows = await this.database.inScope(principal, (tx) =>
      tx.query<Organization[]>(
        `select ${COLUMNS} from organizations where $2::text is null or (owner_region, name, id) > ($2, $3, $4::uuid) order by owner_region, name, id limit $1`,
        [query.limit + 1, ...(after ?? [null, null, null])],
      ),
    );
    return pageOf(rows, query.limit, (row) => [row.ownerRegion, row.name, row.id], (row) => row);
  }

  /** The organization in scope, or null. */
  async find(tx: Transaction, id: string): Promise<Organization | null> {
    const rows = await tx.query<Organization[]>(`select ${COLUMNS} from organizations where id = $1`, [id]);
    return rows[0] ?? null;
  }
}
