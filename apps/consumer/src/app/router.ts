import { createRouter, createWebHistory } from 'vue-router';
import type { RouteRecordRaw } from 'vue-router';
import type { TextKey } from '../shared/texts.ts';

declare module 'vue-router' {
  interface RouteMeta {
    title: TextKey;
    /** Only for members: see gate.ts. */
    forMembers?: boolean;
  }
}

/** What a person does about who they are. */
const signInPages: RouteRecordRaw[] = [
  {
    path: '/bind',
    component: () => import('../pages/bind/bind-page.vue'),
    meta: { title: 'bindTitle' },
  },
  {
    path: '/login',
    component: () => import('../pages/login/login-page.vue'),
    meta: { title: 'loginTitle' },
  },
  {
    path: '/forgot',
    component: () => import('../pages/login/forgot-page.vue'),
    meta: { title: 'forgotTitle' },
  },
  {
    path: '/set-password',
    component: () => import('../pages/login/set-password-page.vue'),
    meta: { title: 'setPasswordTitle' },
  },
  {
    path: '/sign-in',
    component: () => import('../pages/sign-in/sign-in-page.vue'),
    meta: { title: 'confirmTitle' },
  },
];

/** The member centre: the pages beside the side menu. Gifts may be looked at by anybody. */
const memberPages: RouteRecordRaw[] = [
  memberPage('/me', 'meTitle', () => import('../pages/account/me-page.vue')),
  memberPage('/points', 'pointsTitle', () => import('../pages/points/points-page.vue')),
  memberPage('/entries', 'pointsHistory', () => import('../pages/points/entries-page.vue')),
  memberPage('/points/:entryId', 'entryTitle', () => import('../pages/points/entry-page.vue')),
  {
    path: '/gifts',
    component: () => import('../pages/gifts/gifts-page.vue'),
    meta: { title: 'giftsTitle' },
  },
  {
    path: '/gifts/:giftId(\\d+)',
    component: () => import('../pages/gifts/gift-page.vue'),
    meta: { title: 'giftsTitle' },
  },
  memberPage('/gifts/:giftId(\\d+)/redeem', 'redeemTitle', () => {
    return import('../pages/gifts/redeem-page.vue');
  }),
  memberPage('/redemptions', 'redemptionsTitle', () => {
    return import('../pages/redemptions/redemptions-page.vue');
  }),
  memberPage('/redemptions/:redemptionId(\\d+)', 'redemptionTitle', () => {
    return import('../pages/redemptions/redemption-page.vue');
  }),
  memberPage('/addresses', 'addressesTitle', () => import('../pages/addresses/addresses-page.vue')),
  memberPage('/addresses/:addressId(new|\\d+)', 'addressesTitle', () => {
    return import('../pages/addresses/address-page.vue');
  }),
  memberPage('/appeals', 'appealsTitle', () => import('../pages/appeals/appeals-page.vue')),
  memberPage('/appeals/new', 'appealNewTitle', () => {
    return import('../pages/appeals/new-appeal-page.vue');
  }),
  memberPage('/appeals/:appealId(\\d+)', 'appealTitle', () => {
    return import('../pages/appeals/appeal-page.vue');
  }),
  memberPage('/notices', 'noticesTitle', () => import('../pages/account/notices-page.vue')),
  memberPage('/profile', 'profileTitle', () => import('../pages/account/profile-page.vue')),
  memberPage('/password', 'passwordTitle', () => import('../pages/account/password-page.vue')),
  memberPage('/mobile', 'mobileTitle', () => import('../pages/account/mobile-page.vue')),
  memberPage('/sessions', 'sessionsTitle', () => import('../pages/account/sessions-page.vue')),
];

/** Every address of the app. Paths ignore case, so `/C/…` as printed and `/c/…` are one page. */
export const router = createRouter({
  history: createWebHistory(),
  routes: [
    {
      path: '/',
      component: () => import('../pages/home/home-page.vue'),
      meta: { title: 'navHome' },
    },
    {
      path: '/scan',
      component: () => import('../pages/scan/scan-page.vue'),
      meta: { title: 'scanTitle' },
    },
    {
      path: '/check',
      component: () => import('../pages/check/check-page.vue'),
      meta: { title: 'checkTitle' },
    },
    {
      path: '/c/:code',
      component: () => import('../pages/landing/landing-page.vue'),
      meta: { title: 'scanTitle' },
    },
    ...signInPages,
    { path: '/', component: () => import('./member-frame.vue'), children: memberPages },
    {
      path: '/privacy',
      component: () => import('../pages/privacy/privacy-page.vue'),
      meta: { title: 'privacyPolicy' },
    },
    {
      path: '/:rest(.*)*',
      component: () => import('../pages/not-found-page.vue'),
      meta: { title: 'notFoundTitle' },
    },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});

function memberPage(
  path: string,
  title: TextKey,
  component: () => Promise<unknown>,
): RouteRecordRaw {
  return { path, component, meta: { title, forMembers: true } };
}
