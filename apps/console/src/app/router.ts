import { createRouter, createWebHistory } from 'vue-router';
import type { RouteLocationNormalized, RouteLocationRaw, RouteRecordRaw } from 'vue-router';
import { onNotSignedIn } from '../shared/api.ts';
import { loadStaff, staff } from '../shared/session.ts';
import ConsoleLayout from './console-layout.vue';
import { pages } from './pages.ts';
import { readWayBack } from './way-back.ts';

/** Open to whoever has the link; everything else asks who one is. */
const entrances: RouteRecordRaw[] = [
  { path: '/setup', name: 'setup', component: () => import('../pages/setup/setup-page.vue') },
  {
    path: '/invitation',
    name: 'invitation',
    component: () => import('../pages/setup/invitation-page.vue'),
  },
  { path: '/pickup', name: 'pickup', component: () => import('../pages/pickup/pickup-page.vue') },
  { path: '/login', name: 'login', component: () => import('../pages/login/login-page.vue') },
];

export const router = createRouter({
  history: createWebHistory(import.meta.env.BASE_URL),
  routes: [
    ...entrances,
    {
      path: '/redemptions/slips',
      name: 'slips',
      component: () => import('../pages/redemptions/slips-page.vue'),
    },
    { path: '/', component: ConsoleLayout, children: pages },
  ],
  scrollBehavior(to, from, saved) {
    if (saved) return saved;
    return to.path === from.path ? false : { top: 0 };
  },
});

router.beforeEach(async (to) => {
  if (isEntrance(to)) return true;
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
  if (isEntrance(here)) return;
  void router.replace(loginPage(here, 'ended'));
});

/** Where to go after signing in: the page asked for before, never another site. */
export function wayBack(): string {
  return readWayBack(router.currentRoute.value.query['back']);
}

function isEntrance(route: RouteLocationNormalized): boolean {
  return entrances.some(({ name }) => name === route.name);
}

function loginPage(from: RouteLocationNormalized, reason?: 'ended'): RouteLocationRaw {
  const back = from.fullPath === '/' ? {} : { back: from.fullPath };
  return { name: 'login', query: { ...back, ...(reason ? { reason } : {}) } };
}
