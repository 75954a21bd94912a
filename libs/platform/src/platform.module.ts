import { Global, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { systemClock } from '@app/kernel';
import { DataSource } from 'typeorm';
import { AuditTrail } from './audit/audit-trail.js';
import { FolderBlobStore } from './blobs/folder-blob-store.js';
import { S3BlobStore } from './blobs/s3-blob-store.js';
import type { Configuration } from './config/configuration.js';
import { dataSourceOptions, DATABASE_ROLES } from './database/data-source-options.js';
import { Database } from './database/database.js';
import { AesFieldCipher } from './encryption/field-cipher.js';
import { loadDataKeys } from './encryption/key-store.js';
import { defaultMasterKeyFile, readMasterKey } from './encryption/master-key.js';
import { JsonLogger } from './logging/logger.js';
import { Metrics } from './metrics/metrics.js';
import { Outbox } from './outbox/outbox.js';
import { BLOB_STORE, CLOCK, CONFIGURATION, FIELD_CIPHER } from './tokens.js';

/** The master key of a configuration: given in the environment, or in its file. */
export async function masterKeyOf(configuration: Configuration): Promise<Buffer> {
  if (configuration.masterKey) return Buffer.from(configuration.masterKey, 'base64');
  return readMasterKey(configuration.masterKeyFile ?? defaultMasterKeyFile(configuration.dataDir));
}

export interface PlatformOptions {
  readonly configuration: Configuration & { readonly databaseUrl: string };
  readonly processName: string;
  readonly statementTimeoutMs?: number;
}

/** What every process stands on: database, outbox, audit, cipher, clock, log. */
@Global()
@Module({})
export class PlatformModule {
  static forRoot(options: PlatformOptions): DynamicModule {
    const { configuration } = options;
    return {
      module: PlatformModule,
      imports: [
        TypeOrmModule.forRoot({
          ...dataSourceOptions({ url: configuration.databaseUrl, role: DATABASE_ROLES.application, poolMax: configuration.databasePoolMax, ...(options.statementTimeoutMs === undefined ? {} : { statementTimeoutMs: options.statementTimeoutMs }) }),
          autoLoadEntities: true,
          retryAttempts: 0,
        }),
      ],
      providers: [
        { provide: CONFIGURATION, useValue: configuration },
        { provide: CLOCK, useValue: systemClock },
        { provide: JsonLogger, useFactory: () => new JsonLogger(configuration.logLevel, options.processName) },
        { provide: FIELD_CIPHER, inject: [DataSource], useFactory: async (dataSource: DataSource) => new AesFieldCipher(await loadDataKeys(dataSource, await masterKeyOf(configuration))) },
        { provide: BLOB_STORE, useFactory: () => (configuration.evidenceS3 === null ? new FolderBlobStore(configuration.dataDir) : new S3BlobStore(configuration.evidenceS3)) },
        Database,
        Outbox,
        AuditTrail,
        Metrics,
      ],
      exports: [CONFIGURATION, CLOCK, JsonLogger, FIELD_CIPHER, BLOB_STORE, Database, Outbox, AuditTrail, Metrics],
    };
  }
}
