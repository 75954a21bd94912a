import { Injectable } from '@nestjs/common';
import { CatalogueService, decideTitle, type Catalogue } from '@app/catalogue';
import type { Education } from '@app/kernel';
import type { Principal, Transaction } from '@app/platform';
import { TraineeRegistry, type BulkLine, type TakenBack, type TraineeInput, type Wishes } from '@app/trainees';
import type { RosterRow } from '@app/workbooks';
import { judgeFile, type RowKey } from './judge-file.js';
import { listAt, numberAt, textAt } from './row-values.js';
import type { RowDeed, RowFault, RowJudgement, RowToApply, WorkbookKind } from './workbook-kind.js';

/** Fields of the workbook by those of a registration. */
const FIELD_OF: Readonly<Record<string, string>> = { idNumber: 'id-number', phone: 'telephone', name: 'name', township: 'township', village: 'village', skills: 'skills', wishes: 'wished-occupations', household: 'household', occupations: 'wished-occupations' };

/** People who look for work, with what they wish. */
@Injectable()
export class TraineesKind implements WorkbookKind {
  readonly form = 'trainees';
  readonly writesFor = 'sender';
  constructor(
    private readonly registry: TraineeRegistry,
    private readonly catalogues: CatalogueService,
  ) {}

  plan(tx: Transaction, principal: Principal, rows: readonly RosterRow[]): Promise<RowJudgement[]> {
    return judgeFile(tx, rows, (row) => this.#keyOf(row), (batch) => this.#write(principal, batch));
  }

  apply(_tx: Transaction, principal: Principal, rows: readonly RowToApply[]): Promise<RowDeed[]> {
    return this.#write(principal, rows.map(({ row }) => row));
  }

  /** Two people under one ID number, or one person in two ways: nobody knows which row is right, so both come back. */
  #keyOf(row: RosterRow): RowKey | null {
    const idNumber = textAt(row, 'id-number');
    return idNumber === null ? null : { key: idNumber, conflict: (other) => ({ field: 'id-number', message: `与第 ${other} 行是同一身份证号，姓名、电话等内容不同；请核对后只留一行` }) };
  }

  async #write(principal: Principal, rows: readonly RosterRow[]): Promise<RowDeed[]> {
    const catalogue = await this.catalogues.current();
    const ids = idsByName(catalogue);
    const read = rows.map((row) => readTrainee(row, catalogue, ids));
    const lines = read.flatMap((each, line): BulkLine[] => ('input' in each ? [{ line, input: each.input }] : []));
    const { results } = await this.registry.registerMany(principal, lines);
    const byLine = new Map(results.map((result) => [result.line, result]));
    return read.map((each, line): RowDeed => {
      if ('faults' in each) return { outcome: 'faulty', faults: each.faults, subjectId: null, trace: null };
      const { outcome, traineeId, faults, takeBack } = byLine.get(line)!;
      if (outcome === 'rejected') return { outcome: 'faulty', faults: faults.map(({ path, message }) => ({ field: FIELD_OF[path.split(/[.[]/)[0]!] ?? path, message })), subjectId: null, trace: null };
      return { outcome: outcome === 'created' ? 'new' : outcome, faults: [], subjectId: traineeId, trace: takeBack };
    });
  }

  undo(_tx: Transaction, principal: Principal, traces: readonly unknown[]): Promise<(string | null)[]> {
    return this.registry.takeBack(principal, traces as TakenBack[]);
  }
}

interface IdsByName {
  readonly skills: ReadonlyMap<string, string>;
  readonly courses: ReadonlyMap<string, string>;
}

function idsByName({ skillNames, courseNames }: Catalogue): IdsByName {
  const turned = (names: ReadonlyMap<string, string>): Map<string, string> => new Map([...names].map(([id, name]) => [name.normalize('NFKC'), id]));
  return { skills: turned(skillNames), courses: turned(courseNames) };
}

function readTrainee(row: RosterRow, catalogue: Catalogue, ids: IdsByName): { readonly input: TraineeInput } | { readonly faults: readonly RowFault[] } {
  const faults: RowFault[] = [];
  const codes = (field: string, what: string, find: (name: string) => string | null): string[] | null => listAt(row, field)?.flatMap((name, i, all) => {
    const code = find(name);
    if (code === null) faults.push({ field, message: `${all.length > 1 ? `第 ${i + 1} 项` : ''}不是目录中的${what}` }); // never the words themselves: a shifted column may hold a name
    return code ?? [];
  }) ?? null;
  const skills = codes('skills', '技能', (name) => ids.skills.get(name) ?? null);
  const occupations = codes('wished-occupations', '职业，也不是已知的说法', (name) => decideTitle(name, catalogue.titles).decided?.code ?? null);
  const willingRegions = codes('wished-regions', '地区', (name) => catalogue.regions.byLabel(name, null) ?? catalogue.regions.byLabel(name, textAt(row, 'township')?.slice(0, 6) ?? null));
  const trainingWanted = codes('training-wanted', '课程', (name) => ids.courses.get(name) ?? null);
  if (faults.length > 0) return { faults };
  const wishes: Partial<Wishes> = { ...given('occupations', occupations), ...given('willingRegions', willingRegions), ...given('trainingWanted', trainingWanted), ...given('minPay', numberAt(row, 'wished-pay')), ...given('reach', textAt(row, 'reach') as Wishes['reach']) };
  const askedOn = textAt(row, 'asked-on');
  if (Object.keys(wishes).length > 0 && askedOn === null) return { faults: [{ field: 'asked-on', message: '填写了意愿，须填写询问意愿的日期' }] };
  const [township, village, household] = [textAt(row, 'township')!, textAt(row, 'village'), textAt(row, 'household')];
  const input: TraineeInput = {
    idNumber: textAt(row, 'id-number')!, name: textAt(row, 'name')!, township, ...given('village', village), region: village ?? township,
    ...given('phone', textAt(row, 'telephone')), ...given('address', textAt(row, 'address')), ...given('education', textAt(row, 'education') as Education | null), ...given('certificates', listAt(row, 'certificates')),
    ...(skills === null ? {} : { skills: skills.map((id) => ({ id, level: 1 })) }),
    ...(household === null ? {} : { household: { number: household, relation: textAt(row, 'relation') } }),
    ...(Object.keys(wishes).length > 0 ? { wishes: { ...wishes, askedOn: askedOn!, ...given('holdUntil', textAt(row, 'hold-until')) } } : {}),
  };
  return { input };
}

/** A property where there is a value: what a roster does not say stays as it is. */
function given<Key extends string, Value>(key: Key, value: Value | null): { [K in Key]?: Value } {
  return value === null ? {} : ({ [key]: value } as { [K in Key]?: Value });
}
