import { padRegion } from '@app/kernel';
import { identityGroupOf, rowHash } from './identity.js';
import type { PoliteClient, TextAnswer } from './polite-client.js';
import { RowFault, educationOfLabel, lodgingInWords, optionalDay, optionalText, requiredText, shown, textOf } from './row-reading.js';
import { checkSchema, SchemaDrift, type SourceSchema } from './schema-check.js';
import { SourceFault } from './source-fault.js';
import { countyCode, provinceOf, refuseHtml } from './source-protocol.js';
import type { CheckedRows, FetchContext, MappedVacancy, MappingTools, PageRequest, RawRow, RowRejection, SourcePage, VacancySourceAdapter } from './source.js';
import { readTelephone } from './telephone.js';

const SCHEMA: SourceSchema = {
  read: { AAB004: 'text', ACB215REMARK: 'text', ACB21AREMARK: 'text-or-null', AAC011REMARK: 'text-or-null', AAB301REMARK: 'text', UCE466: 'text-or-null', AAE004: 'text-or-null', AAE005: 'scalar-or-null' },
  unread: new Set(),
};

/** 湖北公共招聘网: a JSON envelope, 100 rows a page, rows without id, head-count or expiry. */
export class HubeiSource implements VacancySourceAdapter {
  readonly code = 'hubei';
  readonly pageSize = 100;
  readonly keysAreIds = false;

  constructor(
    private readonly client: PoliteClient,
    private readonly baseUrl: string,
    private readonly tools: MappingTools,
  ) {}

  async fetchPage({ page, regionCode }: PageRequest, context: FetchContext = {}): Promise<SourcePage> {
    const url = new URL('/cache/cxk_gw/job/zpz/v1.0/query', this.baseUrl);
    url.search = new URLSearchParams({ PAGE: String(page), LINAGE: String(this.pageSize), UCB005: '', AAB301: countyCode(regionCode) }).toString();
    return this.client.get(url, (answer) => readHubeiPage(answer, page), context);
  }

  checkRows(given: readonly unknown[]): CheckedRows {
    return checkSchema(given, SCHEMA);
  }

  mapRow(raw: RawRow, regionCode: string): MappedVacancy | RowRejection {
    try {
      return this.#map(raw, regionCode);
    } catch (error) {
      if (error instanceof RowFault) return { accepted: false, reason: error.message, sourceId: null };
      throw error;
    }
  }

  #map(raw: RawRow, regionCode: string): MappedVacancy {
    const employer = requiredText(raw, 'AAB004', '用人单位');
    const title = requiredText(raw, 'ACB215REMARK', '岗位名称');
    const label = requiredText(raw, 'AAB301REMARK', '工作地区');
    const region = this.tools.regions.byLabel(label, provinceOf(regionCode));
    if (region === null) throw new RowFault(`地区“${shown(label)}”无法识别`);
    const cleanedTitle = this.tools.cleanTitle(title);
    return {
      accepted: true,
      source: 'hubei',
      sourceId: null,
      identityGroup: identityGroupOf(employer, cleanedTitle, label),
      employer: { name: employer, sourceId: null },
      title,
      cleanedTitle,
      occupationLabel: null,
      pay: this.tools.parsePay(textOf(raw, 'ACB21AREMARK')),
      minEducation: educationOfLabel(textOf(raw, 'AAC011REMARK')),
      region: { code: padRegion(region), basis: 'label' },
      headCount: null,
      ageFrom: null,
      ageTo: null,
      yearsOfExperience: null,
      publishedText: textOf(raw, 'UCE466'),
      publishedOn: optionalDay(raw, 'UCE466', '发布时间'),
      expiresOn: null,
      telephone: readTelephone(textOf(raw, 'AAE005')),
      contact: optionalText(raw, 'AAE004'),
      address: null,
      description: null,
      kindOfWork: null,
      lodging: lodgingInWords(title),
      warnings: [],
    };
  }
}

/** Reads the envelope `{"IsOK","Code","Result":{"Total","Rows"}}`. @throws SourceFault */
export function readHubeiPage(answer: TextAnswer, page: number): SourcePage {
  refuseHtml(answer);
  const { total, rows: given } = readEnvelope(answer.text);
  const read: SourcePage = { page, total, given, keys: given.map(rowHash) };
  const { drift } = checkSchema(given, SCHEMA);
  if (drift !== null) throw new SchemaDrift(drift, read);
  return read;
}

function readEnvelope(text: string): { total: number; rows: readonly unknown[] } {
  let envelope: unknown;
  try {
    envelope = JSON.parse(text);
  } catch {
    throw new SourceFault('not-the-format', { detail: '不是 JSON' });
  }
  if (!isObject(envelope)) throw new SourceFault('not-the-format', { detail: '缺少外层结构' });
  if (envelope.IsOK === false) throw new SourceFault('refused', { detail: `来源代码 ${shown(typeof envelope.Code === 'string' ? envelope.Code : '')}`, passing: true });
  const result = envelope.Result;
  if (envelope.IsOK !== true || !isObject(result)) throw new SourceFault('not-the-format', { detail: '缺少 Result' });
  const { Total: total, Rows: rows } = result;
  if (typeof total !== 'number' || !Number.isSafeInteger(total) || total < 0) throw new SourceFault('not-the-format', { detail: 'Total 不是行数' });
  if (!Array.isArray(rows)) throw new SourceFault('not-the-format', { detail: 'Rows 不是列表' });
  return { total, rows };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
