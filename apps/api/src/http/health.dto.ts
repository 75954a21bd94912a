export class LiveResponse {
  /** @example 'live' */
  status!: 'live';
}

export class ReadyResponse {
  /** @example 'ready' */
  status!: 'ready';
  /**
   * Each part that was checked.
   * @example { "database": "up" }
   */
  checks!: Record<string, string>;
}
