import type { BodyOf, Settings } from '@mashang/contract';
import { newSecret } from '../settings/sms-form.ts';
import { readVerifyFiles } from './verify-files.ts';
import type { VerifyError } from './verify-files.ts';

type Body = BodyOf<'PUT /api/hq/settings/wechat'>;

/** The account as it stands in the form: secrets only when new. */
export function accountFormOf({ wechat }: Settings) {
  const { appId, originalId, accountName, messageMode, onlyCallbackIps, verifyFiles } = wechat;
  return {
    account: { appId, originalId, accountName },
    appSecret: undefined as string | undefined,
    token: undefined as string | undefined,
    encodingAesKey: undefined as string | undefined,
    messageMode,
    onlyCallbackIps,
    verifyFiles: verifyFiles.map((file) => ({ ...file })),
  };
}
type AccountForm = ReturnType<typeof accountFormOf>;

interface AccountErrors {
  /** Which of them do not look as the platform makes them. */
  fields: { [Name in keyof typeof patterns]?: true };
  files: (VerifyError | undefined)[];
}

/** As the platform makes them; nothing is one that is not filled in yet. */
const patterns = {
  appId: /^(?:wx[0-9a-z]{16})?$/,
  originalId: /^(?:gh_[0-9a-zA-Z]{1,37})?$/,
  token: /^(?:[0-9a-zA-Z]{3,32})?$/,
  /** With the = WeChat leaves out it is the Base64 of 32 bytes. */
  encodingAesKey: /^(?:[A-Za-z0-9+/]{43})?$/,
} as const;

/** What is sent, or what cannot be. */
export function readAccountForm(
  form: AccountForm,
): { body: Omit<Body, 'version'>; errors?: never } | { errors: AccountErrors; body?: never } {
  const { account, messageMode, onlyCallbackIps } = form;
  const { files, errors } = readVerifyFiles(form.verifyFiles);
  const body = {
    appId: account.appId.trim(),
    originalId: account.originalId.trim(),
    accountName: account.accountName.trim(),
    messageMode,
    onlyCallbackIps,
    verifyFiles: files,
    ...newSecret('appSecret', form.appSecret),
    ...newSecret('token', form.token),
    ...newSecret('encodingAesKey', form.encodingAesKey),
  };
  const names = Object.keys(patterns) as (keyof typeof patterns)[];
  const wrong = names.filter((name) => !patterns[name].test(body[name] ?? ''));
  if (wrong.length === 0 && !errors.some(Boolean)) return { body };
  const fields = Object.fromEntries(wrong.map((name) => [name, true as const]));
  return { errors: { fields, files: errors } };
}
