import { moved } from '../../shared/moved.ts';
import { belowMax, buttonsMax, newAction } from './menu-draft.ts';
import type { ActionDraft, ButtonDraft } from './menu-draft.ts';

/** An entry by its place: a button of the bottom line, or one below it. */
export interface Place {
  button: number;
  below: number | null;
}

/** The entry at a place, if there is one. */
export function entryAt(draft: readonly ButtonDraft[], place: Place | null) {
  if (!place) return undefined;
  const button = draft[place.button];
  return place.below === null ? button : button?.below[place.below];
}

/** With an entry changed. */
export function changeAt(
  draft: readonly ButtonDraft[],
  place: Place,
  changes: Partial<ButtonDraft>,
): ButtonDraft[] {
  return draft.map((button, index) => {
    if (index !== place.button) return button;
    if (place.below === null) return { ...button, ...changes };
    const below = button.below.map((action, at) =>
      at === place.below ? ({ ...action, ...changes } as ActionDraft) : action,
    );
    return { ...button, below };
  });
}

/** With a new button at the end of the line, and where it is. */
export function addButton(draft: readonly ButtonDraft[]): [ButtonDraft[], Place] {
  const added = { ...newAction(), below: [] };
  return [[...draft, added], { button: draft.length, below: null }];
}

/**
 * With a new entry below a button, which from then on only opens them. What the button did until now
 * is the first entry: nobody who adds one means to take 扫码积分 away.
 */
export function addBelow(draft: readonly ButtonDraft[], button: number): [ButtonDraft[], Place] {
  const below = [...belowOf(draft[button]), newAction()];
  const changed = changeAt(draft, { button, below: null }, { type: 'folder', below });
  return [changed, { button, below: below.length - 1 }];
}

function belowOf(button: ButtonDraft | undefined): ActionDraft[] {
  if (button === undefined) return [];
  const { below, type, name, key, url, appid, pagepath } = button;
  if (type === 'folder' || below.length > 0) return below;
  const action = { name, key, url, appid, pagepath };
  const isEmpty = Object.values(action).every((field) => field === '');
  return isEmpty ? [] : [{ ...newAction(), ...action, type }];
}

/** Without an entry. */
export function removeAt(draft: readonly ButtonDraft[], place: Place): ButtonDraft[] {
  if (place.below === null) return draft.toSpliced(place.button, 1);
  const below = draft[place.button]?.below.toSpliced(place.below, 1) ?? [];
  return changeAt(draft, { button: place.button, below: null }, { below });
}

/** With an entry that was taken away back at its place, unless others have filled the room. */
export function restoreAt(
  draft: readonly ButtonDraft[],
  place: Place,
  entry: ActionDraft | ButtonDraft,
): ButtonDraft[] {
  if ('below' in entry) {
    return draft.length < buttonsMax ? draft.toSpliced(place.button, 0, entry) : [...draft];
  }
  const button = draft[place.button];
  if (!button || place.below === null || button.below.length >= belowMax) return [...draft];
  const below = button.below.toSpliced(place.below, 0, entry);
  return changeAt(draft, { button: place.button, below: null }, { below });
}

/** With an entry moved up (−1) or down (+1) among its neighbours, and where it is then. */
export function moveAt(
  draft: readonly ButtonDraft[],
  place: Place,
  by: -1 | 1,
): [ButtonDraft[], Place] {
  if (place.below === null) {
    const target = place.button + by;
    const isThere = draft[target] !== undefined;
    const next = { ...place, button: isThere ? target : place.button };
    return [moved(draft, place.button, target), next];
  }
  const known = draft[place.button]?.below ?? [];
  const target = place.below + by;
  const below = moved(known, place.below, target);
  return [
    changeAt(draft, { button: place.button, below: null }, { below }),
    { ...place, below: known[target] ? target : place.below },
  ];
}

/** The first entry that has something wrong, in the order people read. */
export function firstWrong(
  draft: readonly ButtonDraft[],
  errors: ReadonlyMap<number, unknown>,
): Place | null {
  for (const [button, { draftId, below }] of draft.entries()) {
    if (errors.has(draftId)) return { button, below: null };
    const at = below.findIndex((action) => errors.has(action.draftId));
    if (at >= 0) return { button, below: at };
  }
  return null;
}

/** The place as the server calls it: 2 is the second button, 2.1 the first entry below it. */
export function readPlace(text: unknown): Place | null {
  const [, button, below] = /^([1-9])(?:\.([1-9]))?$/.exec(String(text)) ?? [];
  if (button === undefined) return null;
  return { button: Number(button) - 1, below: below === undefined ? null : Number(below) - 1 };
}
