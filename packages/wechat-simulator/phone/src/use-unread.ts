import { computed, ref, watch } from 'vue';
import type { Ref } from 'vue';
import type { ChatMessage } from './phone-api.ts';
import { appName, state, webView } from './use-phone.ts';

type Place = 'chat' | 'service';

const storageKey = 'wechat-simulator-read';
/** Number of the last message seen, by openid and place; all windows of the browser share it. */
const seen = ref(readSeen());
window.addEventListener('storage', (event) => {
  if (event.key === storageKey) seen.value = readSeen();
});

/** 服务通知 is a chat of its own, for those who do not follow. */
export const isServiceNotice = (message: ChatMessage): boolean =>
  message.card?.isServiceNotice === true;
export const isChat = (message: ChatMessage): boolean => !isServiceNotice(message);

/** How many messages of the account the user has not looked at yet. */
export const unread = computed<Record<Place, number>>(() => {
  const messages = (state.value?.user.messages ?? []).filter(({ from }) => from === 'account');
  const isNew = (place: Place) => (message: ChatMessage) => Number(message.id) > lastSeen(place);
  return {
    chat: messages.filter(isChat).filter(isNew('chat')).length,
    service: messages.filter(isServiceNotice).filter(isNew('service')).length,
  };
});

/** While this screen can be seen its messages are read; call it in the setup of the screen. */
export function readAll(place: Place, messages: Ref<ChatMessage[]>): void {
  const isSeen = (): boolean => appName.value === 'wechat' && webView.value === null;
  watch(
    [() => messages.value.at(-1)?.id, isSeen],
    () => {
      const last = Number(messages.value.at(-1)?.id ?? 0);
      if (!isSeen() || last <= lastSeen(place)) return;
      seen.value = { ...readSeen(), [keyOf(place)]: last };
      localStorage.setItem(storageKey, JSON.stringify(seen.value));
    },
    { immediate: true },
  );
}

function lastSeen(place: Place): number {
  return seen.value[keyOf(place)] ?? 0;
}

function keyOf(place: Place): string {
  return `${place} ${state.value?.user.openId ?? ''}`;
}

function readSeen(): Record<string, number> {
  try {
    return JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Record<string, number>;
  } catch {
    return {};
  }
}
