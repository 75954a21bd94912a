import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** The files of Swagger UI that the page needs; nothing comes from another host. */
const ASSETS = { 'swagger-ui.css': 'text/css; charset=utf-8', 'swagger-ui-bundle.js': 'text/javascript; charset=utf-8', 'favicon-32x32.png': 'image/png' } as const;

const PAGE = `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>授渔 接口文档</title>
<link rel="icon" href="./docs/favicon-32x32.png"><link rel="stylesheet" href="./docs/swagger-ui.css"></head>
<body><div id="docs"></div><script src="./docs/swagger-ui-bundle.js"></script><script src="./docs/start.js"></script></body>
</html>`;

const START = `SwaggerUIBundle({ url: './openapi.json', dom_id: '#docs', deepLinking: true, docExpansion: 'none', validatorUrl: null });`;

/** Serves the documentation page at `/docs` (public: it tells no more than the document does). */
export function serveDocsPage(app: NestFastifyApplication): void {
  const require = createRequire(import.meta.url);
  // Swagger UI comes with @nestjs/swagger; it is looked up from there, wherever npm put it.
  const folder = dirname(createRequire(require.resolve('@nestjs/swagger/package.json')).resolve('swagger-ui-dist/package.json'));
  const fastify = app.getHttpAdapter().getInstance();
  fastify.get('/docs', (_request, reply) => reply.type('text/html; charset=utf-8').send(PAGE));
  fastify.get('/docs/start.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(START));
  for (const [name, type] of Object.entries(ASSETS)) fastify.get(`/docs/${name}`, (_request, reply) => reply.type(type).header('cache-control', 'public, max-age=86400').send(createReadStream(join(folder, name))));
}
