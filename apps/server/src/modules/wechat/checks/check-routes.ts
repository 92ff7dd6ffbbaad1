import type { Route } from '../../../platform/http.ts';
import type { CheckTools } from './check-tools.ts';
import { checkNames, runCheck } from './run-check.ts';

/** What of the Official Account can be tested, one by one. */
export function registerCheckRoutes(route: Route, tools: CheckTools): void {
  route('GET /api/hq/wechat/checks', async () => {
    const account = (await tools.accounts.current())?.account;
    return {
      checks: [...checkNames],
      accountName: account?.accountName ?? '',
      appId: account?.appId ?? '',
    };
  });

  route('POST /api/hq/wechat/checks/:check', ({ params: { check }, caller, request }) =>
    runCheck(tools, {
      check,
      language: caller.language,
      onError: (error) => request.log.error({ err: error, check }, 'WeChat check'),
    }),
  );
}
