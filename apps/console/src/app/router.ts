import { createRouter, createWebHistory } from 'vue-router';
import type { RouteLocationNormalized, RouteLocationRaw } from 'vue-router';
import { onNotSignedIn } from '../shared/api.ts';
import { loadStaff, staff } from '../shared/session.ts';
import ConsoleLayout from './console-layout.vue';
import { readWayBack } from './way-back.ts';

export const router = createRouter({
  history: createWebHistory(import.meta.env.BASE_URL),
  routes: [
    { path: '/setup', name: 'setup', component: () => import('../pages/setup/setup-page.vue') },
    { path: '/login', name: 'login', component: () => import('../pages/login/login-page.vue') },
    {
      path: '/',
      component: ConsoleLayout,
      children: [
        page('', 'overview', () => import('../pages/overview/overview-page.vue')),
        page('products', 'products', () => import('../pages/products/product-list.vue')),
        page('batches/:batchId(\\d+)?', 'batches', () => import('../pages/batches/batch-list.vue')),
        page('imports', 'imports', () => import('../pages/imports/import-page.vue')),
        page(
          'imports/:importId(\\d+)',
          'import',
          () => import('../pages/imports/import-detail.vue'),
        ),
        page('entries', 'entries', () => import('../pages/entries/entry-list.vue')),
        page('password', 'password', () => import('../pages/password/change-password.vue')),
        page(':rest(.*)*', 'missing', () => import('./missing-page.vue')),
      ],
    },
  ],
});

router.beforeEach(async (to) => {
  if (to.name === 'setup' || to.name === 'login') return true;
  try {
    return (await loadStaff()) ? true : loginPage(to);
  } catch {
    // The server is away; the page itself tells so and offers another try.
    return true;
  }
});

onNotSignedIn(() => {
  staff.value = null;
  const here = router.currentRoute.value;
  if (here.name === 'login' || here.name === 'setup') return;
  void router.replace(loginPage(here, 'ended'));
});

/** Where to go after signing in: the page asked for before, never another site. */
export function wayBack(): string {
  return readWayBack(router.currentRoute.value.query['back']);
}

function loginPage(from: RouteLocationNormalized, reason?: 'ended'): RouteLocationRaw {
  const back = from.fullPath === '/' ? {} : { back: from.fullPath };
  return { name: 'login', query: { ...back, ...(reason ? { reason } : {}) } };
}

function page(path: string, name: string, component: () => Promise<object>) {
  return { path, name, component };
}
