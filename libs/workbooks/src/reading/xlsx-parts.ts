import type { Archive } from './archive.js';
import { isDayFormat } from './date-formats.js';
import { LIMITS } from './limits.js';
import { WorkbookRefused } from './refusals.js';
import { readXml } from './xml.js';

/** A sheet as the workbook lists it. */
export interface SheetPart {
  readonly name: string;
  readonly hidden: boolean;
  readonly veryHidden: boolean;
  readonly path: string;
}

export interface WorkbookParts {
  readonly sheets: readonly SheetPart[];
  readonly is1904: boolean;
  readonly strings: readonly string[];
  /** By style number of a cell: whether it shows a day. */
  readonly dayStyles: readonly boolean[];
}

/** Reads everything but the cells. @throws WorkbookRefused */
export async function readParts(archive: Archive): Promise<WorkbookParts> {
  if (!archive.has('[Content_Types].xml') || !archive.has('xl/workbook.xml')) throw new WorkbookRefused('WORKBOOK.NOT_A_WORKBOOK');
  await readXml(archive.read('[Content_Types].xml'), {});
  const targets = await readTargets(archive);
  const { sheets, is1904 } = await readSheetList(archive, targets);
  const part = (name: string): string | null => [...targets.values()].find((target) => target.toLowerCase().endsWith(name)) ?? null;
  const [strings, styles] = [part('sharedstrings.xml'), part('styles.xml')];
  return {
    sheets,
    is1904,
    strings: strings !== null && archive.has(strings) ? await readStrings(archive, strings) : [],
    dayStyles: styles !== null && archive.has(styles) ? await readDayStyles(archive, styles) : [],
  };
}

/** Paths of the workbook's parts by relation id. */
async function readTargets(archive: Archive): Promise<Map<string, string>> {
  const targets = new Map<string, string>();
  if (!archive.has('xl/_rels/workbook.xml.rels')) return targets;
  await readXml(archive.read('xl/_rels/workbook.xml.rels'), {
    open(name, { Id = '', Target = '', TargetMode }) {
      if (name === 'Relationship' && TargetMode !== 'External') targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`);
    },
  });
  return targets;
}

async function readSheetList(archive: Archive, targets: ReadonlyMap<string, string>): Promise<Pick<WorkbookParts, 'sheets' | 'is1904'>> {
  const sheets: SheetPart[] = [];
  let is1904 = false;
  await readXml(archive.read('xl/workbook.xml'), {
    open(name, attributes) {
      if (name === 'workbookPr') is1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
      if (name !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
      const path = targets.get(id);
      const state = attributes['state'] ?? 'visible';
      if (path !== undefined && /worksheets\//i.test(path) && archive.has(path)) sheets.push({ name: attributes['name'] ?? '', hidden: state !== 'visible', veryHidden: state === 'veryHidden', path });
    },
  });
  return { sheets, is1904 };
}

/** Shared strings; the readings (ruby) of East Asian text are left out. */
async function readStrings(archive: Archive, path: string): Promise<string[]> {
  const strings: string[] = [];
  let text = '';
  let isText = false;
  let inReading = false;
  await readXml(archive.read(path), {
    open(name) {
      if (name === 'si') text = '';
      if (name === 'rPh') inReading = true;
      if (name === 't') isText = true;
    },
    text(piece) {
      if (isText && !inReading) text += piece;
    },
    close(name) {
      if (name === 't') isText = false;
      if (name === 'rPh') inReading = false;
      if (name === 'si' && strings.push(text) > LIMITS.cells) throw new WorkbookRefused('WORKBOOK.TOO_MANY_CELLS');
    },
  });
  return strings;
}

async function readDayStyles(archive: Archive, path: string): Promise<boolean[]> {
  const formats = new Map<number, string>();
  const styles: boolean[] = [];
  let inCellFormats = false;
  await readXml(archive.read(path), {
    open(name, attributes) {
      if (name === 'numFmt') formats.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      if (name === 'cellXfs') inCellFormats = true;
      if (name === 'xf' && inCellFormats) styles.push(isDayFormat(Number(attributes['numFmtId'] ?? 0), formats.get(Number(attributes['numFmtId'] ?? 0))));
    },
    close(name) {
      if (name === 'cellXfs') inCellFormats = false;
    },
  });
  return styles;
}
