import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { serveDocsPage } from './http/docs-page.js';
import { describeProblems } from './http/openapi-problems.js';

const DESCRIPTION = `县级公共就业服务的岗位匹配、订单培训与就业率核算接口。

- 错误一律为 \`application/problem+json\`（RFC 9457），\`code\` 稳定不变。
- 列表按游标分页：\`limit\` 不超过 200，\`nextCursor\` 为 null 即末页。
- 修改须带 \`If-Match\`；新增可带 \`Idempotency-Key\`，重发不会重复生效。
- 经办人以会话 Cookie 登录，用人单位以 \`Authorization: Bearer sy_…\` 接入。`;

/** The OpenAPI 3.1 document of the API. */
export function buildOpenApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('授渔 Shouyu')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/')
    .addCookieAuth('__Host-shouyu', { type: 'apiKey', in: 'cookie', description: '登录后的会话（本机明文连接时名为 shouyu_session）' }, 'session')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: '用人单位的接口密钥 sy_…' }, 'apiKey')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '').replace(/^./, (first) => first.toLowerCase())}_${method}`,
  });
  putCodesInOrder(document);
  return describeProblems(document);
}

/** The compiler gives the members of a union as it came upon them, which differs from one build to the next. */
function putCodesInOrder(part: object): void {
  const schema = part as { enum?: unknown };
  if (Array.isArray(schema.enum)) schema.enum = [...(schema.enum as unknown[])].sort();
  for (const child of Object.values(part) as unknown[]) if (typeof child === 'object' && child !== null) putCodesInOrder(child);
}

/** `/openapi.json` and the page at `/docs`. */
export function serveDocumentation(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => buildOpenApiDocument(app), { jsonDocumentUrl: 'openapi.json', raw: ['json'], ui: false });
  serveDocsPage(app);
}
