import { policyVersion } from '@mashang/contract';
import type { Config } from './platform/config.ts';
import { markDevice } from './platform/device.ts';
import type { Route } from './platform/http.ts';
import type { ServerSettings } from './modules/settings/index.ts';
import type { WechatAccounts } from './modules/wechat/index.ts';

/** Tells the web app which brand and which WeChat account it serves, and gives the browser its mark. */
export function registerSiteRoute(
  route: Route,
  config: Pick<Config, 'brandName' | 'publicUrl' | 'wechatAddresses'>,
  {
    settings,
    wechatAccounts,
  }: {
    settings: Pick<ServerSettings, 'read'>;
    wechatAccounts: Pick<WechatAccounts, 'current'>;
  },
): void {
  const secureCookies = config.publicUrl.startsWith('https:');
  route('GET /api/site', async ({ request, reply }) => {
    markDevice(request, reply, { secureCookies });
    const { brand, points } = await settings.read();
    const inForce = await wechatAccounts.current();
    return {
      brandName: brand.name ?? config.brandName,
      logoUrl: brand.logoPictureId === null ? null : `/pictures/${brand.logoPictureId}/small`,
      pointsWording: { zh: points.nameZh, en: points.nameEn },
      policyVersion,
      wechat: {
        enabled: inForce !== undefined,
        jsSdkUrl: inForce ? config.wechatAddresses.jsSdkUrl : '',
        accountName: inForce?.account.accountName ?? '',
      },
    };
  });
}
