import { expect, test } from 'vitest';
import { linksFor, mayOpen } from './navigation.ts';

const pathsFor = (role: Parameters<typeof linksFor>[0]) =>
  linksFor(role).flatMap((group) => group.links.map((link) => link.path));

test('S1: an administrator finds every page', () => {
  expect(pathsFor('administrator')).toEqual(
    expect.arrayContaining([
      '/gifts',
      '/members',
      '/redemptions',
      '/wechat',
      '/staff',
      '/settings',
    ]),
  );
});

test('S1: an operator finds the daily work, but no administrator page', () => {
  const paths = pathsFor('operator');
  expect(paths).toEqual(
    expect.arrayContaining(['/gifts', '/members', '/posters', '/notices', '/sms']),
  );
  for (const path of ['/wechat', '/staff', '/audit-log', '/settings'])
    expect(paths).not.toContain(path);
  expect(mayOpen('administrator', 'operator')).toBe(false);
  expect(mayOpen(undefined, 'operator')).toBe(true);
});
