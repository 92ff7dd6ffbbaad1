import {
  Bell,
  ChatDotRound,
  ChatLineSquare,
  Coin,
  DataLine,
  Discount,
  Document,
  FullScreen,
  Iphone,
  Lock,
  Goods,
  Histogram,
  Key,
  Message,
  Postcard,
  Present,
  Promotion,
  Search,
  Setting,
  Tickets,
  Upload,
  User,
  UserFilled,
  Van,
  View,
  Warning,
} from '@element-plus/icons-vue';
import type { StaffRole } from '@mashang/contract';
import type { Component } from 'vue';

interface PageLink {
  /** Name of the route and key of `texts.nav`. */
  page: LinkedPage;
  path: string;
  icon: Component;
  role?: 'administrator';
}

export interface LinkGroup {
  /** Key of `texts.navGroups`; absent: a page of its own. */
  title?: 'basics' | 'members' | 'points' | 'redemptions' | 'guards' | 'wechat' | 'system';
  links: readonly PageLink[];
}

export type LinkedPage =
  | 'overview'
  | 'products'
  | 'batches'
  | 'deliveries'
  | 'imports'
  | 'gifts'
  | 'members'
  | 'memberImports'
  | 'campaigns'
  | 'entries'
  | 'statistics'
  | 'redemptions'
  | 'alarms'
  | 'appeals'
  | 'scans'
  | 'codes'
  | 'suspiciousCodes'
  | 'guards'
  | 'wechat'
  | 'posters'
  | 'notices'
  | 'staff'
  | 'auditLog'
  | 'sms'
  | 'settings'
  | 'password';

/** The client's own list of what head office does, in the client's order. */
const groups: readonly LinkGroup[] = [
  { links: [{ page: 'overview', path: '/', icon: DataLine }] },
  {
    title: 'basics',
    links: [
      { page: 'products', path: '/products', icon: Goods },
      { page: 'batches', path: '/batches', icon: Tickets },
      { page: 'deliveries', path: '/deliveries', icon: Promotion },
      { page: 'imports', path: '/imports', icon: Upload },
      { page: 'gifts', path: '/gifts', icon: Present },
    ],
  },
  {
    title: 'members',
    links: [
      { page: 'members', path: '/members', icon: User },
      { page: 'memberImports', path: '/member-imports', icon: Postcard },
    ],
  },
  {
    title: 'points',
    links: [
      { page: 'campaigns', path: '/campaigns', icon: Discount },
      { page: 'entries', path: '/entries', icon: Coin },
      { page: 'statistics', path: '/statistics', icon: Histogram },
    ],
  },
  { title: 'redemptions', links: [{ page: 'redemptions', path: '/redemptions', icon: Van }] },
  {
    title: 'guards',
    links: [
      { page: 'alarms', path: '/alarms', icon: Bell },
      { page: 'appeals', path: '/appeals', icon: ChatLineSquare },
      { page: 'codes', path: '/codes', icon: Search },
      { page: 'scans', path: '/scans', icon: View },
      { page: 'suspiciousCodes', path: '/suspicious-codes', icon: Warning },
      { page: 'guards', path: '/guards', icon: Lock },
    ],
  },
  {
    title: 'wechat',
    links: [
      { page: 'wechat', path: '/wechat', icon: ChatDotRound, role: 'administrator' },
      { page: 'posters', path: '/posters', icon: FullScreen },
      { page: 'notices', path: '/notices', icon: Iphone },
    ],
  },
  {
    title: 'system',
    links: [
      { page: 'staff', path: '/staff', icon: UserFilled, role: 'administrator' },
      { page: 'auditLog', path: '/audit-log', icon: Document, role: 'administrator' },
      { page: 'sms', path: '/sms', icon: Message },
      { page: 'settings', path: '/settings', icon: Setting, role: 'administrator' },
    ],
  },
  { links: [{ page: 'password', path: '/password', icon: Key }] },
];

/** What somebody of this role finds in the navigation. */
export function linksFor(role: StaffRole | undefined): LinkGroup[] {
  return groups
    .map((group) => ({
      ...group,
      links: group.links.filter((link) => mayOpen(link.role, role)),
    }))
    .filter((group) => group.links.length > 0);
}

/** Whether a page of the role `needed` opens to somebody; the server decides in the end. */
export function mayOpen(needed: StaffRole | undefined, role: StaffRole | undefined): boolean {
  return needed !== 'administrator' || role === 'administrator';
}
