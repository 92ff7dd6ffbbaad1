import { policyVersion } from '@mashang/contract';
import type { Config } from './platform/config.ts';
import type { Route } from './platform/http.ts';

/** Tells the web app which brand and which WeChat account it serves. */
export function registerSiteRoute(route: Route, config: Config): void {
  route('GET /api/site', async () => ({
    brandName: config.brandName,
    policyVersion,
    wechat: {
      enabled: config.wechat !== undefined,
      jsSdkUrl: config.wechat?.jsSdkUrl ?? '',
      accountName: config.wechat?.accountName ?? '',
    },
  }));
}
