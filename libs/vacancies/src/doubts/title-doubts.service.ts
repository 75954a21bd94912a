import { Injectable } from '@nestjs/common';
import { aliasKey, CatalogueService, decideTitle, OfficerAliases, type Catalogue, type Suggestion } from '@app/catalogue';
import { padRegion, type FieldFault } from '@app/kernel';
import { AuditTrail, Database, decodeCursor, pageOf, regionRange, type Page, type Principal, type Transaction } from '@app/platform';
import { UnknownOccupation } from '../vacancies.errors.js';
import { countyOf } from '../imports/vacancy-sources.service.js';
import type { TitleVerdict } from './doubt.entity.js';
import { NotAnOccupation, TitleDecisionUnclear, TitleDecisionUnknown, TitleNotWaiting, TitleTaught } from './doubts.errors.js';
import { TitleDoubtsRepository, type TitleDecisionRow, type WaitingTitle } from './title-doubts.repository.js';
import { WordsRereader } from './words-rereader.js';

/** What an officer says of a wording: exactly one of the three. */
export interface TitleDecisionInput {
  readonly wording: string;
  readonly occupation?: string;
  readonly noTrade?: boolean;
  readonly undecidable?: boolean;
}

export type TitleDoubt = WaitingTitle & { readonly suggestions: readonly Suggestion[] };

/** A decision with the vacancies that wait for it. */
export interface DecidedTitle {
  readonly wording: string;
  readonly verdict: TitleVerdict;
  readonly occupation: string | null;
  readonly vacancies: number;
}

interface Decision extends DecidedTitle {
  readonly path: string;
  readonly alias: string;
}

/** What is known of titles, and the way to teach more. */
@Injectable()
export class CatalogueKnowledge {
  constructor(private readonly catalogues: CatalogueService, readonly aliases: OfficerAliases) {}

  current(): Promise<Catalogue> {
    return this.catalogues.current();
  }
}

/** Wordings that no rule decides. An officer's choice becomes an alias of the catalogue and decides every vacancy that waits. */
@Injectable()
export class TitleDoubts {
  constructor(
    private readonly database: Database,
    private readonly doubts: TitleDoubtsRepository,
    private readonly rereader: WordsRereader,
    private readonly catalogue: CatalogueKnowledge,
    private readonly audit: AuditTrail,
  ) {}

  /** Wordings with most vacancies first, each with what it might mean. */
  async list(principal: Principal, query: { readonly source?: string; readonly limit: number; readonly cursor?: string }): Promise<Page<TitleDoubt>> {
    const after = decodeCursor(query.cursor, ['number', 'text']) as readonly [number, string] | null;
    const catalogue = await this.catalogue.current();
    const rows = await this.database.inScope(principal, (tx) => this.doubts.listWaiting(tx, regionRange(countyOf(principal)), { source: query.source ?? null, after, limit: query.limit + 1 }));
    return pageOf(rows, query.limit, (row) => [row.vacancies, row.wording], (row) => ({ ...row, suggestions: decideTitle(row.wording, catalogue.titles).suggestions }));
  }

  /**
   * Decides wordings, all or none. Vacancies that an officer decided one by one stay as they are; wordings that the new
   * alias decides as well (保康〇〇工 by 〇〇工) follow in a job.
   * @throws TitleDecisionUnclear, UnknownOccupation, NotAnOccupation, TitleNotWaiting, TitleTaught
   */
  async decide(principal: Principal, inputs: readonly TitleDecisionInput[], dryRun: boolean): Promise<readonly DecidedTitle[]> {
    const verdicts = readInputs(inputs);
    const county = countyOf(principal);
    const catalogue = await this.catalogue.current();
    checkOccupations(verdicts, catalogue);
    return this.database.inScope(principal, async (tx) => {
      const range = regionRange(county);
      if (!dryRun) await this.catalogue.aliases.open(tx);
      const waiting = await this.doubts.countWaiting(tx, range, verdicts.map((each) => each.wording));
      const decisions = verdicts.map((each) => ({ ...each, vacancies: waiting.get(each.wording) ?? 0 }));
      for (const { path, vacancies } of decisions) if (vacancies === 0) throw new TitleNotWaiting(`${path}.wording`);
      const known = await this.catalogue.aliases.find(tx, decisions.map((each) => each.alias));
      for (const decision of decisions) refuseOtherMeaning(decision, known, catalogue);
      if (!dryRun) await this.#write(tx, county, principal, decisions, known);
      return decisions.map(({ wording, verdict, occupation, vacancies }) => ({ wording, verdict, occupation, vacancies }));
    });
  }

  /** Who decided what, newest first; the withdrawn included. */
  async listDecisions(principal: Principal, query: { readonly limit: number; readonly cursor?: string }): Promise<Page<TitleDecisionRow>> {
    const after = decodeCursor(query.cursor, ['instant', 'uuid']) as readonly [string, string] | null;
    const rows = await this.database.inScope(principal, (tx) => this.doubts.listDecisions(tx, after, query.limit + 1));
    return pageOf(rows, query.limit, (row) => [row.decidedAt, row.id], (row) => row);
  }

  /** Takes a decision back: the alias goes, and what it decided waits again, or is what the rest of the catalogue says. @throws TitleDecisionUnknown */
  async withdraw(principal: Principal, id: string): Promise<{ readonly vacancies: number }> {
    const county = countyOf(principal);
    return this.database.inScope(principal, async (tx) => {
      const decision = await this.doubts.withdraw(tx, id, principal.id);
      if (!decision) throw new TitleDecisionUnknown();
      let vacancies = decision.vacancies;
      if (decision.verdict !== 'undecidable') {
        await this.catalogue.aliases.open(tx);
        if (decision.taught) await this.catalogue.aliases.remove(tx, [decision.alias]);
        vacancies = await this.rereader.undo(tx, county, decision.alias, decision.occupation);
      }
      await this.audit.record(tx, { action: 'title.withdraw', subjectKind: 'title-decision', subjectId: id, region: county, details: { verdict: decision.verdict, occupation: decision.occupation, vacancies } });
      return { vacancies };
    });
  }

  async #write(tx: Transaction, county: string, principal: Principal, decisions: readonly Decision[], known: ReadonlyMap<string, string | null>): Promise<void> {
    const taught = new Map(decisions.filter((each) => each.verdict !== 'undecidable' && !known.has(each.alias)).map((each) => [each.alias, each]));
    await this.catalogue.aliases.add(tx, [...taught.values()].map(({ alias, occupation }) => ({ alias, occupation })));
    await this.doubts.addDecisions(tx, padRegion(county), principal.id, decisions.map((each) => ({ ...each, taught: taught.get(each.alias) === each })));
    await this.rereader.decide(tx, county, decisions);
    const count = (verdict: TitleVerdict): number => decisions.filter((each) => each.verdict === verdict).length;
    await this.audit.record(tx, {
      action: 'title.decide', subjectKind: 'county', subjectId: county, region: county,
      details: { occupations: [...new Set(decisions.flatMap((each) => each.occupation ?? []))], toOccupations: count('occupation'), noTrade: count('no-trade'), undecidable: count('undecidable'), vacancies: decisions.reduce((sum, each) => sum + each.vacancies, 0) },
    });
  }
}

function readInputs(inputs: readonly TitleDecisionInput[]): Omit<Decision, 'vacancies'>[] {
  const faults: FieldFault[] = [];
  const said = new Map<string, string>();
  const decisions = inputs.map(({ wording, occupation, noTrade, undecidable }, i) => {
    const path = `decisions[${i}]`;
    const verdict: TitleVerdict = occupation !== undefined ? 'occupation' : noTrade === true ? 'no-trade' : 'undecidable';
    if ([occupation !== undefined, noTrade === true, undecidable === true].filter(Boolean).length !== 1) faults.push({ path, message: '须且只须给出一种认定' });
    const alias = aliasKey(wording);
    if (alias === '' && verdict !== 'undecidable') faults.push({ path: `${path}.wording`, message: '这个说法没有文字，只能标为不能认定' });
    const meaning = `${verdict} ${occupation ?? ''}`;
    if ((said.get(alias) ?? meaning) !== meaning) faults.push({ path: `${path}.wording`, message: '同一说法给出了两种认定' });
    said.set(alias, meaning);
    return { path, wording, alias, verdict, occupation: occupation ?? null };
  });
  if (faults.length > 0) throw new TitleDecisionUnclear(faults);
  return decisions;
}

function checkOccupations(decisions: readonly { readonly path: string; readonly occupation: string | null }[], catalogue: Catalogue): void {
  for (const { path, occupation } of decisions) if (occupation !== null) checkOccupation(occupation, `${path}.occupation`, catalogue);
}

/** @throws UnknownOccupation, NotAnOccupation */
export function checkOccupation(code: string, path: string, catalogue: Catalogue): void {
  const occupation = catalogue.occupations.get(code);
  if (!occupation) throw new UnknownOccupation(path);
  if (occupation.level !== 4) throw new NotAnOccupation(path);
}

function refuseOtherMeaning({ path, wording, alias, verdict, occupation }: Decision, known: ReadonlyMap<string, string | null>, catalogue: Catalogue): void {
  if (verdict === 'undecidable') return;
  const name = (code: string | null): string => (code === null ? '无需技能' : (catalogue.occupations.get(code)?.name ?? code));
  if (known.has(alias) && known.get(alias) !== occupation) throw new TitleTaught(`${path}.wording`, name(known.get(alias)!));
  const now = decideTitle(wording, catalogue.titles);
  if (now.decided !== null && now.decided.code !== occupation) throw new TitleTaught(`${path}.wording`, now.decided.name);
}
