import { randomBytes, randomInt } from 'node:crypto';
import type { PhoneEvent } from '../push/event-xml.ts';
import { formatPush } from '../push/event-xml.ts';
import type { ResolvedSelfTestOptions } from './self-test-options.ts';

/** An openid nobody has: what is told in its name hurts nobody. */
export function strangerOpenId(): string {
  return `oSELFTEST${randomBytes(15).toString('hex').slice(0, 19)}`;
}

/** The clear XML of an event of the phone. */
export function messageOf(
  options: ResolvedSelfTestOptions,
  openId: string,
  event: PhoneEvent,
): string {
  const header = {
    toUserName: options.originalId,
    fromUserName: openId,
    createTime: Math.floor(options.now().getTime() / 1000),
    // Beyond 2^53, as real ones are.
    messageId: `24${randomInt(10 ** 8, 10 ** 9)}${randomInt(10 ** 8, 10 ** 9)}`,
    appId: options.appId,
    openId,
  };
  return formatPush(header, event);
}

export function textOf(options: ResolvedSelfTestOptions, openId: string, content: string): string {
  return messageOf(options, openId, { kind: 'text', content });
}

/** A scan by the menu's button. */
export function scanOf(options: ResolvedSelfTestOptions, openId: string, scanned: string): string {
  return messageOf(options, openId, {
    ...{ kind: 'scancode_waitmsg', key: options.scanKey, scanType: 'qrcode' },
    scanResult: scanned,
  });
}
