/** What the codes of a list mean. */
export type Labels<Code extends string | number> = Readonly<Record<Code, string>>;

/** A closed list: its Chinese title and what its codes mean. */
export interface CodeList {
  readonly title: string;
  readonly labels: Readonly<Record<string, string>>;
}
