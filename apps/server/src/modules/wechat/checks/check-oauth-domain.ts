import { randomBytes } from 'node:crypto';
import { beijingMinute } from '../../../platform/clock.ts';
import type { Check, CheckInput } from './check-tools.ts';
import { failed, passed, warning } from './check-tools.ts';
import { fetchBounded } from './fetch-bounded.ts';
import { isIpAddress } from './judge-address.ts';
import { readAccountFacts } from './read-account-facts.ts';

/**
 * What can be known of the domain for signing in: the platform has no question for it, but its page
 * for authorisation may say 10003, and a sign-in that worked proves it.
 */
export const checkOAuthDomain: Check = async (input) => {
  const { account, tools, said } = input;
  const { host } = new URL(tools.publicUrl);
  const [page, notServed, facts] = await Promise.all([
    askAuthorizePage(input),
    findFilesNotServed(input),
    readAccountFacts(tools.db, account.appId),
  ]);
  if (page === 'refused') return failed(said.oauthDomain.notRegistered(host));
  if (notServed.length > 0) return failed(said.oauthDomain.fileNotServed(notServed));
  if (facts.lastSignInAt !== null) {
    return passed(said.oauthDomain.fine(host, beijingMinute(facts.lastSignInAt)));
  }
  if (page === 'accepted') return passed(said.oauthDomain.accepted(host));
  if (isIpAddress(tools.publicUrl)) return warning(said.oauthDomain.ipAddress);
  return warning(said.oauthDomain.unproven(host));
};

/** Outside WeChat's app the real page tells nothing; the simulator's does. */
async function askAuthorizePage({
  client,
  tools,
}: CheckInput): Promise<'accepted' | 'refused' | 'unknown'> {
  const redirectUri = `${tools.publicUrl}/wechat/oauth/callback`;
  const state = randomBytes(16).toString('hex');
  const [address = ''] = client.authorizeUrl({ redirectUri, state }).split('#', 1);
  const answer = await fetchBounded(address, { headers: { 'user-agent': 'MicroMessenger' } });
  if ('fault' in answer) return 'unknown';
  if (answer.status === 302 && answer.location.startsWith(redirectUri)) return 'accepted';
  return /redirect_uri[^<]{0,40}10003/.test(answer.body) ? 'refused' : 'unknown';
}

/** Addresses of files the platform asks for that do not say what they should. */
async function findFilesNotServed({ account, tools }: CheckInput): Promise<string[]> {
  const wrong = await Promise.all(
    account.verifyFiles.map(async ({ name, content }) => {
      const url = `${new URL(tools.publicUrl).origin}/${name}`;
      const answer = await fetchBounded(url);
      const isRight = 'body' in answer && answer.status === 200 && answer.body.trim() === content;
      return isRight ? [] : [url];
    }),
  );
  return wrong.flat();
}
