import type { FastifyInstance } from 'fastify';
import QRCode from 'qrcode';
import type { Context } from '../context.ts';
import { createQr, findQr, isExpired } from './qr-codes.ts';
import { readJson } from './read-body.ts';
import { authorize } from './speak-like-the-platform.ts';
import type { Query } from './speak-like-the-platform.ts';

/** 带参数二维码: create one, and show its picture (which mp.weixin.qq.com does, without a token). */
export function registerQrRoutes(api: FastifyInstance, context: Context): void {
  api.post<{ Querystring: Query }>('/cgi-bin/qrcode/create', (request) => {
    authorize(context, request);
    return createQr(context, readJson(request.body));
  });
  api.get<{ Querystring: Query }>('/cgi-bin/showqrcode', async (request, reply) => {
    const qr = findQr(context, request.query['ticket'] ?? '');
    if (!qr || isExpired(context, qr)) return reply.code(404).type('text/plain').send('');
    const picture = await QRCode.toBuffer(qr.url, { width: 430, margin: 2 });
    // The platform sends a JPEG; a PNG says that it is one.
    return reply.type('image/png').send(picture);
  });
}
