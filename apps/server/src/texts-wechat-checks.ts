import type { MessageMode } from '@mashang/contract';
import type { Language } from './texts.ts';
import { wechatCheckTextsEn } from './texts-wechat-checks-en.ts';
import { wechatCheckTextsZh } from './texts-wechat-checks-zh.ts';

/** What a check saw, and what to click; no steps when there is nothing to do. */
export interface CheckWords {
  seen: string;
  steps: string[];
}

/** What can be wrong with the address WeChat and phones know this server by. */
export type AddressFault = 'notHttps' | 'ipAddress' | 'oddPort' | 'private';

/** Names of the fields of the account, as the settings page calls them. */
export type AccountField =
  'appId' | 'appSecret' | 'token' | 'encodingAesKey' | 'originalId' | 'accountName';

/** How a call to our own address went wrong. */
export type CallFault =
  | { kind: 'network'; reason: string }
  | { kind: 'redirect'; status: number }
  | { kind: 'status'; status: number };

/** All sentences of the check list. */
export interface CheckTexts {
  noAccount: CheckWords;
  tooSlow: (seconds: number) => CheckWords;
  broken: CheckWords;
  call: (url: string, fault: CallFault) => CheckWords;
  addressFaults: Record<AddressFault, string>;
  account: {
    fine: (name: string, appId: string, source: 'environment' | 'settings') => CheckWords;
    missing: (fields: AccountField[]) => CheckWords;
    odd: (fields: AccountField[]) => CheckWords;
  };
  callbackUrl: {
    fine: (url: string) => CheckWords;
    wrongEcho: (url: string) => CheckWords;
  };
  signature: {
    fine: (mode: MessageMode) => CheckWords;
    refused: (status: number) => CheckWords;
    onlyCallbackIps: CheckWords;
    silent: CheckWords;
    unreadable: CheckWords;
    forgeryTaken: CheckWords;
  };
  pushes: {
    fine: (at: string) => CheckWords;
    never: CheckWords;
    neverTaken: (at: string, reason: string) => CheckWords;
    refusedSince: (at: string, reason: string, takenAt: string) => CheckWords;
  };
  token: {
    fine: (addressCount: number) => CheckWords;
    behindWhitelist: CheckWords;
  };
  ipWhitelist: {
    fine: CheckWords;
    behindSecret: CheckWords;
  };
  jsTicket: {
    fine: (host: string) => CheckWords;
    ipAddress: CheckWords;
  };
  oauthDomain: {
    fine: (host: string, at: string) => CheckWords;
    accepted: (host: string) => CheckWords;
    unproven: (host: string) => CheckWords;
    notRegistered: (host: string) => CheckWords;
    ipAddress: CheckWords;
    fileNotServed: (urls: string[]) => CheckWords;
  };
  menu: {
    same: CheckWords;
    foreign: (hosts: string[]) => CheckWords;
    different: (differences: string[]) => CheckWords;
    none: CheckWords;
  };
  templates: {
    off: CheckWords;
    noneNeeded: CheckWords;
    noneChosen: CheckWords;
    fine: (count: number) => CheckWords;
    missing: (templates: string[]) => CheckWords;
    wrongFields: (templates: string[]) => CheckWords;
  };
  messageMode: Record<MessageMode, CheckWords>;
}

export const wechatCheckTexts: Record<Language, CheckTexts> = {
  zh: wechatCheckTextsZh,
  en: wechatCheckTextsEn,
};
