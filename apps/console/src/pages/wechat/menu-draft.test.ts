import type { DeclaredMenu } from '@mashang/contract';
import { expect, test } from 'vitest';
import { countBytes, draftOf, findErrors, menuOf, newAction } from './menu-draft.ts';

const button: DeclaredMenu['button'] = [
  { type: 'scancode_waitmsg', name: '扫码积分', key: 'SCAN_POINTS' },
  {
    name: '会员中心',
    sub_button: [
      { type: 'view', name: '我的积分', url: 'https://q.example/points' },
      {
        type: 'miniprogram',
        name: '商城',
        url: 'https://q.example/shop',
        appid: 'wx0123456789abcdef',
        pagepath: 'pages/index/index',
      },
    ],
  },
];

test('S2: a menu that was only looked at is sent as it was', () => {
  const draft = draftOf(button);
  expect(menuOf(draft)).toEqual(button);
  expect(findErrors(draft).size).toBe(0);
});

test('S2: an entry sends the fields of its type and no other, without blanks at the ends', () => {
  const [draft] = draftOf([{ type: 'view', name: ' 积分 ', url: ' https://q.example/ ' }]);
  expect(draft).toBeDefined();
  if (!draft) return;
  expect(menuOf([draft])).toEqual([{ type: 'view', name: '积分', url: 'https://q.example/' }]);
  expect(menuOf([{ ...draft, type: 'click', key: 'MY_POINTS' }])).toEqual([
    { type: 'click', name: '积分', key: 'MY_POINTS' },
  ]);
  const below = [{ ...newAction(), name: '一', url: 'https://q.example/1' }];
  expect(menuOf([{ ...draft, type: 'folder', below }])).toEqual([
    { name: '积分', sub_button: [{ type: 'view', name: '一', url: 'https://q.example/1' }] },
  ]);
});

test('S2: names are counted in bytes as the platform does: 16 in the line, 60 below', () => {
  expect([countBytes('扫码积分'), countBytes('Scan'), countBytes('🥢')]).toEqual([12, 4, 4]);
  const named = (name: string) => draftOf([{ type: 'click', name, key: 'K' }]);
  expect(findErrors(named('五个汉字长a')).size).toBe(0);
  expect([...findErrors(named('五个汉字长ab')).values()]).toEqual([{ name: 'tooLong' }]);
  const below = (name: string) =>
    draftOf([{ name: '菜单', sub_button: [{ type: 'click', name, key: 'K' }] }]);
  expect(findErrors(below('汉'.repeat(20))).size).toBe(0);
  expect([...findErrors(below('汉'.repeat(21))).values()]).toEqual([{ name: 'tooLong' }]);
});

test('S2: what the platform would refuse is pointed at, entry by entry', () => {
  const [first, second] = draftOf(button);
  if (!first || !second) throw new Error('no draft');
  const [view, mini] = second.below;
  if (!view || !mini) throw new Error('nothing below');
  const draft = [
    { ...first, key: ' ' },
    {
      ...second,
      name: '',
      below: [
        { ...view, url: 'q.example' },
        { ...mini, appid: 'gh_1' },
      ],
    },
    { ...second, draftId: 999, below: [] },
  ];
  expect(Object.fromEntries(findErrors(draft))).toEqual({
    [first.draftId]: { key: 'required' },
    [second.draftId]: { name: 'required' },
    [view.draftId]: { url: 'url' },
    [mini.draftId]: { appid: 'appid' },
    999: { below: 'empty' },
  });
});
