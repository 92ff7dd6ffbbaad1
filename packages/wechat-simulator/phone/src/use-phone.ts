import { computed, ref, shallowRef } from 'vue';
import type { MenuButton, PhoneState, Sms } from './phone-api.ts';
import { fetchState, listen, post, rememberWindowUser } from './phone-api.ts';
import { t } from './texts.ts';
import { openScanner } from './use-scanner.ts';
import type { Scan } from './use-scanner.ts';

type AppName = 'home' | 'wechat' | 'messages';
type WechatScreen = 'chats' | 'me' | 'chat' | 'profile' | 'service';

/** One phone per page, so its state is plain module-level refs. */
export const state = shallowRef<PhoneState | null>(null);
export const isOnline = ref(true);
export const appName = ref<AppName>('wechat');
export const wechatStack = ref<WechatScreen[]>(['chats']);
export const webView = ref<{ url: string; serial: number } | null>(null);
export const scannedText = ref<string | null>(null);
export const banner = shallowRef<Sms | null>(null);
export const toast = ref('');
/** Faults and record, as a sheet: small screens have no room beside the phone. */
export const isPanelOpen = ref(false);

export const wechatScreen = computed<WechatScreen>(() => wechatStack.value.at(-1) ?? 'chats');

let webViewSerial = 0;
/** Grows when the phone changes hands: what was asked before is the former user's. */
let hands = 0;
let toastTimer: number | undefined;

export async function startPhone(): Promise<void> {
  listen({
    onOpen: () => {
      isOnline.value = true;
      void refresh();
    },
    onBreak: () => (isOnline.value = false),
    onEvent: (event) => void refresh(event.kind === 'sms' ? event.id : undefined),
  });
  await refresh();
}

/** Changes the screen inside the chat app and leaves an open page alone. */
export function goTo(screen: WechatScreen): void {
  wechatStack.value =
    screen === 'chats' || screen === 'me' ? [screen] : [...wechatStack.value, screen];
}

export function goBack(): void {
  if (wechatStack.value.length > 1) wechatStack.value = wechatStack.value.slice(0, -1);
}

export function openApp(name: AppName): void {
  appName.value = name;
}

/** Opens a page in the web view, as this window's user; what is no web address only says so. */
export async function openPage(url: string): Promise<void> {
  const parsed = webAddress(url);
  if (!parsed) return showToast(t.value.notWebPage);
  // Pages know their user by cookies, which all windows of a browser share.
  await tell('phone/user', { id: state.value?.user.id });
  webViewSerial += 1;
  webView.value = { url: parsed.href, serial: webViewSerial };
  appName.value = 'wechat';
}

export function closePage(): void {
  webView.value = null;
}

/**
 * What WeChat itself does with a scanned code: a parametric QR leads to the account, web addresses
 * open, anything else is shown.
 */
export async function handleScan(scan: Scan): Promise<void> {
  if (isParametricQr(scan.result)) await openParametricQr(scan.result);
  else if (webAddress(scan.result)) await openPage(scan.result);
  else scannedText.value = scan.result;
}

/** 扫一扫 of WeChat itself. */
export async function scanForWechat(): Promise<void> {
  const scan = await openScanner();
  if (scan) await handleScan(scan);
}

/** Presses a button of the account's menu. */
export async function pressMenu(button: MenuButton): Promise<void> {
  switch (button.type) {
    case 'view':
      await tell('phone/view', { url: button.url });
      return openPage(button.url ?? '');
    case 'click':
      return tell('phone/click', { key: button.key });
    case 'scancode_push':
    case 'scancode_waitmsg': {
      const scan = await openScanner();
      if (!scan) return;
      const { scanType, result: scanResult } = scan;
      await tell('phone/scan', { kind: button.type, key: button.key, scanType, scanResult });
      if (button.type === 'scancode_push' && webAddress(scanResult)) await openPage(scanResult);
      return;
    }
    case undefined:
    default:
      showToast(t.value.unsupportedButton);
  }
}

export function sendText(content: string): Promise<void> {
  return tell('phone/text', { content });
}

export function setFollowing(following: boolean): Promise<void> {
  return tell(following ? 'phone/follow' : 'phone/unfollow');
}

/** 拒收, or receive again. Of 订阅通知 the account is told; consents that were lost do not come back. */
export async function setRefused(templateId: string, refused: boolean): Promise<void> {
  if (refused) return await tell('phone/subscribe/refuse', { templateId });
  return await tell('phone/subscribe/receive', { templateId });
}

/** Hands the phone to another user, or to a new one without an id: chats and pages are theirs. */
export async function switchUser(id?: string): Promise<void> {
  hands += 1;
  closePage();
  wechatStack.value = ['chats'];
  const next = await post<PhoneState>(id ? 'phone/user' : 'phone/users', id ? { id } : {});
  hands += 1;
  rememberWindowUser(next.user.id);
  state.value = next;
}

export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    showToast(t.value.copied);
  } catch {
    showToast(t.value.copyFailed);
  }
}

export function showToast(text: string): void {
  toast.value = text;
  window.clearTimeout(toastTimer);
  toastTimer = window.setTimeout(() => (toast.value = ''), 2500);
}

function isParametricQr(text: string): boolean {
  return /^https?:\/\/weixin\.qq\.com\/q\//i.test(text);
}

/** A follower's chat opens, a stranger sees the account; following from there tells the scene. */
async function openParametricQr(url: string): Promise<void> {
  const scanned = await post<{ shows: 'chat' | 'profile' | 'expired' | 'unknown' }>('phone/qr', {
    url,
  }).catch(() => null);
  if (!scanned) return showToast(t.value.offline);
  if (scanned.shows === 'expired') return showToast(t.value.qrExpired);
  if (scanned.shows === 'unknown') return showToast(t.value.qrUnknown);
  closePage();
  openApp('wechat');
  wechatStack.value = ['chats', scanned.shows];
}

function webAddress(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url && /^https?:$/.test(url.protocol) ? url : null;
}

async function tell(path: string, body?: object): Promise<void> {
  try {
    await post(path, body);
  } catch {
    showToast(t.value.offline);
  }
}

async function refresh(smsId?: string): Promise<void> {
  try {
    const handsBefore = hands;
    const next = await fetchState();
    if (handsBefore !== hands) return await refresh(smsId);
    rememberWindowUser(next.user.id);
    state.value = next;
    isOnline.value = true;
    if (smsId) banner.value = next.sms.find((sms) => sms.id === smsId) ?? null;
  } catch {
    isOnline.value = false;
  }
}
