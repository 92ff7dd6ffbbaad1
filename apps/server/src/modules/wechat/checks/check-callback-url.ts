import { randomInt } from 'node:crypto';
import type { Check } from './check-tools.ts';
import { failed, passed } from './check-tools.ts';
import { faultOf, fetchBounded } from './fetch-bounded.ts';
import { judgeAddress, withAddressFaults } from './judge-address.ts';
import { signOwnCall } from './own-call.ts';

/** Asks ourselves, through the address WeChat knows, what the platform asks when it is configured. */
export const checkCallbackUrl: Check = async ({ account, tools, said }) => {
  const url = `${tools.publicUrl}/wechat/callback`;
  const echo = String(randomInt(2 ** 47));
  const query = { ...signOwnCall(account.token, tools.clock.now()), echostr: echo };
  const answer = await fetchBounded(`${url}?${new URLSearchParams(query).toString()}`);
  const faults = judgeAddress(tools.publicUrl);
  const fault = faultOf(answer);
  if (fault) return withAddressFaults(failed(said.call(url, fault)), faults, said);
  const isEcho =
    'body' in answer && answer.body === echo && /^text\/plain/.test(answer.contentType);
  if (!isEcho) return withAddressFaults(failed(said.callbackUrl.wrongEcho(url)), faults, said);
  return withAddressFaults(passed(said.callbackUrl.fine(url)), faults, said);
};
