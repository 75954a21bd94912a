import { load } from 'cheerio';
import { isInside, isRegionCode, padRegion } from '@app/kernel';
import type { ParsedPay } from '@app/catalogue';
import { identityGroupOf, rowHash } from './identity.js';
import type { PoliteClient, TextAnswer } from './polite-client.js';
import { RowFault, educationOfCode, lodgingInWords, optionalCount, optionalDay, optionalText, requiredText, shown, textOf } from './row-reading.js';
import { checkSchema, isRow, SchemaDrift, type SourceSchema } from './schema-check.js';
import { SourceFault } from './source-fault.js';
import { countyCode, isMaintenance } from './source-protocol.js';
import type { CheckedRows, FetchContext, MappedVacancy, MappingTools, PageRequest, RawRow, RegionLookup, RowRejection, SourcePage, VacancySourceAdapter } from './source.js';
import { readTelephone } from './telephone.js';

const SCHEMA: SourceSchema = {
  read: {
    acb200: 'number-or-text', aab001: 'scalar-or-null', aab004: 'text', aca112: 'text', aca111_: 'text-or-null', acb22a: 'text-or-null', acb240: 'scalar-or-null', acb241: 'scalar-or-null', acb242: 'scalar-or-null',
    acb202: 'text-or-null', aab301: 'scalar-or-null', aab302: 'text-or-null', acb221: 'scalar-or-null', acb222: 'scalar-or-null', acc217: 'scalar-or-null', aac011: 'scalar-or-null', acb239: 'scalar-or-null',
    s_aae397: 'text-or-null', s_aae398: 'text-or-null', aae004: 'text-or-null', aae005: 'scalar-or-null', aae006: 'text-or-null',
  },
  unread: new Set([
    'aab091 aac010 aac014 aac015 aac024 aac034 aac035 aac036 aac038 aac175 aac179 aac183 aae013 aae395 aae396 aae397 aae398 aca111 aca111_Local aca111_Local_ aca111_Rc aca111_Rc_',
    'acb207 acb20c acb21d acb21e acb228 acb243 acb244 acb245 acb246 acb247 ace750 ace751 ace752 ace760 area area_ ctime downnum dsource dstatus dxs gj impid isExportJob isMatchDxs',
    'isQualityJob isSkillJob isTechnologyJob keyWords lfkey lkey md5 org org_ returncount s_aae395 s_aae396 s_acb207 s_ctime s_uptime starLevel storeNum tjjl upnum uptime urlCheck',
    'version visitcount visitcount_',
  ].flatMap((line) => line.split(' '))),
};

/** From this many rows on, a page with half of its rows elsewhere means that the region was ignored. */
const ENOUGH_TO_JUDGE_REGION = 4;

/** 中国公共招聘网: HTML, 20 rows a page as escaped JSON in a hidden input, each with an id of its own. */
export class CjobSource implements VacancySourceAdapter {
  readonly code = 'cjob';
  readonly pageSize = 20;
  readonly keysAreIds = true;

  constructor(
    private readonly client: PoliteClient,
    private readonly baseUrl: string,
    private readonly tools: MappingTools,
  ) {}

  async fetchPage({ page, regionCode }: PageRequest, context: FetchContext = {}): Promise<SourcePage> {
    const url = new URL('/cjobs/jobinfolist/listJobinfolist', this.baseUrl);
    // AREA in capitals: a lower-case one is ignored and the whole country comes back.
    url.search = new URLSearchParams({ pageNo: String(page), AREA: countyCode(regionCode), textfield: '' }).toString();
    return this.client.get(url, (answer) => readCjobPage(answer, page, regionCode), context);
  }

  checkRows(given: readonly unknown[]): CheckedRows {
    return checkSchema(given, SCHEMA);
  }

  mapRow(raw: RawRow): MappedVacancy | RowRejection {
    try {
      return this.#map(raw);
    } catch (error) {
      if (error instanceof RowFault) return { accepted: false, reason: error.message, sourceId: idOf(raw) };
      throw error;
    }
  }

  #map(raw: RawRow): MappedVacancy {
    const sourceId = idOf(raw);
    if (sourceId === null) throw new RowFault('缺少岗位编号');
    const employer = requiredText(raw, 'aab004', '用人单位');
    const title = requiredText(raw, 'aca112', '岗位名称');
    const cleanedTitle = this.tools.cleanTitle(title);
    const warnings: string[] = [];
    const region = placeOf(raw, this.tools.regions, warnings);
    const description = optionalText(raw, 'acb22a');
    const [ageFrom, ageTo] = inOrder(positive(raw, 'acb221', '年龄下限'), positive(raw, 'acb222', '年龄上限'), '年龄上下限颠倒，已对调', warnings);
    const publishedOn = optionalDay(raw, 's_aae397', '发布日期');
    const expiresOn = optionalDay(raw, 's_aae398', '截止日期');
    if (publishedOn !== null && expiresOn !== null && expiresOn < publishedOn) warnings.push('截止日期早于发布日期');
    return {
      accepted: true,
      source: 'cjob',
      sourceId,
      identityGroup: identityGroupOf(employer, cleanedTitle, region.code),
      employer: { name: employer, sourceId: optionalText(raw, 'aab001') },
      title,
      cleanedTitle,
      occupationLabel: optionalText(raw, 'aca111_'),
      pay: payOf(raw, warnings),
      minEducation: educationOfCode(textOf(raw, 'aac011')),
      region,
      headCount: positive(raw, 'acb240', '招聘人数'),
      ageFrom,
      ageTo,
      yearsOfExperience: positive(raw, 'acc217', '工作年限'),
      publishedText: textOf(raw, 's_aae397'),
      publishedOn,
      expiresOn,
      telephone: readTelephone(textOf(raw, 'aae005')),
      contact: optionalText(raw, 'aae004'),
      address: optionalText(raw, 'acb202') ?? optionalText(raw, 'aae006'),
      description,
      kindOfWork: optionalText(raw, 'acb239'),
      lodging: lodgingInWords(title, description),
      warnings,
    };
  }
}

/** Reads the hidden inputs of the list page. @throws SourceFault */
export function readCjobPage({ text }: TextAnswer, page: number, regionCode: string): SourcePage {
  if (!text.includes('findjoblist')) throw isMaintenance(text) ? new SourceFault('maintenance') : new SourceFault('not-the-format', { detail: '页面中没有岗位列表' });
  const html = load(text);
  const hidden = (id: string): string => html(`input#${id}`).first().attr('value') ?? '';
  const total = hidden('totalcount');
  if (!/^\d{1,9}$/.test(total)) throw new SourceFault('not-the-format', { detail: 'totalcount 不是行数' });
  if (hidden('pageNo') !== String(page)) throw new SourceFault('not-the-format', { detail: '来源返回的不是所请求的页' });
  const given = parseList(hidden('findjoblist'));
  const read: SourcePage = { page, total: Number(total), given, keys: given.map((row) => idOf(row) ?? rowHash(row)) };
  const { drift } = checkSchema(given, SCHEMA);
  if (drift !== null) throw new SchemaDrift(drift, read);
  refuseOtherRegions(given.filter(isRow), regionCode);
  return read;
}

function parseList(json: string): readonly unknown[] {
  try {
    const rows: unknown = JSON.parse(json);
    if (Array.isArray(rows)) return rows;
  } catch {
    // told below, together with JSON of another shape
  }
  throw new SourceFault('not-the-format', { detail: 'findjoblist 不是列表' });
}

/** Single rows tagged elsewhere are usual; half of a page elsewhere means that the whole country came back. */
function refuseOtherRegions(rows: readonly RawRow[], regionCode: string): void {
  const elsewhere = rows.filter((row) => {
    const code = typeof row.aab301 === 'string' || typeof row.aab301 === 'number' ? String(row.aab301) : '';
    return isRegionCode(code) && !isInside(code, regionCode) && !isInside(regionCode, code);
  });
  if (rows.length >= ENOUGH_TO_JUDGE_REGION && elsewhere.length * 2 >= rows.length) throw new SourceFault('region-ignored', { detail: `${rows.length} 行中有 ${elsewhere.length} 行在其他地区` });
}

function idOf(row: unknown): string | null {
  const id = typeof row === 'object' && row !== null ? (row as RawRow).acb200 : null;
  const text = typeof id === 'number' && Number.isSafeInteger(id) ? String(id) : typeof id === 'string' ? id.trim() : '';
  return /^[\w-]{1,64}$/.test(text) ? text : null;
}

function positive(raw: RawRow, key: string, name: string): number | null {
  return optionalCount(raw, key, name) || null;
}

function inOrder(from: number | null, to: number | null, warning: string, warnings: string[]): readonly [number | null, number | null] {
  if (from === null || to === null || from <= to) return [from, to];
  warnings.push(warning);
  return [to, from];
}

/** Monthly yuan from two numbers; both 0 or blank = 面议. */
function payOf(raw: RawRow, warnings: string[]): ParsedPay {
  const [from, to] = inOrder(positive(raw, 'acb241', '月薪下限'), positive(raw, 'acb242', '月薪上限'), '月薪上下限颠倒，已对调', warnings);
  if (from === null && to === null) return { text: '面议', from, to, months: null, basis: 'negotiable' };
  const text = from === null ? `${to}元以下/月` : to === null ? `${from}元以上/月` : `${from}-${to}元/月`;
  return { text, from, to, months: 12, basis: 'month' };
}

/**
 * The district code decides, made deeper by the free-text address where that lies inside it. `area`/`area_` are not
 * read: they are the province that somebody typed, sometimes a wrong one. Superseded codes go by their label.
 */
function placeOf(raw: RawRow, regions: RegionLookup, warnings: string[]): MappedVacancy['region'] {
  const code = textOf(raw, 'aab301');
  const label = textOf(raw, 'aab302');
  const address = textOf(raw, 'acb202');
  const inUse = regions.current(code);
  const stated = inUse ?? (label === '' ? null : regions.byLabel(label, isRegionCode(code) ? code.slice(0, 2) : null));
  if (stated === null) {
    const place = address === '' ? null : regions.placeInText(address, null);
    if (place === null) throw new RowFault(code === '' && label === '' ? '缺少工作地区' : `地区代码“${shown(code)}”未知`);
    return { code: padRegion(place), basis: 'address' };
  }
  if (inUse === null && code !== '') warnings.push(`地区代码“${shown(code)}”未知，按名称认定`);
  const inside = address === '' ? null : regions.placeInText(address, stated);
  if (inside !== null && inside !== stated && isInside(inside, stated)) return { code: padRegion(inside), basis: 'address' };
  const anywhere = address === '' || inside !== null ? null : regions.placeInText(address, null);
  if (anywhere !== null && !isInside(stated, anywhere)) warnings.push('工作地址与地区代码不一致，以代码为准');
  return { code: padRegion(stated), basis: inUse === null ? 'label' : 'code' };
}
