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
  encodingAesKey: boolean;
  files: (VerifyError | undefined)[];
}

/** What is sent, or what cannot be. */
export function readAccountForm(
  form: AccountForm,
): { body: Omit<Body, 'version'>; errors?: never } | { errors: AccountErrors; body?: never } {
  const { account, messageMode, onlyCallbackIps } = form;
  const { files, errors } = readVerifyFiles(form.verifyFiles);
  const key = newSecret('encodingAesKey', form.encodingAesKey);
  const isKeyWrong = Boolean(key.encodingAesKey) && !isAesKey(key.encodingAesKey ?? '');
  if (isKeyWrong || errors.some(Boolean)) {
    return { errors: { encodingAesKey: isKeyWrong, files: errors } };
  }
  return {
    body: {
      appId: account.appId.trim(),
      originalId: account.originalId.trim(),
      accountName: account.accountName.trim(),
      messageMode,
      onlyCallbackIps,
      verifyFiles: files,
      ...newSecret('appSecret', form.appSecret),
      ...newSecret('token', form.token),
      ...key,
    },
  };
}

/** 43 symbols of Base64: with the = WeChat leaves out they are the 32 bytes of the key. */
function isAesKey(text: string): boolean {
  return /^[A-Za-z0-9+/]{43}$/.test(text);
}
