import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { signJsApi } from '@mashang/wechat';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { currentUser } from '../phone/phone-user.ts';
import { isWebDomain } from './oauth-routes.ts';

const folder = join(import.meta.dirname, '../../js-sdk');
const scriptFiles = ['open-tags.js', 'jweixin-1.6.0.js'];

interface ConfigCheck {
  appId: string;
  timestamp: string;
  nonceStr: string;
  signature: string;
  url: string;
  firstUrl: string;
}

/** The script of the JS-SDK, and the check behind `wx.config` that the phone asks for. */
export function registerJsSdkRoutes(app: FastifyInstance, context: Context): void {
  const script = scriptFiles.map((file) => readFileSync(join(folder, file), 'utf8')).join('');
  app.get('/open/js/jweixin-1.6.0.js', (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(script),
  );
  const text = { type: 'string', maxLength: 4096 };
  const properties = {
    ...{ appId: text, timestamp: text, nonceStr: text },
    ...{ signature: text, url: text, firstUrl: text },
  };
  const body = { type: 'object', required: Object.keys(properties), properties };
  app.post<{ Body: ConfigCheck }>('/open/js/verify', { schema: { body } }, (request, reply) => {
    // Pages in snapshot mode have no JS-SDK; with which words it says so is not known.
    const { snapshot } = currentUser(context, request, reply);
    return { errMsg: snapshot ? 'config:fail' : checkConfig(context, request.body) };
  });
}

/** What `wx.config` answers: `config:ok`, or the reason in the platform's words. */
function checkConfig(context: Context, check: ConfigCheck): string {
  if (check.appId !== context.options.appId) return 'config:invalid appid';
  // iOS keeps the address its web view first loaded; Android follows pushState.
  const url = context.device === 'ios' ? check.firstUrl : check.url;
  if (!isWebDomain(context, url)) return 'config:invalid url domain';
  const ticket = context.state.ticket?.value;
  if (!ticket || check.nonceStr === '' || check.timestamp === '') return 'config:invalid signature';
  const { nonceStr, timestamp } = check;
  const expected = signJsApi({ ticket, nonceStr, timestamp, url });
  return check.signature === expected ? 'config:ok' : 'config:invalid signature';
}
