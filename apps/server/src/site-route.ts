import { policyVersion } from '@mashang/contract';
import type { Config } from './platform/config.ts';
import { markDevice } from './platform/device.ts';
import type { Route } from './platform/http.ts';
import type { ServerSettings } from './modules/settings/index.ts';

/** Tells the web app which brand and which WeChat account it serves, and gives the browser its mark. */
export function registerSiteRoute(
  route: Route,
  config: Pick<Config, 'brandName' | 'publicUrl' | 'wechat'>,
  settings: Pick<ServerSettings, 'read'>,
): void {
  const secureCookies = config.publicUrl.startsWith('https:');
  route('GET /api/site', async ({ request, reply }) => {
    markDevice(request, reply, { secureCookies });
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
