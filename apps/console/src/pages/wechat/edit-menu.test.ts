import { expect, test } from 'vitest';
import {
  addBelow,
  addButton,
  changeAt,
  entryAt,
  firstWrong,
  moveAt,
  readPlace,
  removeAt,
  restoreAt,
} from './edit-menu.ts';
import { draftOf } from './menu-draft.ts';
import type { ButtonDraft } from './menu-draft.ts';

const draft = draftOf([
  { type: 'click', name: '甲', key: 'A' },
  {
    name: '乙',
    sub_button: [
      { type: 'click', name: '一', key: '1' },
      { type: 'click', name: '二', key: '2' },
    ],
  },
]);
const namesOf = (menu: readonly ButtonDraft[]) =>
  menu.map(({ name, below }) => [name, ...below.map((action) => action.name)].join(' '));

test('S2: entries move among their neighbours and stay all there', () => {
  expect(namesOf(moveAt(draft, { button: 0, below: null }, 1)[0])).toEqual(['乙 一 二', '甲']);
  expect(moveAt(draft, { button: 0, below: null }, 1)[1]).toEqual({ button: 1, below: null });
  const [changed, place] = moveAt(draft, { button: 1, below: 0 }, 1);
  expect(namesOf(changed)).toEqual(['甲', '乙 二 一']);
  expect(entryAt(changed, place)?.name).toBe('一');
  expect(moveAt(draft, { button: 1, below: 1 }, 1)).toEqual([draft, { button: 1, below: 1 }]);
  expect(moveAt(draft, { button: 0, below: null }, -1)).toEqual([
    draft,
    { button: 0, below: null },
  ]);
});

test('S2: a button with an entry added below opens them, and what it did is the first of them', () => {
  const [changed, place] = addBelow(draft, 0);
  expect(changed[0]).toMatchObject({
    type: 'folder',
    below: [{ name: '甲', type: 'click', key: 'A' }, { name: '' }],
  });
  expect(place).toEqual({ button: 0, below: 1 });
  expect(namesOf(changeAt(changed, place, { name: '三' }))).toEqual(['甲 甲 三', '乙 一 二']);
  expect(namesOf(addBelow(changed, 1)[0])).toEqual(['甲 甲 ', '乙 一 二 ']);
  const [fresh] = addButton(draft);
  expect(addBelow(fresh, 2)[0][2]?.below).toHaveLength(1);
});

test('S2: entries are added at the end and taken away where they are', () => {
  const [changed, place] = addButton(draft);
  expect(place).toEqual({ button: 2, below: null });
  expect(changed).toHaveLength(3);
  expect(namesOf(removeAt(draft, { button: 1, below: 0 }))).toEqual(['甲', '乙 二']);
  expect(namesOf(removeAt(draft, { button: 0, below: null }))).toEqual(['乙 一 二']);
  expect(entryAt(draft, { button: 5, below: 0 })).toBeUndefined();
});

test('S2: an entry taken away comes back where it was, and keeps what was changed meanwhile', () => {
  for (const place of [
    { button: 1, below: 0 },
    { button: 0, below: null },
  ]) {
    const taken = entryAt(draft, place);
    if (!taken) throw new Error('nothing there');
    const left = changeAt(removeAt(draft, place), { button: 0, below: null }, { key: 'Z' });
    const back = restoreAt(left, place, taken);
    expect(namesOf(back)).toEqual(namesOf(draft));
    expect(JSON.stringify(back)).toContain('"Z"');
  }
});

test('S2: saving leads to the first entry that is wrong', () => {
  const second = draft[1]?.below[1]?.draftId ?? 0;
  expect(firstWrong(draft, new Map([[second, {}]]))).toEqual({ button: 1, below: 1 });
  expect(firstWrong(draft, new Map())).toBeNull();
  expect(readPlace('2.1')).toEqual({ button: 1, below: 0 });
  expect(readPlace('3')).toEqual({ button: 2, below: null });
  expect(readPlace(undefined)).toBeNull();
});
