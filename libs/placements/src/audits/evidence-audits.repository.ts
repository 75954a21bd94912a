import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import type { Candidate, Placed } from './draw-sample.js';

/** Why a second officer does not accept a piece of evidence. */
export const AUDIT_CODES = ['document-missing', 'document-invalid', 'not-at-work', 'employer-denies', 'person-denies', 'details-differ', 'other'] as const;
export type AuditCode = (typeof AUDIT_CODES)[number];
export const AUDIT_VERDICTS = ['upheld', 'refused'] as const;
export type AuditVerdict = (typeof AUDIT_VERDICTS)[number];

export interface StoredAudit {
  readonly id: string;
  readonly county: string;
  readonly ownerRegion: string;
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly percent: number;
  readonly seed: string;
  readonly startedBy: string;
  readonly startedAt: Date;
  readonly finishedBy: string | null;
  readonly finishedAt: Date | null;
}

export interface AuditCandidate extends Candidate {
  readonly employmentId: string;
  readonly ownerRegion: string;
  readonly recordedBy: string;
}

/** One piece of evidence of an audit. */
export interface AuditItem extends AuditCandidate {
  readonly auditId: string;
  readonly place: number;
  readonly drawn: boolean;
  readonly verdict: AuditVerdict | null;
  readonly code: AuditCode | null;
  readonly note: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  /** Retracted since: the evidence or the employment that it proves. */
  readonly lapsed: boolean;
}

/** What became of one level. */
export interface LevelTally {
  readonly level: number;
  readonly population: number;
  readonly drawn: number;
  readonly upheld: number;
  readonly refused: number;
  readonly lapsed: number;
  readonly undecided: number;
}

export interface NewVerdict {
  readonly verdict: AuditVerdict;
  readonly code: AuditCode | null;
  readonly note: string | null;
  readonly refusalFactId: string | null;
}

const AUDIT = `id, county, owner_region as "ownerRegion", recorded_from as "from", recorded_to as "to", percent, seed, started_by as "startedBy", started_at as "startedAt", finished_by as "finishedBy", finished_at as "finishedAt"`;
/** Evidence counts while itself and the start of its employment are in force. */
const STANDS = (fact: string, employment: string): string =>
  `(fact_in_force(${fact}) and exists (select from ledger_facts s where s.employment_id = ${employment} and s.kind = 'employment-started' and fact_in_force(s.id)))`;
const ITEM = `i.audit_id as "auditId", i.fact_id as "factId", i.level, i.employment_id as "employmentId", i.owner_region as "ownerRegion", i.recorded_by as "recordedBy", i.place, i.drawn, i.verdict, i.code, i.note,
  i.decided_by as "decidedBy", i.decided_at as "decidedAt", (i.verdict is null and not ${STANDS('i.fact_id', 'i.employment_id')}) as lapsed`;
const REFUSALS_THAT_COUNT = 2;

@Injectable()
export class EvidenceAuditsRepository {
  /** E1 and E2 evidence in force that was recorded in the period, levels that audits have taken away left out. */
  async listCandidates(tx: Transaction, county: string, from: CivilDate, to: CivilDate): Promise<AuditCandidate[]> {
    return tx.query<AuditCandidate[]>(
      `select f.id as "factId", f.level, f.employment_id as "employmentId", f.owner_region as "ownerRegion", f.recorded_by as "recordedBy" from ledger_facts f
       where f.county = $1 and f.kind = 'evidence' and f.level in (1, 2)
         and f.recorded_at >= $2::date::timestamp at time zone 'Asia/Shanghai' and f.recorded_at < ($3::date + 1)::timestamp at time zone 'Asia/Shanghai'
         and ${STANDS('f.id', 'f.employment_id')}
         and (select count(*) from ledger_facts r where r.employment_id = f.employment_id and r.kind = 'evidence-refused' and r.level = f.level and fact_in_force(r.id)) < ${REFUSALS_THAT_COUNT}`,
      [county, from, to],
    );
  }

  /** Null: the county has an audit that is not finished. */
  async insert(tx: Transaction, audit: Pick<StoredAudit, 'county' | 'from' | 'to' | 'percent' | 'seed' | 'startedBy'>): Promise<StoredAudit | null> {
    const [row] = await tx.query<StoredAudit[]>(
      `insert into evidence_audits (county, owner_region, recorded_from, recorded_to, percent, seed, started_by) values ($1, rpad($1, 12, '0'), $2, $3, $4, $5, $6)
       on conflict (county) where finished_at is null do nothing returning ${AUDIT}`,
      [audit.county, audit.from, audit.to, audit.percent, audit.seed, audit.startedBy],
    );
    return row ?? null;
  }

  async insertItems(tx: Transaction, auditId: string, placed: readonly Placed<AuditCandidate>[]): Promise<void> {
    const rows = placed.map(({ candidate, place, drawn }) => ({ ...candidate, place, drawn }));
    await tx.query(
      `insert into evidence_audit_items (audit_id, fact_id, owner_region, employment_id, level, recorded_by, place, drawn)
       select $1, "factId", "ownerRegion", "employmentId", level, "recordedBy", place, drawn
       from jsonb_to_recordset($2) as g ("factId" uuid, "ownerRegion" text, "employmentId" uuid, level int, "recordedBy" text, place int, drawn boolean)`,
      [auditId, JSON.stringify(rows)],
    );
  }

  async find(tx: Transaction, id: string): Promise<StoredAudit | null> {
    const [row] = await tx.query<StoredAudit[]>(`select ${AUDIT} from evidence_audits where id = $1`, [id]);
    return row ?? null;
  }

  /** Verdicts share the audit's row, its end wants it alone: nothing is judged after the end. */
  async lock(tx: Transaction, id: string, mode: 'share' | 'update'): Promise<StoredAudit | null> {
    const [row] = await tx.query<StoredAudit[]>(`select ${AUDIT} from evidence_audits where id = $1 for ${mode}`, [id]);
    return row ?? null;
  }

  /** The newest first. */
  async list(tx: Transaction, after: readonly (string | number)[] | null, limit: number): Promise<StoredAudit[]> {
    return tx.query<StoredAudit[]>(
      `select ${AUDIT} from evidence_audits where $1::timestamptz is null or (date_trunc('milliseconds', started_at), id) < ($1::timestamptz, $2::uuid) order by date_trunc('milliseconds', started_at) desc, id desc limit $3`,
      [...(after ?? [null, null]), limit],
    );
  }

  async finish(tx: Transaction, id: string, finishedBy: string): Promise<void> {
    await tx.query('update evidence_audits set finished_by = $2, finished_at = now() where id = $1', [id, finishedBy]);
  }

  async tally(tx: Transaction, auditIds: readonly string[]): Promise<Map<string, LevelTally[]>> {
    const rows = await tx.query<(LevelTally & { auditId: string })[]>(
      `select i.audit_id as "auditId", i.level, count(*)::int as population, count(*) filter (where i.drawn)::int as drawn, count(*) filter (where i.verdict = 'upheld')::int as upheld,
              count(*) filter (where i.verdict = 'refused')::int as refused, count(*) filter (where i.drawn and i.lapsed)::int as lapsed, count(*) filter (where i.drawn and i.verdict is null and not i.lapsed)::int as undecided
       from (select i.audit_id, i.level, i.drawn, i.verdict, (i.drawn and i.verdict is null and not ${STANDS('i.fact_id', 'i.employment_id')}) as lapsed from evidence_audit_items i where i.audit_id = any ($1::uuid[])) i
       group by i.audit_id, i.level order by i.level`,
      [auditIds],
    );
    return new Map(auditIds.map((id) => [id, rows.filter((row) => row.auditId === id).map(({ level, population, drawn, upheld, refused, lapsed, undecided }) => ({ level, population, drawn, upheld, refused, lapsed, undecided }))]));
  }

  /** In the order of the draw: of all that could be drawn, or of the sample. */
  async listItems(tx: Transaction, auditId: string, which: 'all' | 'drawn' | 'undecided', after: readonly (string | number)[] | null, limit: number): Promise<AuditItem[]> {
    return tx.query<AuditItem[]>(
      `select ${ITEM} from evidence_audit_items i where i.audit_id = $1 and ($2 = 'all' or i.drawn) and ($2 <> 'undecided' or i.verdict is null and ${STANDS('i.fact_id', 'i.employment_id')})
         and ($3::int is null or (i.level, i.place) > ($3::int, $4::int)) order by i.level, i.place limit $5`,
      [auditId, which, ...(after ?? [null, null]), limit],
    );
  }

  async findItem(tx: Transaction, auditId: string, factId: string): Promise<AuditItem | null> {
    const [row] = await tx.query<AuditItem[]>(`select ${ITEM} from evidence_audit_items i where i.audit_id = $1 and i.fact_id = $2 and i.drawn`, [auditId, factId]);
    return row ?? null;
  }

  /** False: somebody has judged it before. */
  async decide(tx: Transaction, item: AuditItem, decidedBy: string, { verdict, code, note, refusalFactId }: NewVerdict): Promise<boolean> {
    const [rows] = await tx.query<[{ factId: string }[], number]>(
      `update evidence_audit_items set verdict = $3, code = $4, note = $5, decided_by = $6, decided_at = now(), refusal_fact_id = $7
       where audit_id = $1 and fact_id = $2 and drawn and verdict is null returning fact_id as "factId"`,
      [item.auditId, item.factId, verdict, code, note, decidedBy, refusalFactId],
    );
    return rows.length === 1;
  }
}
