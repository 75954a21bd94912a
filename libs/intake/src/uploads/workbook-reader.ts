import { Inject, Injectable } from '@nestjs/common';
import { CatalogueService } from '@app/catalogue';
import { regionLevel, today, type Clock } from '@app/kernel';
import { CLOCK } from '@app/platform';
import { FORMS, readWorkbook, understandRoster, type Form, type GivenLayouts, type RosterReading, type SheetLayout, type WorkbookContent } from '@app/workbooks';

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
export function notesOf(content: WorkbookContent, layouts: readonly SheetLayout[], form: Form, ownerRegion: string): string[] {
  const { template } = content;
  const other = template === null || template.form === form.name ? undefined : FORMS.find((each) => each.name === template.form);
  return [
    ...(other === undefined ? [] : [`文件是“${other.title}”的模板，所选的却是“${form.title}”；已按列名读取，请核对。`]),
    ...(template !== null && template.form === form.name && template.version !== form.version ? [`文件是第 ${template.version} 版模板，现行为第 ${form.version} 版；已按列名读取，请核对栏目对应。`] : []),
    ...(isOfOwnTownship(layouts, form, ownerRegion) ? ['没有“乡镇”一栏：各行按上传单位所在的乡镇登记。'] : []),
  ];
}

/** What must be answered before anything is planned: required columns that no sheet has. Chinese; empty = clear. */
export function questionsOf(content: WorkbookContent, layouts: readonly SheetLayout[], form: Form, ownerRegion: string): string[] {
  const named = new Set(layouts.flatMap((layout) => layout.columns.map((column) => column.field)));
  const isOwn = isOfOwnTownship(layouts, form, ownerRegion);
  const missing = form.fields.filter((field) => field.required && !named.has(field.name) && !(field.name === 'township' && isOwn));
  return [
    ...missing.map((field) => `没有找到“${field.label}”一栏，请指定是哪一列，或补上这一列后重新上传。`),
    ...(isOwn ? layouts.flatMap((layout) => columnsOfTownships(content, layout)).map((heading) => `“${heading}”一列像是乡镇名称，请指定它是不是“乡镇”一栏。`) : []),
  ];
}

/** Columns that nobody knows and that seem to name townships; an officer who has looked at the sheet has answered. */
function columnsOfTownships(content: WorkbookContent, layout: SheetLayout): string[] {
  if (layout.columns.some((column) => column.reason === 'corrected' || column.reason === 'remembered')) return [];
  const rows = content.sheets.find((sheet) => sheet.name === layout.sheet)!.rows.filter((row) => row.number > (layout.headerRows?.[1] ?? 0)).slice(0, SAMPLE_ROWS);
  return layout.columns.filter((column) => column.field === null).flatMap((column) => {
    const texts = rows.flatMap((row) => (row.cells[column.column]?.kind === 'text' ? [(row.cells[column.column] as { text: string }).text.trim()] : []));
    return texts.length > 0 && texts.filter((text) => /(镇|乡|街道|开发区)$/.test(text)).length * 2 >= texts.length ? [column.heading] : [];
  });
}

/** A township's office need not say on every row which township it is. */
function isOfOwnTownship(layouts: readonly SheetLayout[], form: Form, ownerRegion: string): boolean {
  const isAsked = form.fields.some((field) => field.name === 'township' && field.required);
  return isAsked && regionLevel(ownerRegion) === 'township' && layouts.every((layout) => layout.columns.every((column) => column.field !== 'township'));
}
