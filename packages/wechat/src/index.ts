/**
 * Client and callback codec for one WeChat Official Account (服务号).
 * Owns no table and no state: tokens live in the `CredentialStore` it is given.
 * Invariant: nothing from the network is believed before its signature, size and shape are checked.
 */
export { readCallback, verifyEcho } from './callback.ts';
export type { CallbackConfig, CallbackOutcome, EchoOutcome } from './callback.ts';
export { createWechatClient } from './client.ts';
export type { WechatClientOptions } from './client.ts';
export { isAddressAmong } from './callback-addresses.ts';
export { createMemoryCredentialStore } from './credentials.ts';
export type { Credential, CredentialKind, CredentialStore } from './credentials.ts';
export { WechatError } from './errors.ts';
export type { WechatLogEvent } from './api-call.ts';
export type {
  ActivatedMarketCode,
  MarketCodeActivation,
  MarketCodeRange,
} from './market-code-fields.ts';
export { decryptMarketCodePackage, MarketCodePackageError } from './market-code-package.ts';
export type { MarketCode } from './market-code-package.ts';
export type { MarketCodeApplication, MarketCodes } from './market-codes.ts';
export type { Menu, MenuButton } from './menu.ts';
export { decryptMessage, encryptMessage, WechatCryptoError } from './message-crypto.ts';
export type { EncryptedMessage } from './message-crypto.ts';
export { dedupeKey, parseMessage, qrSceneOf } from './message.ts';
export type { IncomingMessage, ReceivedMessage, ScanCodeInfo } from './message.ts';
export { formatEncryptedReply, formatReply } from './reply.ts';
export type { NewsArticle, Reply } from './reply.ts';
export { signJsApi, verifySignature } from './signature.ts';
export { parseXml, WechatXmlError, XML_BYTES_MAX } from './xml-reader.ts';
export type { XmlElement, XmlValue } from './xml-reader.ts';
export type {
  AccountTemplate,
  SubscriptionMessage,
  TemplateChannel,
  TemplateMessage,
  WechatClient,
} from './wechat-client.ts';
