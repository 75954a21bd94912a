import { Inject, Injectable } from '@nestjs/common';
import { CatalogueService } from '@app/catalogue';
import { today, type Clock } from '@app/kernel';
import { CLOCK } from '@app/platform';
import { readWorkbook, understandRoster, type Form, type GivenLayouts, type RosterReading, type SheetLayout, type WorkbookContent } from '@app/workbooks';

/** Rows of a sheet that suffice to tell its columns. */
const SAMPLE_ROWS = 150;

/** Reads uploaded bytes and understands them as a form. */
@Injectable()
export class WorkbookReader {
  constructor(
    private readonly catalogues: CatalogueService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** In a child process of its own. @throws WorkbookRefused */
  open(bytes: Buffer): Promise<WorkbookContent> {
    return readWorkbook(bytes);
  }

  /** How the sheets are laid out, by their first rows only: quick enough for a request. */
  async guess(content: WorkbookContent, form: Form, ownerRegion: string, given: GivenLayouts): Promise<readonly SheetLayout[]> {
    const sheets = content.sheets.map((sheet) => ({ ...sheet, rows: sheet.rows.slice(0, SAMPLE_ROWS) }));
    return (await this.understand({ ...content, sheets }, form, ownerRegion, given)).layouts;
  }

  async understand(content: WorkbookContent, form: Form, ownerRegion: string, given: GivenLayouts): Promise<RosterReading> {
    const { regions } = await this.catalogues.current();
    return understandRoster(content, form, { regions, today: today(this.clock), ownerRegion }, given);
  }
}

/** What an officer should know of a file before its rows are looked at, Chinese. */
export function notesOf(content: WorkbookContent, form: Form): string[] {
  const { template } = content;
  if (template === null || template.form !== form.name || template.version === form.version) return [];
  return [`文件是本表第 ${template.version} 版模板，现行为第 ${form.version} 版；已按列名读取，请核对栏目对应。`];
}

/** Required columns that no sheet has: until an officer says which they are, nothing is planned. Chinese; empty = clear. */
export function missingColumns(layouts: readonly SheetLayout[], form: Form): string[] {
  const named = new Set(layouts.flatMap((layout) => layout.columns.map((column) => column.field)));
  return form.fields.filter((field) => field.required && !named.has(field.name)).map((field) => `没有找到“${field.label}”一栏，请指定是哪一列，或补上这一列后重新上传。`);
}
