import { randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import { percentOf, wilsonInterval, type EvidenceLevel } from '@app/outcomes';
import { Database, decodeCursor, pageOf, type Page, type Principal, type Transaction } from '@app/platform';
import { CountyBooks } from '../county-books.js';
import { refusalFault } from '../employments/evidence-refusal.js';
import { EvidenceRepository, type EvidenceDetail } from '../employments/evidence.repository.js';
import type { StoredFact } from '../ledger/ledger-row.js';
import type { ShownPerson } from '../people/registrations.repository.js';
import { AuditItemDecided, AuditNotFinishable, AuditOver, AuditStillOpen, AuditUnknown, EvidenceLapsed, PlacementInvalid, SecondOfficerNeeded } from '../placements.errors.js';
import { drawSample } from './draw-sample.js';
import { EvidenceAuditsRepository, type AuditCode, type AuditItem, type AuditVerdict, type LevelTally, type StoredAudit } from './evidence-audits.repository.js';

const SEED_BYTES = 16;
export const AUDIT_PERCENT_MIN = 20;

export interface NewAudit {
  /** Civil days on which the evidence was recorded, both included. */
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly percent?: number | undefined;
}

export interface VerdictInput {
  readonly verdict: AuditVerdict;
  /** Of a refusal. */
  readonly code?: AuditCode | null | undefined;
  readonly note?: string | null | undefined;
}

/** A level with its shares in percent, and the interval in which the share of the whole level lies (95 %, Wilson). */
export interface LevelShares extends LevelTally {
  readonly drawnShare: number | null;
  readonly refusedShare: number | null;
  readonly interval: readonly [number, number] | null;
}

export interface AuditView extends StoredAudit {
  readonly levels: readonly LevelShares[];
}

export interface AuditItemView extends AuditItem {
  readonly effectiveOn: CivilDate | null;
  readonly traineeId: string | null;
  readonly person: ShownPerson | null;
  readonly employerId: string | null;
  readonly detail: EvidenceDetail | null;
}

/**
 * Samples of E1 and E2 evidence. The service draws the seed, not the officer, and a county has one open audit at a time:
 * nobody picks the sample. A second officer judges each item; a refusal goes into the ledger, where two, of two officers, take the level away.
 */
@Injectable()
export class EvidenceAuditsService {
  constructor(
    private readonly database: Database,
    private readonly audits: EvidenceAuditsRepository,
    private readonly evidence: EvidenceRepository,
    private readonly books: CountyBooks,
  ) {}

  /** @throws PlacementInvalid, AuditStillOpen */
  async start(principal: Principal, { from, to, percent = AUDIT_PERCENT_MIN }: NewAudit): Promise<AuditView> {
    if (to < from) throw new PlacementInvalid([{ path: 'to', message: '不能早于开始日期' }]);
    if (to > this.books.today()) throw new PlacementInvalid([{ path: 'to', message: '不能晚于今天' }]);
    return this.database.inScope(principal, async (tx) => {
      const county = principal.region.slice(0, 6);
      const audit = await this.audits.insert(tx, { county, from, to, percent, seed: randomBytes(SEED_BYTES).toString('hex'), startedBy: principal.id });
      if (audit === null) throw new AuditStillOpen();
      const placed = drawSample(audit.seed, await this.audits.listCandidates(tx, county, from, to), percent);
      if (placed.length === 0) throw new PlacementInvalid([{ path: 'from', message: '这段时间没有登记过 E1、E2 佐证，无从抽查' }]);
      await this.audits.insertItems(tx, audit.id, placed);
      const drawn = placed.filter((each) => each.drawn).length;
      await this.books.audit.record(tx, { action: 'evidence-audit.start', subjectKind: 'evidence-audit', subjectId: audit.id, region: county, details: { seed: audit.seed, from, to, percent, population: placed.length, drawn } });
      return this.#viewOne(tx, audit);
    });
  }

  /** @throws AuditUnknown */
  async get(principal: Principal, id: string): Promise<AuditView> {
    return this.database.inScope(principal, async (tx) => this.#viewOne(tx, known(await this.audits.find(tx, id))));
  }

  /** @throws CursorInvalid */
  async list(principal: Principal, query: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<AuditView>> {
    const after = decodeCursor(query.cursor, ['instant', 'uuid']);
    return this.database.inScope(principal, async (tx) => {
      const page = pageOf(await this.audits.list(tx, after, query.limit + 1), query.limit, (row) => [row.startedAt, row.id], (row) => row);
      return { items: await this.#view(tx, page.items), nextCursor: page.nextCursor };
    });
  }

  /** The sample in the order of the draw, with what each item rests on. @throws AuditUnknown, CursorInvalid */
  async listItems(principal: Principal, id: string, query: { readonly undecided: boolean; readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<AuditItemView>> {
    const after = decodeCursor(query.cursor, ['number', 'number']);
    return this.database.inScope(principal, async (tx) => {
      known(await this.audits.find(tx, id));
      const rows = await this.audits.listItems(tx, id, query.undecided ? 'undecided' : 'drawn', after, query.limit + 1);
      const page = pageOf(rows, query.limit, (row) => [row.level, row.place], (row) => row);
      return { items: await this.#describe(tx, page.items), nextCursor: page.nextCursor };
    });
  }

  /** Everything that could be drawn, so that anybody can draw again. @throws AuditUnknown, CursorInvalid */
  async listPopulation(principal: Principal, id: string, query: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<AuditItem>> {
    const after = decodeCursor(query.cursor, ['number', 'number']);
    return this.database.inScope(principal, async (tx) => {
      known(await this.audits.find(tx, id));
      return pageOf(await this.audits.listItems(tx, id, 'all', after, query.limit + 1), query.limit, (row) => [row.level, row.place], (row) => row);
    });
  }

  /**
   * Judges one item; the same verdict sent again is the same verdict.
   * @throws AuditUnknown, AuditItemDecided, AuditOver, SecondOfficerNeeded, EvidenceLapsed, PlacementInvalid
   */
  async decide(principal: Principal, auditId: string, factId: string, input: VerdictInput): Promise<AuditItemView> {
    requireWhole(input);
    return this.database.inScope(principal, async (tx) => {
      const audit = known(await this.audits.lock(tx, auditId, 'share'));
      const item = known(await this.audits.findItem(tx, auditId, factId));
      if (item.verdict !== null) return this.#again(tx, principal, item, input);
      if (audit.finishedAt !== null) throw new AuditOver();
      if (item.recordedBy === principal.id) throw new SecondOfficerNeeded('这条佐证是您本人记录的，须由另一名经办人核查。');
      if (item.lapsed) throw new EvidenceLapsed();
      const refusalFactId = input.verdict === 'refused' ? randomUUID() : null;
      const [code, note] = [input.code ?? null, input.note ?? null];
      if (!(await this.audits.decide(tx, item, principal.id, { verdict: input.verdict, code, note, refusalFactId }))) {
        return this.#again(tx, principal, known(await this.audits.findItem(tx, auditId, factId)), input);
      }
      await this.books.audit.record(tx, { action: 'evidence-audit.decide', subjectKind: 'fact', subjectId: factId, region: item.ownerRegion, details: { auditId, verdict: input.verdict, code, level: item.level } });
      if (refusalFactId !== null) await this.#refuse(tx, principal, item, refusalFactId, `${code!}${note === null ? '' : `：${note}`}`);
      return (await this.#describe(tx, [known(await this.audits.findItem(tx, auditId, factId))]))[0]!;
    });
  }

  /** Ends an audit whose items are all judged; what lapsed counts as neither. @throws AuditUnknown, AuditNotFinishable */
  async finish(principal: Principal, id: string): Promise<AuditView> {
    return this.database.inScope(principal, async (tx) => {
      const audit = known(await this.audits.lock(tx, id, 'update'));
      if (audit.finishedAt !== null) return this.#viewOne(tx, audit);
      const view = await this.#viewOne(tx, audit);
      const left = view.levels.reduce((sum, level) => sum + level.undecided, 0);
      if (left > 0) throw new AuditNotFinishable(left);
      await this.audits.finish(tx, id, principal.id);
      const refused = view.levels.reduce((sum, level) => sum + level.refused, 0);
      await this.books.audit.record(tx, { action: 'evidence-audit.finish', subjectKind: 'evidence-audit', subjectId: id, region: audit.county, details: { refused } });
      return this.#viewOne(tx, known(await this.audits.find(tx, id)));
    });
  }

  async #again(tx: Transaction, principal: Principal, item: AuditItem, input: VerdictInput): Promise<AuditItemView> {
    if (item.decidedBy !== principal.id || item.verdict !== input.verdict || item.code !== (input.code ?? null)) throw new AuditItemDecided();
    return (await this.#describe(tx, [item]))[0]!;
  }

  async #refuse(tx: Transaction, principal: Principal, item: AuditItem, id: string, reason: string): Promise<void> {
    const evidence = (await this.books.ledger.findFact(tx, item.factId))!;
    const { registrationId, personId, ownerRegion, employmentId, level } = evidence;
    const fault = refusalFault(await this.books.ledger.listOfEmployments(tx, [employmentId!]), level as EvidenceLevel, principal.id);
    if (fault !== null) throw new SecondOfficerNeeded(fault);
    await this.books.ledger.append(tx, principal.id, [{ id, kind: 'evidence-refused', effectiveOn: this.books.today(), registrationId, personId, ownerRegion, employmentId, level, reason }]);
  }

  async #viewOne(tx: Transaction, audit: StoredAudit): Promise<AuditView> {
    return (await this.#view(tx, [audit]))[0]!;
  }

  async #view(tx: Transaction, audits: readonly StoredAudit[]): Promise<AuditView[]> {
    const tallies = await this.audits.tally(tx, audits.map((audit) => audit.id));
    return audits.map((audit) => ({ ...audit, levels: tallies.get(audit.id)!.map(sharesOf) }));
  }

  async #describe(tx: Transaction, items: readonly AuditItem[]): Promise<AuditItemView[]> {
    const employments = await this.books.ledger.listOfEmployments(tx, [...new Set(items.map((item) => item.employmentId))]);
    const details = await this.evidence.findByFacts(tx, items.map((item) => item.factId));
    const shown = await this.books.people.findShown(tx, [...new Set(employments.map((fact) => fact.registrationId!))]);
    return items.map((item) => {
      const ofEmployment = employments.filter((fact) => fact.employmentId === item.employmentId);
      const evidence: StoredFact | undefined = ofEmployment.find((fact) => fact.id === item.factId);
      const start = ofEmployment.find((fact) => fact.kind === 'employment-started' && fact.inForce);
      return { ...item, effectiveOn: evidence?.effectiveOn ?? null, traineeId: evidence?.registrationId ?? null, person: shown.get(evidence?.registrationId ?? '') ?? null, employerId: start?.employerId ?? null, detail: details.get(item.factId) ?? null };
    });
  }
}

function sharesOf(tally: LevelTally): LevelShares {
  const decided = tally.upheld + tally.refused;
  return { ...tally, drawnShare: percentOf(tally.drawn, tally.population), refusedShare: percentOf(tally.refused, decided), interval: wilsonInterval(tally.refused, decided) };
}

function requireWhole({ verdict, code = null, note = null }: VerdictInput): void {
  if (verdict === 'refused' && code === null) throw new PlacementInvalid([{ path: 'code', message: '不认可须注明原因代码' }]);
  if (verdict === 'upheld' && code !== null) throw new PlacementInvalid([{ path: 'code', message: '认可的不填原因代码' }]);
  if (code === 'other' && (note === null || note.trim() === '')) throw new PlacementInvalid([{ path: 'note', message: '原因为“其他”时须说明' }]);
}

function known<T>(found: T | null): T {
  if (found === null) throw new AuditUnknown();
  return found;
}
