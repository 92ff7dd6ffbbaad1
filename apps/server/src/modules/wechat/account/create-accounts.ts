import { createWechatClient } from '@mashang/wechat';
import type { WechatClient, WechatClientOptions, WechatError } from '@mashang/wechat';
import type { BodyOf, MessageMode } from '@mashang/contract';
import type { Clock } from '../../../platform/clock.ts';
import type { Config, WechatConfig } from '../../../platform/config.ts';
import type { Db } from '../../../platform/database.ts';
import { createCredentialStore } from './credential-store.ts';

/** What head office set about the account; an empty text is one that is not filled in. */
export type AccountSettings = Required<Omit<BodyOf<'PUT /api/hq/settings/wechat'>, 'version'>> & {
  encodingAesKeyPrevious: string;
};

export interface WechatAccount {
  appId: string;
  appSecret: string;
  /** Of the callback's signatures. */
  token: string;
  /** The present one first, then the previous: messages under way while it is changed. */
  encodingAesKeys: string[];
  /** The account's gh_… id. */
  originalId: string;
  accountName: string;
  messageMode: MessageMode;
  onlyCallbackIps: boolean;
  verifyFiles: { name: string; content: string }[];
  source: 'environment' | 'settings';
}

export interface AccountInForce {
  account: WechatAccount;
  client: WechatClient;
}

export interface WechatAccounts {
  /**
   * The account everybody works with now, asked anew at every request: head office may change it at
   * any time, in any process. Undefined while none is filled in completely.
   */
  current(): Promise<AccountInForce | undefined>;
}

export interface WechatAccountsOptions {
  db: Db;
  masterKey: Buffer;
  clock: Clock;
  config: Pick<Config, 'wechat' | 'wechatAddresses' | 'brandName'>;
  /** As fresh as the account shall be; the same object as long as nothing was read anew. */
  readSettings: () => Promise<AccountSettings>;
  /** A call failed for what only a person can mend. */
  onTrouble: (error: WechatError) => void;
  log?: NonNullable<WechatClientOptions['log']>;
}

/**
 * The account in force: the environment's credentials, otherwise those of the settings; what else
 * there is to decide always comes from the settings, but for the environment's own message mode.
 */
export function createWechatAccounts(options: WechatAccountsOptions): WechatAccounts {
  const { config, readSettings } = options;
  let known: { settings: AccountSettings; inForce: AccountInForce | undefined } | undefined;
  let made: { key: string; client: WechatClient } | undefined;

  /** The same one as long as it would speak the same: it holds fetches under way. */
  function clientOf(account: WechatAccount): WechatClient {
    const key = JSON.stringify([account.appId, account.appSecret]);
    if (made?.key !== key) made = { key, client: makeClient(options, account) };
    return made.client;
  }

  function choose(settings: AccountSettings): AccountInForce | undefined {
    const account = config.wechat
      ? environmentAccount(config.wechat, settings)
      : settingsAccount(settings, config.brandName);
    return account && { account, client: clientOf(account) };
  }

  return {
    async current() {
      const settings = await readSettings();
      if (known?.settings !== settings) known = { settings, inForce: choose(settings) };
      return known.inForce;
    },
  };
}

function environmentAccount(config: WechatConfig, settings: AccountSettings): WechatAccount {
  const { appId, appSecret, token, encodingAesKey, encodingAesKeyPrevious } = config;
  return {
    ...{ appId, appSecret, token, originalId: config.originalId, accountName: config.accountName },
    encodingAesKeys: keysOf(encodingAesKey, encodingAesKeyPrevious),
    messageMode: config.messageMode ?? settings.messageMode,
    onlyCallbackIps: settings.onlyCallbackIps,
    verifyFiles: settings.verifyFiles,
    source: 'environment',
  };
}

/** Undefined until everything is filled in: half an account would answer wrongly, not at all later. */
function settingsAccount(settings: AccountSettings, brandName: string): WechatAccount | undefined {
  const { appId, appSecret, token, encodingAesKey, originalId } = settings;
  if ([appId, appSecret, token, encodingAesKey, originalId].includes('')) return undefined;
  return {
    ...{ appId, appSecret, token, originalId },
    accountName: settings.accountName || brandName,
    encodingAesKeys: keysOf(encodingAesKey, settings.encodingAesKeyPrevious),
    messageMode: settings.messageMode,
    onlyCallbackIps: settings.onlyCallbackIps,
    verifyFiles: settings.verifyFiles,
    source: 'settings',
  };
}

function keysOf(present: string, previous: string): string[] {
  return previous === '' || previous === present ? [present] : [present, previous];
}

function makeClient(
  { db, masterKey, clock, config, onTrouble, log }: WechatAccountsOptions,
  { appId, appSecret }: WechatAccount,
): WechatClient {
  const { apiUrl, oauthUrl } = config.wechatAddresses;
  return createWechatClient({
    ...{ appId, appSecret, apiUrl, oauthUrl, onTrouble },
    now: () => clock.now(),
    credentialStore: createCredentialStore(db, masterKey, appId),
    ...(log ? { log } : {}),
  });
}
