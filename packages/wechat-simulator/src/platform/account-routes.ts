import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import type { PhoneUser } from '../state.ts';
import { checkAccessToken } from './credentials.ts';
import { findReceiver } from './find-receiver.ts';
import { PlatformError } from './platform-error.ts';
import { clearQuotas, describeQuota } from './quotas.ts';
import { readJson } from './read-body.ts';
import { authorize } from './speak-like-the-platform.ts';
import type { Query } from './speak-like-the-platform.ts';

/** What was before the simulator began. */
const longAgoSeconds = 1_600_000_000;

/** Where pushes come from, who a user is, and how often something may be called. */
export function registerAccountRoutes(api: FastifyInstance, context: Context): void {
  api.get<{ Querystring: Query }>('/cgi-bin/getcallbackip', (request) => {
    authorize(context, request);
    return { ip_list: context.settings.callbackIps };
  });
  api.get<{ Querystring: Query }>('/cgi-bin/user/info', (request) => {
    authorize(context, request);
    return describeUser(context, findReceiver(context, request.query['openid']));
  });
  api.post<{ Querystring: Query }>('/cgi-bin/openapi/quota/get', (request) => {
    authorize(context, request);
    const quota = describeQuota(context, readJson(request.body)['cgi_path']);
    return { errcode: 0, errmsg: 'ok', ...quota };
  });
  api.post<{ Querystring: Query }>('/cgi-bin/clear_quota', (request) => {
    checkAccessToken(context, request.query['access_token']);
    if (readJson(request.body)['appid'] !== context.options.appId) {
      throw new PlatformError(40013, 'invalid appid');
    }
    clearQuotas(context);
    return { errcode: 0, errmsg: 'ok' };
  });
}

/** Names and pictures are no longer told; of somebody who does not follow only that is. */
function describeUser(context: Context, user: PhoneUser): Record<string, unknown> {
  if (!user.following) return { subscribe: 0, openid: user.openId, tagid_list: [] };
  const qr = context.state.qrs.find(({ scene }) => scene === user.followedByScene);
  return {
    subscribe: 1,
    openid: user.openId,
    language: 'zh_CN',
    subscribe_time: user.followedAt === null ? longAgoSeconds : Math.floor(user.followedAt / 1000),
    remark: '',
    groupid: 0,
    tagid_list: [],
    subscribe_scene: user.followedByScene === null ? 'ADD_SCENE_SEARCH' : 'ADD_SCENE_QR_CODE',
    qr_scene: qr && !qr.isText ? Number(qr.scene) : 0,
    qr_scene_str: qr?.isText ? qr.scene : '',
  };
}
