/**
 * What a value means: `list` and `orElse` name closed code lists of the API, `words` says its few codes itself; the rest is
 * looked up in the catalogue, or is an instant, an amount in fen or a yes or no. `sealed`: an envelope of that column,
 * bound to the row that the expression `rowId` names.
 */
export type Meaning =
  | { readonly list: string; readonly orElse?: string }
  | { readonly words: Readonly<Record<string, string>> }
  | { readonly sealed: { readonly table: string; readonly column: string; readonly rowId: string } }
  | 'region' | 'occupation' | 'skill' | 'course' | 'time' | 'fen' | 'yes-no';

/** Name in the portable file · expression of SQL · heading for people · what the values mean; left out: text or a number, as it stands. */
export type SectionColumn = readonly [name: string, sql: string, heading: string, meaning?: Meaning];

/** One kind of record in a person's copy. */
export interface CopySection {
  readonly code: string;
  /** Names its sheet: at most 31 characters. */
  readonly title: string;
  /** What a reader must know of it. */
  readonly note?: string;
  /** Tables about people that it covers. */
  readonly tables: readonly string[];
  readonly columns: readonly SectionColumn[];
  /**
   * From where, which and in what order: SQL behind `from`. `$1` registrations of the person, `$2` blind indexes of
   * telephones that nobody else is registered with, `$3` the county.
   */
  readonly from: string;
}

/** A post and its employer, of a table or alias that has `vacancy_id`. */
export const postOf = (alias: string): string => `left join vacancies v on v.id = ${alias}.vacancy_id left join employers e on e.id = v.employer_id`;
export const POST: readonly SectionColumn[] = [['vacancy', 'v.title', '岗位'], ['employer', 'e.name', '用人单位']];
/** An order and its employer, of a table or alias that has `order_id`. */
export const orderOf = (alias: string): string => `left join training_orders o on o.id = ${alias}.order_id left join employers e on e.id = o.employer_id`;
export const ORDER: readonly SectionColumn[] = [['order', 'o.number', '订单编号'], ['employer', 'e.name', '用人单位']];
export const classOf = (alias: string): string => `left join training_classes k on k.id = ${alias}.class_id`;
export const CLASS: SectionColumn = ['class', 'k.name', '班次'];
