import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { takeFromChatWindow } from '../phone/chat-window.ts';
import { showAccountText } from '../phone/phone-actions.ts';
import { findReceiver } from './find-receiver.ts';
import { PlatformError } from './platform-error.ts';
import { isText, readJson } from './read-body.ts';
import { authorize } from './speak-like-the-platform.ts';
import type { Query } from './speak-like-the-platform.ts';

const contentBytesMax = 2048;

/** 客服消息: the account writes to one user unasked, texts only. */
export function registerCustomerServiceRoutes(api: FastifyInstance, context: Context): void {
  api.post<{ Querystring: Query }>('/cgi-bin/message/custom/send', (request) => {
    authorize(context, request);
    const input = readJson(request.body);
    const user = findReceiver(context, input['touser']);
    const content = readContent(input);
    if (!user.following) throw new PlatformError(43004, 'require subscribe');
    const window = takeFromChatWindow(context, user);
    if (window === 'closed') {
      throw new PlatformError(45015, 'response out of time limit or subscription is canceled');
    }
    if (window === 'used up') throw new PlatformError(45047, 'out of response count limit');
    showAccountText(context, user, content);
    return { errcode: 0, errmsg: 'ok' };
  });
}

function readContent(input: Record<string, unknown>): string {
  if (input['msgtype'] !== 'text') throw new PlatformError(40008, 'invalid message type');
  const text = input['text'];
  const content = typeof text === 'object' && text !== null && 'content' in text && text.content;
  if (!isText(content)) throw new PlatformError(44004, 'empty content');
  if (Buffer.byteLength(content) > contentBytesMax) {
    throw new PlatformError(45002, 'content size out of limit');
  }
  return content;
}
