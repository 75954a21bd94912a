import { describe, expect, it } from '@jest/globals';
import { loadConfiguration, type ConfigurationError } from './configuration.js';

const WHOLE = { EVIDENCE_S3_ENDPOINT: 'https://storage.example/', EVIDENCE_S3_BUCKET: 'evidence', EVIDENCE_S3_ACCESS_KEY_ID: 'id', EVIDENCE_S3_SECRET_ACCESS_KEY: 'for-tests' };
const problemsOf = (variables: Record<string, string>): readonly string[] => {
  try {
    loadConfiguration(variables);
    return [];
  } catch (error) {
    return (error as ConfigurationError).problems;
  }
};

describe('where evidence files are kept', () => {
  it('is the data folder unless storage is named', () => expect(loadConfiguration({}).evidenceS3).toBeNull());

  it('is the storage that is named whole', () => {
    expect(loadConfiguration(WHOLE).evidenceS3).toEqual({ endpoint: 'https://storage.example', bucket: 'evidence', region: 'us-east-1', accessKeyId: 'id', secretAccessKey: 'for-tests' });
    expect(loadConfiguration({ ...WHOLE, EVIDENCE_S3_REGION: 'cn-1' }).evidenceS3?.region).toBe('cn-1');
  });

  it('is never half a storage: what is missing is named, and no secret is said', () => {
    expect(problemsOf({ EVIDENCE_S3_ENDPOINT: WHOLE.EVIDENCE_S3_ENDPOINT })).toEqual(['EVIDENCE_S3_BUCKET', 'EVIDENCE_S3_ACCESS_KEY_ID', 'EVIDENCE_S3_SECRET_ACCESS_KEY'].map((name) => `${name}: is needed with EVIDENCE_S3_ENDPOINT`));
    const { EVIDENCE_S3_ENDPOINT, ...rest } = WHOLE;
    expect([EVIDENCE_S3_ENDPOINT, problemsOf(rest)]).toEqual(['https://storage.example/', ['EVIDENCE_S3_ENDPOINT: is needed with the other EVIDENCE_S3_ variables']]);
    for (const endpoint of ['ftp://storage.example', 'https://storage.example/path', 'storage.example']) expect(problemsOf({ ...WHOLE, EVIDENCE_S3_ENDPOINT: endpoint }).join()).toMatch(/^EVIDENCE_S3_ENDPOINT: must be/);
    expect(problemsOf({ ...WHOLE, EVIDENCE_S3_BUCKET: 'Not A Bucket' }).join()).toMatch(/^EVIDENCE_S3_BUCKET: must be/);
  });
});
