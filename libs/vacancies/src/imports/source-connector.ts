import { Inject, Injectable } from '@nestjs/common';
import { CatalogueService, type Catalogue } from '@app/catalogue';
import { PoliteClient, type PoliteClientOptions } from '../sources/polite-client.js';
import type { VacancySourceAdapter } from '../sources/source.js';
import type { SourceRow } from './vacancy-source.repository.js';
import { adapterOf, mappingTools } from './mapping.js';

/** How the networks are asked; the spacing is the source's own. */
export interface ImportTuning {
  readonly polite: Partial<Omit<PoliteClientOptions, 'spacingMs'>>;
  /** Before an empty or short page is read again. */
  readonly rereadDelayMs: number;
}

export const IMPORT_TUNING = Symbol('IMPORT_TUNING');
export const DEFAULT_IMPORT_TUNING: ImportTuning = { polite: {}, rereadDelayMs: 5_000 };

/** A source that can be asked. */
export interface ConnectedSource {
  readonly adapter: VacancySourceAdapter;
  readonly catalogue: Catalogue;
  readonly rereadDelayMs: number;
  close(): Promise<void>;
}

/** Opens the connection to a source in its protocol, with the catalogue of the day. */
@Injectable()
export class SourceConnector {
  constructor(
    private readonly catalogues: CatalogueService,
    @Inject(IMPORT_TUNING) private readonly tuning: ImportTuning,
  ) {}

  async connect(source: SourceRow): Promise<ConnectedSource> {
    const catalogue = await this.catalogues.current();
    const client = new PoliteClient({ ...this.tuning.polite, spacingMs: source.spacingMs });
    return { adapter: adapterOf(source.protocol, client, source.baseUrl, mappingTools(catalogue)), catalogue, rereadDelayMs: this.tuning.rereadDelayMs, close: () => client.close() };
  }
}
