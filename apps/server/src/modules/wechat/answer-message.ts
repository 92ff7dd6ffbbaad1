import { hash } from 'node:crypto';
import { normalizeCode } from '@mashang/code-cipher';
import { dedupeKey, type ReceivedMessage } from '@mashang/wechat';
import { texts } from '../../texts.ts';

/** What the chat can ask of the rest of the product; handed in by app.ts. */
export interface ChatHandlers {
  /** A scan or a typed code; the answer is the text of the reply. */
  answerScan: (scan: {
    openId: string;
    text: string;
    scanType: 'qrcode' | 'barcode' | 'typed';
    attemptId: string;
  }) => Promise<string>;
}

/**
 * The text to answer a message with, or null for silence. A message WeChat sends again (it tries
 * three times) carries the same attempt id, so the second answer is the first one.
 */
export async function answerMessage(
  message: ReceivedMessage,
  handlers: ChatHandlers,
  account: { appId: string; accountName: string; publicUrl: string },
): Promise<string | null> {
  const said = texts.zh;
  const openId = message.FromUserName;
  const attemptId = attemptIdOf(message, account.appId);
  if (message.MsgType === 'text') {
    const text = message.Content ?? '';
    if (normalizeCode(text)) {
      return handlers.answerScan({ openId, text, scanType: 'typed', attemptId });
    }
    return said.helpReply(`${account.publicUrl}/scan`, `${account.publicUrl}/points`);
  }
  if (message.MsgType !== 'event') return null;
  switch (message.Event) {
    case 'subscribe':
      return said.welcome(account.accountName);
    case 'scancode_waitmsg': {
      const { ScanType, ScanResult = '' } = message.ScanCodeInfo ?? {};
      const scanType = ScanType === 'qrcode' ? 'qrcode' : 'barcode';
      return handlers.answerScan({ openId, text: ScanResult, scanType, attemptId });
    }
    default:
      // scancode_push opens the page as well, and the page claims; the rest needs no words.
      return null;
  }
}

/** The dedupe key of the message as a UUID: one event is one attempt, however often it is sent. */
function attemptIdOf(message: ReceivedMessage, appId: string): string {
  const hex = hash('sha256', dedupeKey(message, appId));
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-');
}
