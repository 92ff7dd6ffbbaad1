import { openApi } from '@mashang/contract';
import type { FastifyInstance } from 'fastify';

/** The API for people and tools: `/api/docs` to read, `/api/docs/openapi.json` to feed to others. */
export function registerDocumentation(app: FastifyInstance): void {
  const document = openApi();
  const page = renderPage(document);
  app.get('/api/docs', async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(page),
  );
  app.get('/api/docs/openapi.json', async () => document);
}

type Document = ReturnType<typeof openApi>;

function renderPage(document: Document): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(document.info.title)}</title>
<style>
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d2129}
details{border:1px solid #e5e6eb;border-radius:8px;margin:.5rem 0;padding:.5rem .75rem}
summary{cursor:pointer}code{font-weight:600}pre{overflow:auto;background:#f7f8fa;padding:.75rem;border-radius:6px}
.access{color:#4e5969;font-size:.85rem}
</style></head><body><h1>${escape(document.info.title)}</h1>
<p>${escape(document.info.description)} <a href="/api/docs/openapi.json">OpenAPI 3.1 (JSON)</a></p>
${operations.map(renderOperation).join('\n')}
</body></html>`;
}

function renderOperation(entry: {
  path: string;
  method: string;
  operation: Document['paths'][string][string];
}): string {
  const { path, method, operation } = entry;
  const { summary, ...rest } = operation;
  return `<details><summary><code>${method.toUpperCase()} ${escape(path)}</code>
<span>${escape(summary)}</span> <span class="access">${escape(operation['x-access'])}</span></summary>
<pre>${escape(JSON.stringify(rest, null, 2))}</pre></details>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
