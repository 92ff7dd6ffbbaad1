import { createRouter, createWebHistory } from 'vue-router';
import type { TextKey } from '../shared/texts.ts';

declare module 'vue-router' {
  interface RouteMeta {
    title: TextKey;
  }
}

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
      path: '/bind',
      component: () => import('../pages/bind/bind-page.vue'),
      meta: { title: 'bindTitle' },
    },
    {
      path: '/points',
      component: () => import('../pages/points/points-page.vue'),
      meta: { title: 'pointsTitle' },
    },
    {
      path: '/c/:code',
      component: () => import('../pages/landing/landing-page.vue'),
      meta: { title: 'scanTitle' },
    },
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
