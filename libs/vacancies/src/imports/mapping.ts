import { cleanTitle, parsePay, type Catalogue } from '@app/catalogue';
import { CjobSource } from '../sources/cjob.source.js';
import { HubeiSource } from '../sources/hubei.source.js';
import type { PoliteClient } from '../sources/polite-client.js';
import type { MappingTools, VacancySourceAdapter } from '../sources/source.js';
import type { SourceProtocol } from './import.entity.js';

/** What the adapters borrow from the catalogue. */
export function mappingTools({ regions }: Catalogue): MappingTools {
  return { cleanTitle, parsePay, regions };
}

/** The adapter that speaks a protocol. */
export function adapterOf(protocol: SourceProtocol, client: PoliteClient, baseUrl: string, tools: MappingTools): VacancySourceAdapter {
  switch (protocol) {
    case 'hubei': return new HubeiSource(client, baseUrl, tools);
    case 'cjob': return new CjobSource(client, baseUrl, tools);
  }
}
