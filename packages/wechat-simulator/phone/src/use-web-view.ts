import { onBeforeUnmount, onMounted, ref } from 'vue';
import type { Ref } from 'vue';
import { post } from './phone-api.ts';
import type { Template } from './phone-api.ts';
import { closePage, handleScan, state } from './use-phone.ts';
import { askConsent } from './use-consent.ts';
import { openScanner } from './use-scanner.ts';

const channel = 'wechat-simulator';

interface BridgeCall {
  channel: typeof channel;
  id: number;
  method: string;
  parameters: Record<string, unknown>;
}

type Answer = Record<string, unknown> & { errMsg: string };

/**
 * The native side of the JS-SDK: hears the page in `frame`, and only pages of the account's hosts.
 * Returns what the page said about itself.
 */
export function useWebView(frame: Ref<HTMLIFrameElement | null>, firstUrl: string) {
  const page = ref({ title: '', url: firstUrl });

  async function onMessage(event: MessageEvent<unknown>): Promise<void> {
    const { source, origin, data } = event;
    if (source !== frame.value?.contentWindow || !isCall(data) || !isOwnOrigin(origin)) return;
    if (data.method === 'page') {
      const { title, url } = data.parameters;
      if (isOf(origin, url)) page.value = { title: String(title), url: String(url) };
      return;
    }
    const answer = await answerCall(data, origin);
    frame.value?.contentWindow?.postMessage({ channel, id: data.id, answer }, origin);
  }

  const listener = (event: MessageEvent<unknown>): void => void onMessage(event);
  onMounted(() => window.addEventListener('message', listener));
  onBeforeUnmount(() => window.removeEventListener('message', listener));
  return { page };
}

/** True for the addresses the web view may show: the account's hosts and the simulator itself. */
export function isOwnOrigin(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { host, hostname } = new URL(address);
  const hosts = [...(state.value?.webHosts ?? []), location.host];
  return hosts.includes(host) || hosts.includes(hostname);
}

async function answerCall({ method, parameters }: BridgeCall, origin: string): Promise<Answer> {
  switch (method) {
    case 'config':
      // The page says which address it has; the browser says whose page it is.
      if (!isOf(origin, parameters['url']) || !isOf(origin, parameters['firstUrl'])) {
        return { errMsg: 'config:invalid url domain' };
      }
      return post<Answer>('open/js/verify', parameters).catch(() => ({ errMsg: 'config:fail' }));
    case 'scanQRCode':
      return scan(parameters);
    case 'openSubscribe':
      return subscribe(parameters).catch(() => ({ errMsg: 'openSubscribe:fail' }));
    case 'closeWindow':
      closePage();
      return { errMsg: 'closeWindow:ok' };
    default:
      return { errMsg: `${method}:function_not_exist` };
  }
}

async function scan(parameters: Record<string, unknown>): Promise<Answer> {
  const types = Array.isArray(parameters['scanType']) ? parameters['scanType'] : [];
  const scanned = await openScanner({
    wantsQr: types.includes('qrCode') || types.length === 0,
    wantsBarcode: types.includes('barCode') || types.length === 0,
  });
  if (!scanned) return { errMsg: 'scanQRCode:cancel' };
  if (parameters['needResult'] === 1) {
    return { errMsg: 'scanQRCode:ok', resultStr: scanned.result };
  }
  await handleScan(scanned);
  return { errMsg: 'scanQRCode:ok' };
}

/** `wx-open-subscribe` was tapped. */
async function subscribe({ templates: ids }: Record<string, unknown>): Promise<Answer> {
  const asked = await post<{ templates?: Template[]; errCode?: number; answer: string }>(
    'phone/subscribe/ask',
    { templates: ids },
  );
  const { templates, errCode, answer } = asked;
  if (!templates) return { errMsg: 'openSubscribe:fail', errCode };
  const all = templates.map(({ templateId }) => templateId);
  const accepted = answer === 'ask' ? await askConsent(templates) : answer === 'accept' ? all : [];
  const rejected = all.filter((id) => !accepted.includes(id));
  await post('phone/subscribe', { accepted, rejected });
  const statuses = Object.fromEntries(
    all.map((id) => [id, accepted.includes(id) ? 'accept' : 'reject']),
  );
  return { errMsg: 'openSubscribe:ok', statuses };
}

function isOf(origin: string, url: unknown): boolean {
  return typeof url === 'string' && URL.canParse(url) && new URL(url).origin === origin;
}

function isCall(data: unknown): data is BridgeCall {
  if (typeof data !== 'object' || data === null) return false;
  const call = data as Partial<BridgeCall>;
  return call.channel === channel && typeof call.method === 'string' && !!call.parameters;
}
