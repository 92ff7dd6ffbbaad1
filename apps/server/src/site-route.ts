import { policyVersion } from '@mashang/contract';
import type { Config } from './platform/config.ts';
import type { Route } from './platform/http.ts';
import type { ServerSettings } from './modules/settings/index.ts';

/** Tells the web app which brand and which WeChat account it serves. */
export function registerSiteRoute(
  route: Route,
  config: Pick<Config, 'brandName' | 'wechat'>,
  settings: Pick<ServerSettings, 'read'>,
): void {
  route('GET /api/site', async () => {
    const { brand, points } = await settings.read();
    return {
      brandName: brand.name ?? config.brandName,
      logoUrl: brand.logoPictureId === null ? null : `/pictures/${brand.logoPictureId}/small`,
      pointsWording: { zh: points.nameZh, en: points.nameEn },
      policyVersion,
      wechat: {
        enabled: config.wechat !== undefined,
        jsSdkUrl: config.wechat?.jsSdkUrl ?? '',
        accountName: config.wechat?.accountName ?? '',
      },
    };
  });
}
