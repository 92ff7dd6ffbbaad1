import type { Page } from 'playwright-core';

export interface PageToShow {
  /** Name of the picture, without size and extension. */
  file: string;
  address: string;
  /** What a person would do before looking. */
  prepare?: (page: Page) => Promise<void>;
}

/** Pages of the consumer's app for somebody who is not signed in. */
export const strangerPages: readonly PageToShow[] = [
  { file: 'consumer-home-stranger', address: '/' },
  { file: 'consumer-login', address: '/login' },
  { file: 'consumer-forgot', address: '/forgot' },
  { file: 'consumer-bind', address: '/bind' },
  { file: 'consumer-check', address: '/check' },
  { file: 'consumer-check-unknown', address: '/C/7K2M9QXR4TVW8YHN' },
  { file: 'consumer-privacy', address: '/privacy' },
  { file: 'consumer-missing', address: '/no-such-page' },
  { file: 'console-login', address: '/hq/login' },
];

/** Pages of a signed-in member. */
export const consumerPages: readonly PageToShow[] = [
  { file: 'consumer-home', address: '/' },
  { file: 'consumer-scan', address: '/scan' },
  { file: 'consumer-me', address: '/me' },
  { file: 'consumer-points', address: '/points' },
  { file: 'consumer-entry', address: '/points', prepare: clickFirst('points-entry') },
  { file: 'consumer-gifts', address: '/gifts' },
  { file: 'consumer-gift', address: '/gifts', prepare: clickFirst('gift-card') },
  { file: 'consumer-redemptions', address: '/redemptions' },
  { file: 'consumer-redemption', address: '/redemptions', prepare: clickFirst('redemption-row') },
  { file: 'consumer-addresses', address: '/addresses' },
  { file: 'consumer-notices', address: '/notices' },
  { file: 'consumer-profile', address: '/profile' },
  { file: 'consumer-password', address: '/password' },
  { file: 'consumer-mobile', address: '/mobile' },
  { file: 'consumer-sessions', address: '/sessions' },
  { file: 'consumer-appeals', address: '/appeals' },
  { file: 'consumer-appeal-new', address: '/appeals/new' },
];

/** Pages of head office. */
export const consolePages: readonly PageToShow[] = [
  { file: 'console-overview', address: '/hq/' },
  { file: 'console-products', address: '/hq/products' },
  { file: 'console-batches', address: '/hq/batches' },
  { file: 'console-batch-new', address: '/hq/batches/new' },
  { file: 'console-batch', address: '/hq/batches/1' },
  { file: 'console-deliveries', address: '/hq/deliveries' },
  { file: 'console-imports', address: '/hq/imports' },
  { file: 'console-gifts', address: '/hq/gifts' },
  { file: 'console-gift-new', address: '/hq/gifts/new' },
  { file: 'console-gift', address: '/hq/gifts/1' },
  { file: 'console-members', address: '/hq/members' },
  { file: 'console-member', address: '/hq/members/1' },
  { file: 'console-member-imports', address: '/hq/member-imports' },
  { file: 'console-entries', address: '/hq/entries' },
  { file: 'console-statistics', address: '/hq/statistics' },
  { file: 'console-redemptions', address: '/hq/redemptions' },
  { file: 'console-redemption', address: '/hq/redemptions/1' },
  { file: 'console-slips', address: '/hq/redemptions/slips?ids=1,2' },
  { file: 'console-campaigns', address: '/hq/campaigns' },
  { file: 'console-campaign', address: '/hq/campaigns/1' },
  { file: 'console-campaign-new', address: '/hq/campaigns/new' },
  { file: 'console-calendar', address: '/hq/campaigns/calendar' },
  { file: 'console-dry-run', address: '/hq/campaigns/dry-run' },
  { file: 'console-alarms', address: '/hq/alarms' },
  { file: 'console-appeals', address: '/hq/appeals' },
  { file: 'console-codes', address: '/hq/codes/1-0' },
  { file: 'console-scans', address: '/hq/scans' },
  { file: 'console-suspicious-codes', address: '/hq/suspicious-codes' },
  { file: 'console-guards', address: '/hq/guards' },
  { file: 'console-blacklist', address: '/hq/guards/blacklist' },
  { file: 'console-allowances', address: '/hq/guards/allowances' },
  { file: 'console-wechat', address: '/hq/wechat' },
  {
    file: 'console-wechat-checks',
    address: '/hq/wechat/checks',
    prepare: clickFirst('check-run-all'),
  },
  { file: 'console-wechat-menu', address: '/hq/wechat/menu' },
  { file: 'console-posters', address: '/hq/posters' },
  { file: 'console-notices', address: '/hq/notices' },
  { file: 'console-notice-settings', address: '/hq/notices/settings' },
  { file: 'console-sms', address: '/hq/sms' },
  { file: 'console-settings', address: '/hq/settings' },
  { file: 'console-staff', address: '/hq/staff' },
  { file: 'console-audit-log', address: '/hq/audit-log' },
  { file: 'console-password', address: '/hq/password' },
];

function clickFirst(testId: string): (page: Page) => Promise<void> {
  return async (page) => {
    await page.getByTestId(testId).first().click();
  };
}
