/** The member centre as the client named its parts; the side menu and the phone's 我的 page show it. */
export const menuGroups = [
  [
    { path: '/points', text: 'pointsTitle', icon: 'coin', testId: 'menu-points' },
    { path: '/entries', text: 'pointsHistory', icon: 'list', testId: 'menu-entries' },
    { path: '/gifts', text: 'giftsTitle', icon: 'gift', testId: 'menu-gifts' },
    { path: '/redemptions', text: 'redemptionsTitle', icon: 'box', testId: 'menu-redemptions' },
  ],
  [
    { path: '/addresses', text: 'addressesTitle', icon: 'place', testId: 'menu-addresses' },
    { path: '/appeals', text: 'appealsTitle', icon: 'chat', testId: 'menu-appeals' },
    { path: '/notices', text: 'noticesTitle', icon: 'bell', testId: 'menu-notices' },
  ],
  [
    { path: '/profile', text: 'profileTitle', icon: 'edit', testId: 'menu-profile' },
    { path: '/password', text: 'passwordTitle', icon: 'key', testId: 'menu-password' },
    { path: '/mobile', text: 'mobileTitle', icon: 'phone', testId: 'menu-mobile' },
    { path: '/sessions', text: 'sessionsTitle', icon: 'devices', testId: 'menu-sessions' },
  ],
] as const;

/** Which item of the menu a page belongs to: `/points/8-3` is opened from the entries. */
export function menuPathOf(path: string): string {
  if (path.startsWith('/points/')) return '/entries';
  return `/${path.split('/')[1] ?? ''}`;
}

/** Whether a page is one of the member centre's; gifts have a place of their own in header and tabs. */
export function isMemberCentre(path: string): boolean {
  const here = menuPathOf(path);
  if (here === '/gifts') return false;
  return here === '/me' || menuGroups.flat().some((item) => item.path === here);
}
