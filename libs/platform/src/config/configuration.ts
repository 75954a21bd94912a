import 'reflect-metadata';
import { resolve } from 'node:path';
import { plainToInstance } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, Min, ValidateIf, validateSync } from 'class-validator';

/** The environment, as it is read: one property a variable. */
export class Environment {
  @IsInt({ message: 'must be a whole number' }) @Min(0, { message: 'must be 0 or more' }) @Max(65535, { message: 'must be 65535 or less' })
  PORT = 3000;

  @IsString() HOST = '127.0.0.1';

  @IsString() DATA_DIR = './data';

  @ValidateIf((env: Environment) => env.DATABASE_URL !== undefined) @Matches(/^postgres(ql)?:\/\/\S+$/, { message: 'must be a postgres:// URL' })
  DATABASE_URL?: string;

  @ValidateIf((env: Environment) => env.REDIS_URL !== undefined) @Matches(/^rediss?:\/\/\S+$/, { message: 'must be a redis:// URL' })
  REDIS_URL?: string;

  @IsOptional() @IsString() MASTER_KEY_FILE?: string;

  @ValidateIf((env: Environment) => env.MASTER_KEY !== undefined) @Matches(/^[A-Za-z0-9+/]{43}=$/, { message: 'must be 32 bytes of base64' })
  MASTER_KEY?: string;

  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], { message: 'must be one of fatal error warn info debug trace silent' })
  LOG_LEVEL = 'info';

  @IsInt({ message: 'must be a whole number' }) @Min(2, { message: 'must be 2 or more' }) @Max(100, { message: 'must be 100 or less' })
  DATABASE_POOL_MAX = 8;

  @IsInt({ message: 'must be a whole number' }) @Min(1, { message: 'must be 1 or more' }) @Max(1_000_000, { message: 'must be 1000000 or less' })
  RATE_LIMIT_PER_MINUTE = 1_200;

  @IsInt({ message: 'must be a whole number' }) @Min(1, { message: 'must be 1 or more' }) @Max(64, { message: 'must be 64 or less' })
  ENGINE_THREADS = 1;

  @IsInt({ message: 'must be a whole number' }) @Min(64, { message: 'must be 64 or more' }) @Max(262_144, { message: 'must be 262144 or less' })
  ENGINE_HEAP_MB = 1_024;

  @IsInt({ message: 'must be a whole number' }) @Min(1, { message: 'must be 1 or more' }) @Max(4_000, { message: 'must be 4000 or less' })
  ENGINE_COUNTIES = 120;

  @IsInt({ message: 'must be a whole number' }) @Min(1, { message: 'must be 1 or more' }) @Max(3_600_000, { message: 'must be 3600000 or less' })
  ENGINE_SOLVER_LIMIT_MS = 120_000;

  @IsInt({ message: 'must be a whole number' }) @Min(1, { message: 'must be 1 or more' }) @Max(256, { message: 'must be 256 or less' })
  COUNTY_SHARDS = 1;

  @IsOptional() @IsInt({ message: 'must be a whole number' }) @Min(0, { message: 'must be 0 or more' }) @Max(65535, { message: 'must be 65535 or less' })
  METRICS_PORT?: number;

  @IsString() METRICS_HOST = '127.0.0.1';

  @ValidateIf((env: Environment) => env.EVIDENCE_S3_ENDPOINT !== undefined) @Matches(/^https?:\/\/[^\s/?#]+\/?$/, { message: 'must be an http:// or https:// URL without a path' })
  EVIDENCE_S3_ENDPOINT?: string;

  @IsOptional() @Matches(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, { message: 'must be the name of a bucket' })
  EVIDENCE_S3_BUCKET?: string;

  @IsString() EVIDENCE_S3_REGION = 'us-east-1';

  @IsOptional() @IsString() EVIDENCE_S3_ACCESS_KEY_ID?: string;

  @IsOptional() @IsString() EVIDENCE_S3_SECRET_ACCESS_KEY?: string;

  @IsOptional() @Matches(/^[0-9a-fA-F.:/, ]+$/, { message: 'must be a list of addresses or networks, separated by commas' })
  TRUSTED_PROXIES?: string;

  @IsInt({ message: 'must be a whole number' }) @Min(1, { message: 'must be 1 or more' }) @Max(240, { message: 'must be 240 or less' })
  CHECK_IN_CODE_MINUTES = 15;

  @IsOptional() @Matches(/^https?:\/\/[^\s,/?#]+(\s*,\s*https?:\/\/[^\s,/?#]+)*$/, { message: 'must be a list of origins (http://host:port), separated by commas' })
  WEBHOOK_TEST_ORIGINS?: string;
}

/** S3-compatible storage. */
export interface S3Place {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** What a process is configured with. */
export interface Configuration {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly masterKeyFile: string | undefined;
  readonly masterKey: string | undefined;
  readonly logLevel: string;
  readonly databasePoolMax: number;
  readonly trustedProxies: readonly string[];
  /** Requests of an API key, or of an address without one; an officer may five times as many. */
  readonly rateLimitPerMinute: number;
  /** Threads of the matching engine in this process, each with the counties that fall to it. */
  readonly engineThreads: number;
  /** JavaScript memory of each of these threads at the most, in MiB. */
  readonly engineHeapMb: number;
  /** Counties that each of these threads holds at the most; the one asked for longest ago goes first. */
  readonly engineCounties: number;
  /** So long the outside solver may take over the limits of one plan. */
  readonly engineSolverLimitMs: number;
  /** Shares of the counties that workers take among themselves; the same for all processes of a service. */
  readonly countyShards: number;
  /** Where the API serves its metrics; null = nowhere. */
  readonly metricsPort: number | null;
  readonly metricsHost: string;
  /** Where evidence files are kept; null: below the data folder. */
  readonly evidenceS3: S3Place | null;
  /** So long a session's check-in code lasts, in minutes. */
  readonly checkInCodeMinutes: number;
  /** Origins that webhooks may reach whatever their scheme and address: for tests, never in real use. */
  readonly webhookTestOrigins: readonly string[];
}

/** Every problem of the environment in one message, by variable; processes end with exit code 2 on it. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`Bad configuration:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

const NUMBERS = ['PORT', 'DATABASE_POOL_MAX', 'RATE_LIMIT_PER_MINUTE', 'METRICS_PORT', 'ENGINE_THREADS', 'ENGINE_HEAP_MB', 'ENGINE_COUNTIES', 'ENGINE_SOLVER_LIMIT_MS', 'COUNTY_SHARDS', 'CHECK_IN_CODE_MINUTES'] as const satisfies readonly (keyof Environment)[];

/**
 * Reads and checks the environment. An empty variable counts as absent.
 * @throws ConfigurationError naming every variable that is wrong
 */
export function loadConfiguration(variables: Readonly<Record<string, string | undefined>>): Configuration {
  const given: Record<string, unknown> = {};
  for (const key of ['PORT', 'HOST', 'DATA_DIR', 'DATABASE_URL', 'REDIS_URL', 'MASTER_KEY_FILE', 'MASTER_KEY', 'LOG_LEVEL', 'DATABASE_POOL_MAX', 'RATE_LIMIT_PER_MINUTE', 'TRUSTED_PROXIES', 'METRICS_PORT', 'METRICS_HOST', 'ENGINE_THREADS', 'ENGINE_HEAP_MB', 'ENGINE_COUNTIES', 'ENGINE_SOLVER_LIMIT_MS', 'COUNTY_SHARDS', 'CHECK_IN_CODE_MINUTES',
    'EVIDENCE_S3_ENDPOINT', 'EVIDENCE_S3_BUCKET', 'EVIDENCE_S3_REGION', 'EVIDENCE_S3_ACCESS_KEY_ID', 'EVIDENCE_S3_SECRET_ACCESS_KEY', 'WEBHOOK_TEST_ORIGINS']) {
    const value = variables[key];
    if (value !== undefined && value !== '') given[key] = (NUMBERS as readonly string[]).includes(key) ? Number(value) : value;
  }
  const env = plainToInstance(Environment, given, { exposeDefaultValues: true });
  const problems = validateSync(env).map((fault) => `${fault.property}: ${Object.values(fault.constraints ?? {}).join('; ')}`);
  problems.push(...missingOfS3(env), ...badOrigins(env));
  if (problems.length > 0) throw new ConfigurationError(problems);
  return {
    port: env.PORT,
    host: env.HOST,
    dataDir: resolve(env.DATA_DIR),
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    masterKeyFile: env.MASTER_KEY_FILE,
    masterKey: env.MASTER_KEY,
    logLevel: env.LOG_LEVEL,
    databasePoolMax: env.DATABASE_POOL_MAX,
    trustedProxies: env.TRUSTED_PROXIES?.split(',').map((proxy) => proxy.trim()).filter(Boolean) ?? [],
    rateLimitPerMinute: env.RATE_LIMIT_PER_MINUTE,
    engineThreads: env.ENGINE_THREADS,
    engineHeapMb: env.ENGINE_HEAP_MB,
    engineCounties: env.ENGINE_COUNTIES,
    engineSolverLimitMs: env.ENGINE_SOLVER_LIMIT_MS,
    countyShards: env.COUNTY_SHARDS,
    metricsPort: env.METRICS_PORT ?? null,
    metricsHost: env.METRICS_HOST,
    evidenceS3: s3Of(env),
    checkInCodeMinutes: env.CHECK_IN_CODE_MINUTES,
    webhookTestOrigins: originsOf(env).map((origin) => new URL(origin).origin),
  };
}

const S3_NEEDS = ['EVIDENCE_S3_BUCKET', 'EVIDENCE_S3_ACCESS_KEY_ID', 'EVIDENCE_S3_SECRET_ACCESS_KEY'] as const;

/** All or nothing: half a storage would only show when the first file is added. */
function missingOfS3(env: Environment): string[] {
  if (env.EVIDENCE_S3_ENDPOINT !== undefined) return S3_NEEDS.filter((name) => env[name] === undefined).map((name) => `${name}: is needed with EVIDENCE_S3_ENDPOINT`);
  return S3_NEEDS.some((name) => env[name] !== undefined) ? ['EVIDENCE_S3_ENDPOINT: is needed with the other EVIDENCE_S3_ variables'] : [];
}

function s3Of(env: Environment): S3Place | null {
  if (env.EVIDENCE_S3_ENDPOINT === undefined) return null;
  return { endpoint: env.EVIDENCE_S3_ENDPOINT.replace(/\/$/, ''), bucket: env.EVIDENCE_S3_BUCKET!, region: env.EVIDENCE_S3_REGION, accessKeyId: env.EVIDENCE_S3_ACCESS_KEY_ID!, secretAccessKey: env.EVIDENCE_S3_SECRET_ACCESS_KEY! };
}

const originsOf = (env: Environment): string[] => env.WEBHOOK_TEST_ORIGINS?.split(',').map((origin) => origin.trim()) ?? [];

function badOrigins(env: Environment): string[] {
  return originsOf(env).filter((origin) => !URL.canParse(origin)).map(() => 'WEBHOOK_TEST_ORIGINS: must be a list of origins (http://host:port), separated by commas');
}
