/** How a column is read: each has one reader, which answers a value or says in Chinese why it cannot. */
export type FieldType =
  | 'text' | 'person-name' | 'id-number' | 'telephone' | 'date' | 'month' | 'year' | 'integer' | 'yuan' | 'yuan-a-year' | 'pay' | 'hours' | 'percent' | 'yes-no' | 'education' | 'region' | 'credit-code' | 'sex' | 'ethnicity' | 'code' | 'codes' | 'serial';

/** One thing that a form asks for. */
export interface FormField {
  /** Stable name, kebab-case: `id-number`, `village`. */
  readonly name: string;
  /** Heading in our own template. */
  readonly label: string;
  /** Other headings for the same thing, as offices write them; compared after NFKC, without blanks and punctuation. */
  readonly headings: readonly string[];
  readonly type: FieldType;
  readonly required: boolean;
  /** For `code` and `codes`: what may stand there. */
  readonly choices?: readonly { readonly code: string; readonly label: string; readonly wordings?: readonly string[] }[];
  /** Hint in the template's 填写说明. */
  readonly hint: string;
}

/** What a workbook can be about. A new version of the template when its columns change. */
export interface Form {
  readonly name: string;
  readonly title: string;
  readonly version: number;
  readonly fields: readonly FormField[];
}

/** What a cell came to: days as `YYYY-MM-DD`, education and codes by their code. Plain JSON, so that it can be stored. */
export type FieldValue = string | number | boolean | readonly string[];

/** A cell that is left out, and why: Chinese, without the cell's content where that may be personal. */
export interface CellFault {
  readonly field: string;
  /** 0 = A; null: the column is absent. */
  readonly column: number | null;
  readonly message: string;
}

/** Why a column is taken for a field. */
export type ColumnReason = 'template' | 'remembered' | 'heading' | 'content' | 'corrected';

export interface ColumnGuess {
  /** 0 = A. */
  readonly column: number;
  /** The heading as it stands; two-row headings joined by `/`. */
  readonly heading: string;
  /** Null = nobody knows; its cells are counted as left out. */
  readonly field: string | null;
  readonly reason: ColumnReason | null;
  /** 0 … 1. */
  readonly confidence: number;
}

/** How one sheet is laid out. What an officer corrects and what is remembered for a sender and form. */
export interface SheetLayout {
  readonly sheet: string;
  /** Row numbers of the heading, first and last; null: no heading, columns known by content only. */
  readonly headerRows: readonly [number, number] | null;
  readonly columns: readonly ColumnGuess[];
}

/** One person's, vacancy's … row: what could be read, and what could not. */
export interface RosterRow {
  readonly sheet: string;
  /** As the program shows it. */
  readonly number: number;
  readonly values: Readonly<Record<string, FieldValue>>;
  readonly faults: readonly CellFault[];
  /** The cells as they were given, by field: what goes back to the sender when the row is returned. */
  readonly texts: Readonly<Record<string, string>>;
}

/** A roster as understood. Every cell below the heading is in `right`, `faulty` or `leftOut`. */
export interface RosterReading {
  readonly layouts: readonly SheetLayout[];
  readonly rows: readonly RosterRow[];
  /** Rows passed over (titles, remarks, totals, blank, hidden), with the reason in Chinese. */
  readonly passedOver: readonly { readonly sheet: string; readonly number: number; readonly reason: string }[];
  readonly cells: { readonly right: number; readonly faulty: number; readonly leftOut: number };
}
