import type { OpenAPIObject } from '@nestjs/swagger';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const PROBLEM = {
  type: 'object',
  description: '出错说明（RFC 9457）',
  required: ['type', 'title', 'status', 'code', 'requestId'],
  properties: {
    type: { type: 'string' }, title: { type: 'string', description: '简短说明（中文）' }, status: { type: 'integer' }, code: { type: 'string', description: '稳定的代码' },
    detail: { type: 'string' }, instance: { type: 'string' }, requestId: { type: 'string' },
    faults: { type: 'array', items: { type: 'object', required: ['path', 'message'], properties: { path: { type: 'string' }, message: { type: 'string' } } } },
  },
  example: {
    type: 'urn:shouyu:problem:REQUEST.INVALID', title: '请求内容有误', status: 400, code: 'REQUEST.INVALID', detail: '请求内容有误，请按逐项说明修改。', instance: '/v1/organizations',
    requestId: '7d9f1c52-3a60-4c1e-9f0b-2f7f3c1d8a11', faults: [{ path: 'region', message: '须为行政区划代码（2、4、6、9 或 12 位数字）' }],
  },
} as const;

const IDEMPOTENCY_KEY = { name: 'Idempotency-Key', in: 'header', required: false, description: '重发同一请求时带上同一个值，只生效一次', schema: { type: 'string', maxLength: 255 } } as const;
const WITHOUT_IDEMPOTENCY = 'x-without-idempotency';

/** Documents what every operation has in common: its problems, and Idempotency-Key where it is taken. */
export function describeProblems(document: OpenAPIObject): OpenAPIObject {
  for (const path of Object.values(document.paths))
    for (const [method, operation] of Object.entries(path as Record<string, unknown>)) if (isOperation(operation)) describe(method, operation);
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem: PROBLEM as never } };
  return document;
}

function describe(method: string, operation: Operation): void {
  const secured = (operation.security?.length ?? 0) > 0;
  const problem = (description: string): object => ({ description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } });
  Object.assign(operation.responses, secured ? { 401: problem('未登录或密钥无效'), 403: problem('没有权限') } : {}, { default: problem('出错') });
  if (secured && method !== 'get' && !(WITHOUT_IDEMPOTENCY in operation)) operation.parameters = [...(operation.parameters ?? []), IDEMPOTENCY_KEY];
}

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'responses' in value;
}
