import type { DeclaredMenu } from '@mashang/contract';

type Button = DeclaredMenu['button'][number];
type Action = Extract<Button, { type: unknown }>;
type ActionType = Action['type'];

/** An action as it is edited: what another type needs waits beside what this one does. */
export interface ActionDraft {
  /** Of this draft only: keeps a field's cursor where it is when entries move. */
  draftId: number;
  name: string;
  type: ActionType;
  key: string;
  url: string;
  appid: string;
  pagepath: string;
}
/** A button of the bottom line; with `below` filled it opens them and does nothing itself. */
export interface ButtonDraft extends Omit<ActionDraft, 'type'> {
  type: ActionType | 'folder';
  below: ActionDraft[];
}
export type MenuField = 'name' | 'key' | 'url' | 'appid' | 'pagepath' | 'below';
type MenuError = 'required' | 'tooLong' | 'url' | 'appid' | 'empty';
export type MenuErrors = Partial<Record<MenuField, MenuError>>;

export const buttonsMax = 3;
export const belowMax = 5;
export const actionTypes = [
  'scancode_waitmsg',
  'scancode_push',
  'view',
  'click',
  'miniprogram',
] as const satisfies ActionType[];

/** What the platform allows, in bytes of UTF-8: a Chinese character has three. */
export const bytesMax = { name: 16, nameBelow: 60, key: 128, url: 1024, pagepath: 256 } as const;

let lastDraftId = 0;

/** The bytes a text has on its way to the platform. */
export function countBytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** A new entry, still without a name. */
export function newAction(): ActionDraft {
  lastDraftId += 1;
  const empty = { name: '', key: '', url: '', appid: '', pagepath: '' };
  return { draftId: lastDraftId, type: 'view', ...empty };
}

/** A menu as it is edited. */
export function draftOf(buttons: readonly Button[]): ButtonDraft[] {
  return buttons.map((button) => {
    if (!('sub_button' in button)) return { ...actionOf(button), below: [] };
    const below = button.sub_button.map(actionOf);
    return { ...newAction(), name: button.name, type: 'folder', below };
  });
}

/** The menu as it is sent: only the fields its types have. */
export function menuOf(draft: readonly ButtonDraft[]): Button[] {
  return draft.map((button) =>
    button.type === 'folder'
      ? { name: button.name.trim(), sub_button: button.below.map(sendAction) }
      : sendAction({ ...button, type: button.type }),
  );
}

/** What the platform would not take, by entry. */
export function findErrors(draft: readonly ButtonDraft[]): Map<number, MenuErrors> {
  const found = new Map<number, MenuErrors>();
  const note = (draftId: number, errors: MenuErrors) => {
    if (Object.keys(errors).length > 0) found.set(draftId, errors);
  };
  for (const button of draft) {
    const name = errorOfName(button.name, bytesMax.name);
    if (button.type !== 'folder') {
      note(button.draftId, { ...name, ...errorsOfAction({ ...button, type: button.type }) });
      continue;
    }
    note(button.draftId, { ...name, ...(button.below.length === 0 ? { below: 'empty' } : {}) });
    for (const action of button.below) {
      const errors = errorOfName(action.name, bytesMax.nameBelow);
      note(action.draftId, { ...errors, ...errorsOfAction(action) });
    }
  }
  return found;
}

function actionOf(action: Action): ActionDraft {
  const { name, type, key = '', url = '', appid = '', pagepath = '' } = action;
  return { ...newAction(), name, type, key, url, appid, pagepath };
}

function sendAction(draft: ActionDraft): Action {
  const { type } = draft;
  const name = draft.name.trim();
  const url = draft.url.trim();
  if (type === 'view') return { name, type, url };
  if (type !== 'miniprogram') return { name, type, key: draft.key.trim() };
  return { name, type, url, appid: draft.appid.trim(), pagepath: draft.pagepath.trim() };
}

function errorOfName(name: string, most: number): MenuErrors {
  const error = errorOfText(name, most);
  return error ? { name: error } : {};
}

function errorsOfAction(draft: ActionDraft): MenuErrors {
  const { type } = draft;
  const errors: MenuErrors = {};
  const check = (field: MenuField, error: MenuError | undefined) => {
    if (error) errors[field] = error;
  };
  if (type === 'view' || type === 'miniprogram') check('url', errorOfUrl(draft.url.trim()));
  else check('key', errorOfText(draft.key, bytesMax.key));
  if (type === 'miniprogram') {
    check('pagepath', errorOfText(draft.pagepath, bytesMax.pagepath));
    const appid = draft.appid.trim();
    check('appid', appid && !/^wx[0-9a-f]{16}$/i.test(appid) ? 'appid' : errorOfText(appid, 40));
  }
  return errors;
}

function errorOfText(text: string, most: number): MenuError | undefined {
  if (text.trim() === '') return 'required';
  return countBytes(text.trim()) > most ? 'tooLong' : undefined;
}

/** https, as WeChat's phones want it; a product tried out without it is judged by its server. */
function errorOfUrl(url: string): MenuError | undefined {
  const parsed = /^https?:\/\/\S+$/i.test(url) && URL.canParse(url) ? new URL(url) : null;
  const own = globalThis.location as Location | undefined;
  const isAddress = parsed?.protocol === 'https:' || (parsed && own?.protocol === 'http:');
  return errorOfText(url, bytesMax.url) ?? (isAddress ? undefined : 'url');
}
