import { randomUUID } from 'node:crypto';
import type { AppealKind, ReplyOf } from '@mashang/contract';
import sharp from 'sharp';
import type { TestServer } from '../harness.ts';
import type { Answer, Browser } from './browser.ts';

export const homeAddress = {
  recipient: '王师傅',
  mobile: '15400009999',
  regionCode: '320506',
  detail: '木渎镇金山路 88 号',
};

/** A gift on sale, made as head office makes it. */
export async function aGiftOnSale(
  hq: Browser,
  given: { name?: string; pointsPrice?: number; stock?: number } = {},
): Promise<number> {
  const content = { descriptionHtml: '', pictureIds: [], limitPerMember: null, sortOrder: 0 };
  const offer = { name: `礼品 ${randomUUID()}`, pointsPrice: 10, stock: 100, ...given };
  const gift = okay(await hq.call('POST /api/hq/gifts', { body: { ...content, ...offer } }));
  const { giftId } = gift as ReplyOf<'POST /api/hq/gifts'>;
  okay(
    await hq.call('POST /api/hq/gifts/:giftId/state', {
      params: { giftId },
      body: { state: 'onSale' },
    }),
  );
  return giftId;
}

export async function anAddress(member: Browser, given = homeAddress): Promise<number> {
  const body = { ...given, isDefault: true };
  const address = okay(await member.call('POST /api/me/addresses', { body }));
  return (address as ReplyOf<'POST /api/me/addresses'>).addressId;
}

export interface Order {
  giftId: number;
  addressId: number;
  quantity?: number;
  pointsPrice?: number;
  note?: string;
  attemptId?: string;
}

export function redeem(member: Browser, order: Order): Promise<Answer> {
  const body = { attemptId: randomUUID(), quantity: 1, pointsPrice: 10, note: '', ...order };
  return member.call('POST /api/me/redemptions', { body });
}

export const redemptionIdOf = (answer: Answer): number =>
  (okay(answer) as ReplyOf<'POST /api/me/redemptions'>).redemption.redemptionId;

/** A photo for an appeal; by default as a camera writes it, with where and when it was taken. */
export async function uploadPhoto(member: Browser, server: TestServer): Promise<Answer> {
  const response = await member.fetch(`${server.publicUrl}/api/me/appeal-pictures`, {
    method: 'POST',
    body: new Uint8Array(await aPhoto()),
    headers: { 'content-type': 'image/jpeg' },
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** Made by a camera that says so, at a place it names. */
export function aPhoto(): Promise<Buffer> {
  return sharp({ create: { width: 40, height: 30, channels: 3, background: '#b03020' } })
    .withExif({ IFD0: { Model: cameraName }, IFD3: { GPSLatitude: '31/1 17/1 0/1' } })
    .jpeg()
    .toBuffer();
}

export const cameraName = 'Pinhole 9000';

/** An appeal with a photo. */
export async function anAppeal(
  member: Browser,
  server: TestServer,
  given: { kind?: AppealKind; text?: string; note?: string } = {},
): Promise<{ appealId: number; pictureId: string }> {
  const { pictureId } = okay(await uploadPhoto(member, server)) as { pictureId: string };
  const said = { attemptId: randomUUID(), kind: 'fake', note: '瓶盖不对', ...given };
  const body = { ...said, pictureIds: [pictureId] };
  const appeal = okay(await member.call('POST /api/me/appeals', { body }));
  return { appealId: (appeal as ReplyOf<'POST /api/me/appeals'>).appealId, pictureId };
}

/** Points out of nothing, as an administrator gives them. */
export async function adjust(hq: Browser, memberId: number, points: number): Promise<Answer> {
  const body = { attemptId: randomUUID(), points, reason: '活动补发' };
  return hq.call('POST /api/hq/members/:memberId/adjustments', { params: { memberId }, body });
}

/** Runs the notices' jobs that wait, as the queue would. */
export async function runNoticeJobs(server: TestServer): Promise<void> {
  const waiting = await server.database.db
    .selectFrom('notice')
    .select('noticeId')
    .where('wechatState', '=', 'waiting')
    .orderBy('noticeId')
    .execute();
  for (const { noticeId } of waiting) await server.taskHandlers.sendNotice({ noticeId });
}

/** The body of a 200. */
export function okay({ status, body }: Answer): unknown {
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body;
}
