import { Inject, Injectable } from '@nestjs/common';
import type { Catalogue } from '@app/catalogue';
import { today, type Clock } from '@app/kernel';
import { CLOCK, type Transaction } from '@app/platform';
import { normaliseEmployerName } from '../employers/employer-name.js';
import { EmployerRepository } from '../employers/employer.repository.js';
import { listingHash, readWords, VacancySealing, type TitleReading } from '../vacancies/vacancy-fields.js';
import { stateWhenListed, type VacancyState } from '../vacancies/vacancy-life.js';
import { VacancyWriter, type VacancyWrite } from '../vacancies/vacancy-writer.js';
import { ImportRepository, type RowOutcome, type RunRow } from './import.repository.js';
import { externalKeyOf, type RecognisedRow } from './recognition.js';

/** In which run rows are written. */
export interface RunOfRows {
  readonly run: RunRow;
  readonly fencing: number;
  readonly catalogue: Catalogue;
}

interface Judged {
  readonly row: RecognisedRow;
  readonly outcome: 'new' | 'changed' | 'unchanged';
  readonly reason: string | null;
  readonly reading: TitleReading;
  readonly state: VacancyState;
}

const STATE_REASON: Readonly<Record<VacancyState['status'], string | null>> = { open: '重新开放', filled: '已招满', expired: '已过有效期', withdrawn: null, draft: null };

/** Writes listed rows as vacancies, and what became of each. */
@Injectable()
export class ListingWriter {
  constructor(
    private readonly imports: ImportRepository,
    private readonly employers: EmployerRepository,
    private readonly writer: VacancyWriter,
    private readonly sealing: VacancySealing,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** In the order given. */
  async write(tx: Transaction, { run, fencing, catalogue }: RunOfRows, rows: readonly RecognisedRow[]): Promise<{ readonly outcome: Judged['outcome']; readonly vacancyId: string }[]> {
    const judged = rows.map((row) => this.#judge(row, catalogue));
    const writing = judged.filter((each) => each.outcome !== 'unchanged');
    const employers = await this.employers.findOrAdd(tx, run.ownerRegion, run.source, writing.map((each) => each.row.mapped.employer));
    const writes = writing.map(({ row, reading, state }): VacancyWrite => {
      const employer = employers.get(normaliseEmployerName(row.mapped.employer.name))!;
      const fields = this.sealing.fieldsOfListing(row.vacancyId, row.mapped, reading, employer, catalogue.regions.fullNameOf(row.mapped.region.code));
      return { id: row.vacancyId, fields, skills: reading.skills, state, before: row.known };
    });
    await this.writer.write(tx, { ownerRegion: run.ownerRegion, source: run.source, runId: run.id }, writes);
    await this.imports.markMet(tx, run.id, judged.filter((each) => each.outcome === 'unchanged' && each.row.known !== null).map((each) => each.row.vacancyId));
    await this.imports.addRows(tx, run, fencing, judged.map(outcomeOf));
    return judged.map(({ outcome, row }) => ({ outcome, vacancyId: row.vacancyId }));
  }

  #judge(row: RecognisedRow, catalogue: Catalogue): Judged {
    const { mapped, known, repeats } = row;
    const reading = readWords(catalogue, mapped.title, mapped.description, mapped.occupationLabel);
    const state = stateWhenListed(
      { status: known?.status ?? 'open', closingReason: known?.closingReason ?? null, sourceOpenings: mapped.headCount, hired: known?.hired ?? 0, validThrough: mapped.expiresOn },
      today(this.clock),
    );
    const judged = (outcome: Judged['outcome'], reason: string | null): Judged => ({ row, outcome, reason, reading, state });
    if (repeats) return judged('unchanged', `与第 ${repeats.page} 页第 ${repeats.number} 行是同一岗位`);
    const warnings = mapped.warnings.length > 0 ? mapped.warnings.join('；') : null;
    if (known === null) return judged('new', warnings);
    if (known.status !== state.status) return judged('changed', STATE_REASON[state.status]);
    return known.contentHash === listingHash(mapped, reading) ? judged('unchanged', warnings) : judged('changed', warnings);
  }
}

function outcomeOf({ row, outcome, reason }: Judged): RowOutcome {
  return { page: row.page, number: row.number, outcome, reason, externalKey: externalKeyOf(row), vacancyId: row.vacancyId };
}
