import { randomUUID } from 'node:crypto';
import {
  decodeAesKey,
  decryptWithKeys,
  encryptMessage,
  WechatCryptoError,
} from './message-crypto.ts';
import { parseMessage } from './message.ts';
import type { IncomingMessage, ReceivedMessage } from './message.ts';
import { formatEncryptedReply } from './reply.ts';
import { verifySignature } from './signature.ts';
import { WechatXmlError, XML_BYTES_MAX } from './xml-reader.ts';

const WINDOW_SECONDS = 300;
const ECHO_CHARACTERS_MAX = 1024;

export interface CallbackConfig {
  /**
   * As chosen in WeChat's console, `safe` unless said otherwise. No request can change it. In
   * `plain` the signature does not cover the body: never use it outside a test.
   */
  mode?: 'safe' | 'compatible' | 'plain';
  token: string;
  /** Current key, or current and previous. */
  encodingAesKey: string | readonly string[];
  appId: string;
}

/** `reason` is for the log, never for the answer. */
interface CallbackRefusal<Status extends number> {
  kind: 'refused';
  status: Status;
  reason: string;
}

export type EchoOutcome =
  { kind: 'echo'; body: string; contentType: string } | CallbackRefusal<403>;

export type CallbackOutcome =
  | {
      kind: 'message';
      message: ReceivedMessage;
      /** Body of the answer: the reply (encrypted as the mode asks), or `success` for null. */
      reply: (xml: string | null) => string;
    }
  | CallbackRefusal<400 | 403 | 413>;

interface CallbackInput {
  config: CallbackConfig;
  /** Parsed query of the request, as untrusted as it came. */
  query: unknown;
  now: Date;
}

/**
 * Answers the console's GET. The echo is returned only when the signature fits and must be sent
 * with the given content type: as HTML it would run whatever script a stranger put in.
 */
export function verifyEcho({ config, query, now }: CallbackInput): EchoOutcome {
  assertConfig(config);
  const fields = readQuery(query);
  if (!fields) return refuse(403, 'query');
  const { signature = '', timestamp = '', nonce = '', echostr = '' } = fields;
  if (echostr === '' || echostr.length > ECHO_CHARACTERS_MAX) return refuse(403, 'echostr');
  if (!verifySignature({ token: config.token, timestamp, nonce, signature })) {
    return refuse(403, 'signature');
  }
  if (!isInWindow(timestamp, now)) return refuse(403, 'timestamp');
  return { kind: 'echo', body: echostr, contentType: 'text/plain; charset=utf-8' };
}

/**
 * Verifies a POST and opens its message. In the modes with encryption only `msg_signature` counts,
 * and only what was inside the ciphertext is returned. Never throws for what a request contains.
 * @throws RangeError when the configuration itself cannot work
 */
export function readCallback(
  input: CallbackInput & { body: string | Uint8Array },
): CallbackOutcome {
  const { config, query, body, now } = input;
  assertConfig(config);
  if (Buffer.byteLength(body) > XML_BYTES_MAX) return refuse(413, 'size');
  const outer = tryParse(body);
  if (outer === 'declaration') return refuse(400, 'declaration');
  const fields = readQuery(query);
  if (!fields) return refuse(403, 'query');
  if (!isInWindow(fields.timestamp ?? '', now)) return refuse(403, 'timestamp');
  const isPlain = config.mode === 'plain';
  const signature = isPlain ? fields.signature : fields.msg_signature;
  if (signature === undefined) return refuse(403, 'signature');
  if (typeof outer === 'string') return refuse(400, outer);
  return isPlain ? openPlain(config, fields, outer) : openEncrypted(config, fields, outer, now);
}

type Query = Partial<Record<string, string>>;

function openPlain(config: CallbackConfig, query: Query, outer: IncomingMessage): CallbackOutcome {
  const { signature = '', timestamp = '', nonce = '' } = query;
  if (!verifySignature({ token: config.token, timestamp, nonce, signature })) {
    return refuse(403, 'signature');
  }
  if (!isComplete(outer)) return refuse(400, 'incomplete');
  return { kind: 'message', message: outer, reply: (xml) => xml ?? 'success' };
}

function openEncrypted(
  config: CallbackConfig,
  query: Query,
  outer: IncomingMessage,
  now: Date,
): CallbackOutcome {
  const { token, appId, encodingAesKey } = config;
  const { msg_signature: signature = '', timestamp = '', nonce = '' } = query;
  const encrypt = outer.Encrypt;
  // Without ciphertext nothing is signed: a downgrade to plain text, whatever its other fields say.
  if (encrypt === undefined) return refuse(403, 'not encrypted');
  if (!verifySignature({ token, timestamp, nonce, signature, encrypt })) {
    return refuse(403, 'signature');
  }
  const opened = tryDecrypt({ encodingAesKey, appId, encrypt });
  if ('reason' in opened) return refuse(opened.reason === 'appid' ? 403 : 400, opened.reason);
  const message = tryParse(opened.message);
  if (typeof message === 'string') return refuse(400, message);
  if (!isComplete(message)) return refuse(400, 'incomplete');

  const reply = (xml: string | null) =>
    xml === null
      ? 'success'
      : formatEncryptedReply(
          encryptMessage({
            encodingAesKey: opened.encodingAesKey,
            appId,
            message: xml,
            token,
            timestamp: Math.floor(now.getTime() / 1000),
            nonce: randomUUID().slice(-12),
          }),
        );
  return { kind: 'message', message, reply };
}

/** A name given twice arrives as an array; such a query has no single meaning and is refused. */
function readQuery(query: unknown): Query | null {
  if (typeof query !== 'object' || query === null) return null;
  const entries: [string, unknown][] = Object.entries(query);
  if (!entries.every(([, value]) => typeof value === 'string')) return null;
  return Object.fromEntries(entries) as Query;
}

function isInWindow(timestamp: string, now: Date): boolean {
  if (!/^[0-9]{1,12}$/.test(timestamp)) return false;
  return Math.abs(now.getTime() / 1000 - Number(timestamp)) <= WINDOW_SECONDS;
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

function tryParse(body: string | Uint8Array): IncomingMessage | WechatXmlError['reason'] {
  try {
    return parseMessage(typeof body === 'string' ? body : strictUtf8.decode(body));
  } catch (error) {
    return error instanceof WechatXmlError ? error.reason : 'malformed';
  }
}

function tryDecrypt(
  input: Parameters<typeof decryptWithKeys>[0],
): ReturnType<typeof decryptWithKeys> | { reason: WechatCryptoError['reason'] } {
  try {
    return decryptWithKeys(input);
  } catch (error) {
    if (error instanceof WechatCryptoError) return { reason: error.reason };
    throw error;
  }
}

function isComplete(message: IncomingMessage): message is ReceivedMessage {
  const { ToUserName, FromUserName, CreateTime, MsgType } = message;
  return [ToUserName, FromUserName, CreateTime, MsgType].every(Boolean);
}

function refuse<Status extends number>(status: Status, reason: string): CallbackRefusal<Status> {
  return { kind: 'refused', status, reason };
}

function assertConfig(config: CallbackConfig): void {
  const { mode = 'safe', token, appId, encodingAesKey } = config;
  if (!['safe', 'compatible', 'plain'].includes(mode)) {
    throw new RangeError('The callback mode must be safe, compatible or plain.');
  }
  if (!token || !appId) throw new RangeError('The callback needs a token and an app id.');
  if (mode !== 'plain') [encodingAesKey].flat().forEach(decodeAesKey);
}
