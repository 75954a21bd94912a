import { writeFile } from 'node:fs/promises';
import { loadConfiguration } from '@app/platform';
import { createApi } from './create-api.js';
import { buildOpenApiDocument } from './openapi.js';

/** Writes the OpenAPI document to the file named first. Reads the routes only: no database is reached. */
const [file] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('usage: openapi-dump <file>\n');
  process.exit(2);
}
const databaseUrl = 'postgres://nobody@127.0.0.1:1/none';
const app = await createApi({ configuration: { ...loadConfiguration({ LOG_LEVEL: 'fatal' }), databaseUrl }, preview: true });
await writeFile(file, `${JSON.stringify(buildOpenApiDocument(app), null, 1)}\n`);
process.exit(0); // a preview opens nothing that would need an orderly end
