import type { FastifyInstance } from 'fastify';
import type { TemplateInput } from '../platform/templates.ts';
import type { SimulatorControl } from './control.ts';
import { listOf, object, text } from './schemas.ts';

const template = object(
  {
    ...{ templateId: text(200), channel: { enum: ['template', 'subscription'] }, title: text(100) },
    ...{ content: text(2000), example: text(2000), type: { enum: [2, 3] } },
  },
  ['channel', 'title', 'content'],
);
const ids = listOf(text(200));

/** QRs, templates, consents and market codes, as `control` has them. */
export function registerMessageRoutes(app: FastifyInstance, control: SimulatorControl): void {
  app.get('/simulator/templates', () => ({ templates: control.templates() }));
  app.put<{ Body: { templates: TemplateInput[] } }>(
    '/simulator/templates',
    { schema: { body: object({ templates: listOf(template) }) } },
    (request) => ({ templates: control.setTemplates(request.body.templates) }),
  );
  app.post<{ Body: { user: string; qr: string; follow?: boolean } }>(
    '/simulator/scan-qr',
    {
      schema: {
        body: object({ user: text(40), qr: text(1024), follow: { type: 'boolean' } }, [
          'user',
          'qr',
        ]),
      },
    },
    ({ body: { user, qr, follow = false } }) => control.scanQr(user, qr, { follow }),
  );
  app.post<{ Body: { user: string; accepted?: string[]; rejected?: string[] } }>(
    '/simulator/consents',
    { schema: { body: object({ user: text(40), accepted: ids, rejected: ids }, ['user']) } },
    ({ body: { user, ...answer } }) => control.answerConsent(user, answer),
  );
  app.post<{ Body: { user: string; templateId: string } }>(
    '/simulator/template-refusals',
    { schema: { body: object({ user: text(40), templateId: text(200) }) } },
    async ({ body }) => ({ push: await control.refuseTemplate(body.user, body.templateId) }),
  );
  app.post<{ Body: { user: string; code: string } }>(
    '/simulator/scan-market-code',
    { schema: { body: object({ user: text(40), code: text(100) }) } },
    ({ body }) => ({ opens: control.scanMarketCode(body.user, body.code) }),
  );
  app.get('/simulator/quiet', async () => {
    await control.whenQuiet();
    return { status: 'ok' };
  });
}
