import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { exampleTemplates } from './platform/templates.ts';
import type { PhoneUser, SimulatorState } from './state.ts';

const saveDelayMs = 200;

export interface StateStore {
  readonly state: SimulatorState;
  /** Call after every change; writes are gathered. */
  save(): void;
  /** Writes at once what is waiting. */
  flush(): void;
}

/** Opens the state: from the file if there is a readable one, else a fresh phone with three users. */
export function openStateStore(file: string | null, appId: string): StateStore {
  const state = (file && readState(file, appId)) || freshState(appId);
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    if (file) writeState(file, state);
  };
  return { state, flush, save: () => void (timer ??= setTimeout(flush, saveDelayMs)) };
}

/** A new user of the phone. The openid depends on account and id only, so it survives a lost file. */
export function createUser(appId: string, id: string, name: string, following: boolean): PhoneUser {
  const digest = createHash('sha256').update(`${appId}|${id}`).digest('base64url');
  const openId = `o${digest.slice(0, 27)}`;
  return { ...freshUser(), id, name, openId, following };
}

/** Also what users of a state file of a former version lack. */
function freshUser(): Omit<PhoneUser, 'id' | 'name' | 'openId' | 'following'> {
  return {
    followedAt: null,
    followedByScene: null,
    pendingQr: null,
    snapshot: false,
    messages: [],
    chatWindows: [],
    consents: {},
    refusedTemplates: [],
    deliveryReport: 'success',
  };
}

function freshState(appId: string): SimulatorState {
  return {
    version: 1,
    accessTokens: [],
    ticket: null,
    forcedRefreshesAt: [],
    menu: null,
    menuId: 0,
    users: [
      createUser(appId, 'a', '用户A', true),
      createUser(appId, 'b', '用户B', true),
      createUser(appId, 'c', '用户C', false),
    ],
    sms: [],
    shelf: [],
    qrs: [],
    templates: exampleTemplates(appId),
    quota: { day: '', used: {}, clearedOn: [] },
    marketApplications: [],
    lastNumber: 0,
  };
}

function readState(file: string, appId: string): SimulatorState | null {
  try {
    const state = JSON.parse(readFileSync(file, 'utf8')) as Partial<SimulatorState>;
    if (state.version !== 1 || !Array.isArray(state.users) || state.users.length === 0) return null;
    const users = state.users.map((user) => ({
      ...freshUser(),
      ...user,
      // Whoever was waiting for an answer when the simulator ended waits for nothing now.
      messages: user.messages.filter((message) => message.kind !== 'receiving'),
    }));
    return { ...freshState(appId), ...state, users };
  } catch {
    // Absent or damaged: the phone only forgets its chats, which nobody's points depend on.
    return null;
  }
}

function writeState(file: string, state: SimulatorState): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, JSON.stringify(state), { mode: 0o600 });
  renameSync(temporary, file);
}
