import type { StaffRole } from '@mashang/contract';
import type { RouteRecordRaw } from 'vue-router';

type Load = () => Promise<object>;

declare module 'vue-router' {
  interface RouteMeta {
    /** The least one must be to open the page. */
    role?: StaffRole;
  }
}

/** Every page inside the frame. Their names are the keys of `texts.nav`, or of page-title.ts. */
export const pages: RouteRecordRaw[] = [
  page('', 'overview', () => import('../pages/overview/overview-page.vue')),

  page('products', 'products', () => import('../pages/products/product-list.vue')),
  page('batches', 'batches', () => import('../pages/batches/batch-list.vue')),
  page('batches/new', 'newBatch', () => import('../pages/batches/order-page.vue')),
  page('batches/:batchId(\\d+)', 'batch', () => import('../pages/batches/batch-page.vue')),
  page('deliveries', 'deliveries', () => import('../pages/deliveries/delivery-list.vue')),
  page(
    'deliveries/:deliveryId(\\d+)',
    'delivery',
    () => import('../pages/deliveries/delivery-page.vue'),
  ),
  page('imports', 'imports', () => import('../pages/imports/import-page.vue')),
  page('imports/:importId(\\d+)', 'import', () => import('../pages/imports/import-detail.vue')),
  page('gifts', 'gifts', () => import('../pages/gifts/gift-list.vue')),
  page('gifts/new', 'newGift', () => import('../pages/gifts/gift-page.vue')),
  page('gifts/:giftId(\\d+)', 'gift', () => import('../pages/gifts/gift-page.vue')),

  page('members', 'members', () => import('../pages/members/member-list.vue')),
  page('members/:memberId(\\d+)', 'member', () => import('../pages/members/member-page.vue')),
  page('member-imports', 'memberImports', () => import('../pages/member-imports/import-page.vue')),
  page(
    'member-imports/:memberImportId(\\d+)',
    'memberImport',
    () => import('../pages/member-imports/import-detail.vue'),
  ),

  page('campaigns', 'campaigns', () => import('../pages/campaigns/campaign-list.vue')),
  page(
    'campaigns/calendar',
    'campaignCalendar',
    () => import('../pages/campaigns/campaign-calendar.vue'),
  ),
  page('campaigns/dry-run', 'dryRun', () => import('../pages/campaigns/dry-run-page.vue')),
  page('campaigns/new', 'newCampaign', () => import('../pages/campaigns/campaign-editor.vue')),
  page(
    'campaigns/:campaignId(\\d+)',
    'campaign',
    () => import('../pages/campaigns/campaign-detail.vue'),
  ),
  page(
    'campaigns/:campaignId(\\d+)/edit',
    'campaignEdit',
    () => import('../pages/campaigns/campaign-editor.vue'),
  ),
  page('entries', 'entries', () => import('../pages/entries/entry-list.vue')),
  page('statistics', 'statistics', () => import('../pages/statistics/statistics-page.vue')),

  page(
    'redemptions/:redemptionId(\\d+)?',
    'redemptions',
    () => import('../pages/redemptions/redemption-list.vue'),
  ),

  page('appeals', 'appeals', () => import('../pages/appeals/appeal-list.vue')),
  page('appeals/:appealId(\\d+)', 'appeal', () => import('../pages/appeals/appeal-page.vue')),
  page('alarms', 'alarms', () => import('../pages/alarms/alarm-list.vue')),
  page('scans', 'scans', () => import('../pages/scans/scan-list.vue')),
  page(
    'codes/:codeRef(\\d+-\\d+)?',
    'codes',
    () => import('../pages/code-look-up/code-look-up.vue'),
  ),
  page(
    'suspicious-codes',
    'suspiciousCodes',
    () => import('../pages/suspicious-codes/suspicious-list.vue'),
  ),
  page('guards', 'guards', () => import('../pages/guards/lock-list.vue')),
  page('guards/blacklist', 'blacklist', () => import('../pages/guards/blacklist.vue')),
  page('guards/allowances', 'allowances', () => import('../pages/guards/allowance-list.vue')),

  forAdministrators('wechat', 'wechat', () => import('../pages/wechat/account-page.vue')),
  forAdministrators(
    'wechat/checks',
    'wechatChecks',
    () => import('../pages/wechat/check-list.vue'),
  ),
  forAdministrators('wechat/menu', 'wechatMenu', () => import('../pages/wechat/menu-page.vue')),
  page('posters', 'posters', () => import('../pages/posters/poster-list.vue')),
  page('notices', 'notices', () => import('../pages/notices/delivery-list.vue')),
  forAdministrators(
    'notices/settings',
    'noticeSettings',
    () => import('../pages/notices/settings-page.vue'),
  ),

  forAdministrators('staff', 'staff', () => import('../pages/staff/staff-list.vue')),
  forAdministrators('audit-log', 'auditLog', () => import('../pages/audit-log/audit-log.vue')),
  page('sms', 'sms', () => import('../pages/sms/sms-page.vue')),
  forAdministrators('settings', 'settings', () => import('../pages/settings/settings-page.vue')),

  page('password', 'password', () => import('../pages/password/change-password.vue')),
  page(':rest(.*)*', 'missing', () => import('./missing-page.vue')),
];

function page(path: string, name: string, component: Load): RouteRecordRaw {
  return { path, name, component };
}

function forAdministrators(path: string, name: string, component: Load): RouteRecordRaw {
  return { path, name, component, meta: { role: 'administrator' } };
}
