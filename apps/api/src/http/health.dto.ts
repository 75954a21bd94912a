export class LiveResponse {
  /** @example 'live' */
  status!: 'live';
}

export class SourceFreshnessResponse {
  /** @example '420626' */
  county!: string;
  /** @example 'hubei' */
  source!: string;
  /** When it was last read whole; null = never. */
  readAt!: string | null;
  /** Not read whole for 36 hours, or never. */
  isStale!: boolean;
}

export class ReadyResponse {
  /** @example 'ready' */
  status!: 'ready';
  /**
   * Each part that was checked.
   * @example { "database": "up" }
   */
  checks!: Record<string, string>;
  /** Enabled sources of vacancies; a stale one does not make the service unready. */
  sources!: SourceFreshnessResponse[];
}
