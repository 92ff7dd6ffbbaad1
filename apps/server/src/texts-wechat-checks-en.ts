import { wechatCheckParts } from './texts-wechat-check-parts.ts';
import type { CheckTexts } from './texts-wechat-checks.ts';

const { namesOf, faultOf, stepsFor, reasonOf } = wechatCheckParts.en;

const basics = 'mp.weixin.qq.com → 设置与开发 → 基本配置 (Basic configuration)';
const features = 'mp.weixin.qq.com → 设置与开发 → 账号设置 (Account) → 功能设置 (Functions)';
const settings = 'Official Account → Account and callback of this console';

export const wechatCheckTextsEn: CheckTexts = {
  noAccount: {
    seen: 'There is no Official Account yet; nothing was checked.',
    steps: [`Fill in the account under ${settings} first.`],
  },
  tooSlow: (seconds) => ({
    seen: `No result within ${seconds} seconds.`,
    steps: ['Look at the network, DNS and firewall of the server, then try again.'],
  }),
  broken: {
    seen: 'This system failed while checking; there is no result.',
    steps: ['Try again. If it fails again, show the server log to whoever runs it.'],
  },
  call: (url, fault) => ({ seen: `${url} ${faultOf(fault)}`, steps: stepsFor(fault) }),
  addressFaults: {
    notHttps:
      'The address is not https: get a certificate, begin PUBLIC_URL with https:// and restart.',
    ipAddress:
      'The address is an IP: pages may only use a domain on file (ICP). Set PUBLIC_URL to one and restart.',
    oddPort: 'The port is neither 80 nor 443, and WeChat calls no other: use the default port.',
    private:
      'The address is of this machine or network only: WeChat and phones cannot reach it (fine with the simulator).',
  },
  account: {
    fine: (name, appId, source) => ({
      seen: `“${name}” ${appId}, from ${source === 'environment' ? 'the environment' : 'the settings of this console'}.`,
      steps: [],
    }),
    missing: (fields) => ({
      seen: `Not filled in yet: ${namesOf(fields)}.`,
      steps: [
        `Open ${basics}, and copy what is missing. The AppSecret is shown once, when it is reset.`,
        'If it says that this has moved, go on where it points to.',
        'The original id is at 设置与开发 → 账号设置 → 账号详情 (Account details).',
        `Save it under ${settings}; it is in force within seconds.`,
      ],
    }),
    odd: (fields) => ({
      seen: `Of a wrong form: ${namesOf(fields)}.`,
      steps: [`Copy it again, whole and without blanks, from ${basics}.`],
    }),
  },
  callbackUrl: {
    fine: (url) => ({ seen: `${url} can be reached, and the echo comes back.`, steps: [] }),
    wrongEcho: (url) => ({
      seen: `${url} can be reached, but the echo does not come back unchanged.`,
      steps: ['Look at the proxy: it must pass /wechat/callback on as it is, without a cache.'],
    }),
  },
  signature: {
    fine: (mode) => ({
      seen:
        mode === 'plain'
          ? 'A signed message in plain mode is answered; one with a wrong signature is refused.'
          : 'A signed and encrypted message gets an encrypted answer that opens; a forged one is refused.',
      steps: [],
    }),
    refused: (status) => ({
      seen: `A rightly signed message is refused (HTTP ${status}).`,
      steps: [
        'Look whether the proxy changes the query or the body.',
        'Look at the clock of the server: more than five minutes off, and messages are refused.',
      ],
    }),
    onlyCallbackIps: {
      seen: 'Only addresses of WeChat are taken, so the test message of this server is refused.',
      steps: ['Write something to the account from a phone, then test “Messages from WeChat”.'],
    },
    silent: {
      seen: 'The message is taken, but answered without words: the encryption of answers was not seen.',
      steps: ['Check again; if it stays so, the server may need longer than 4.5 seconds.'],
    },
    unreadable: {
      seen: 'The answer cannot be opened; a phone would show 该公众号暂时无法提供服务.',
      steps: [
        `Compare mode, Token and EncodingAESKey under ${settings} with ${basics}.`,
        'Look whether the proxy changes answers.',
      ],
    },
    forgeryTaken: {
      seen: 'Danger: a forged message without the right signature was taken.',
      steps: [
        'See at once whether a proxy answers /wechat/callback by itself; if in doubt, switch the server configuration off on the platform.',
      ],
    },
  },
  pushes: {
    fine: (at) => ({ seen: `WeChat called last at ${at}, and was answered.`, steps: [] }),
    never: {
      seen: 'WeChat has never called.',
      steps: [
        `Open ${basics}: under 服务器配置 fill in the address, Token and EncodingAESKey, save, and press 启用 (enable).`,
        'Follow the account on a phone, write something, then check again.',
      ],
    },
    neverTaken: (at, reason) => ({
      seen: `No call was taken yet; the last one was refused at ${at}: ${reasonOf(reason)}.`,
      steps: remedyOf(reason),
    }),
    refusedSince: (at, reason, takenAt) => ({
      seen: `The last call was taken at ${takenAt}; one was refused since, at ${at}: ${reasonOf(reason)}. It may be somebody trying.`,
      steps: remedyOf(reason),
    }),
  },
  token: {
    fine: (addressCount) => ({
      seen: `AppID and AppSecret are right: a token is given and works (${addressCount} addresses WeChat calls from).`,
      steps: [],
    }),
    behindWhitelist: {
      seen: 'The IP whitelist is in the way, so nothing is known of the AppSecret.',
      steps: ['Mend “IP whitelist” first.'],
    },
  },
  ipWhitelist: {
    fine: { seen: 'WeChat lets the address of this server in.', steps: [] },
    behindSecret: {
      seen: 'AppID or AppSecret is wrong, so WeChat says nothing of the whitelist.',
      steps: ['Mend “access_token” first.'],
    },
  },
  jsTicket: {
    fine: (host) => ({
      seen: `Pages can be signed. ${host} must be among the JS接口安全域名; WeChat cannot be asked, so try the scanner of the page on a phone.`,
      steps: [],
    }),
    ipAddress: {
      seen: 'Pages can be signed, but the scanner needs a domain, and the address is an IP.',
      steps: ['Set PUBLIC_URL to a domain on file.', `Add it to JS接口安全域名 at ${features}.`],
    },
  },
  oauthDomain: {
    fine: (host, at) => ({
      seen: `${host} works; somebody was last signed in by WeChat at ${at}.`,
      steps: [],
    }),
    accepted: (host) => ({ seen: `The authorisation page takes ${host}.`, steps: [] }),
    unproven: (host) => ({
      seen: `Nobody was signed in by WeChat yet, so it is not known whether ${host} is registered.`,
      steps: [
        `Open ${features}: under 网页授权域名 fill in ${host}, without https:// and path.`,
        `The platform gives a file that begins with MP_verify: save its name and content under ${settings}, then confirm there.`,
        'Open the points page in WeChat on a phone, then check again.',
      ],
    }),
    notRegistered: (host) => ({
      seen: `The authorisation page says 10003: ${host} is not registered.`,
      steps: [
        `Open ${features}: 网页授权域名 must be exactly ${host}; a domain does not cover its sub-domains.`,
      ],
    }),
    ipAddress: {
      seen: 'Signing in by WeChat needs a domain, and the address is an IP.',
      steps: ['Set PUBLIC_URL to a domain on file.', `Register it as 网页授权域名 at ${features}.`],
    },
    fileNotServed: (urls) => ({
      seen: `A file that proves the domain cannot be read, or says something else: ${urls.join(', ')}.`,
      steps: ['Look at the proxy: MP_verify files at the root of the domain must come from here.'],
    }),
  },
  menu: {
    same: { seen: 'Phones show the declared menu.', steps: [] },
    foreign: (hosts) => ({
      seen: `Phones show the declared menu; some buttons lead to other sites: ${hosts.join(', ')}.`,
      steps: ['If that is not meant so, correct it under Menu.'],
    }),
    different: (differences) => ({
      seen: `Phones show another menu than the declared one: ${differences.join('; ')}.`,
      steps: ['Look at both under Menu, and press Publish.'],
    }),
    none: { seen: 'The account has no menu.', steps: ['Press Publish under Menu.'] },
  },
  templates: {
    off: { seen: 'Notices by WeChat are off; members read them in the app.', steps: [] },
    noneNeeded: {
      seen: 'Notices go by customer-service messages, which need no template.',
      steps: [],
    },
    noneChosen: {
      seen: 'Template or subscription messages are on, but no template is chosen.',
      steps: [
        'Add templates under Notices by WeChat → Channels and templates, or switch those channels off.',
      ],
    },
    fine: (count) => ({
      seen: count === 1 ? 'The template exists.' : `All ${count} templates exist.`,
      steps: [],
    }),
    missing: (templates) => ({
      seen: `The account has no such templates: ${templates.join(', ')}.`,
      steps: [
        'Copy the ids from mp.weixin.qq.com → 广告与服务 → 模板消息 or 订阅通知 → 我的模板 (My templates).',
        'Correct them under Notices by WeChat → Channels and templates.',
      ],
    }),
    wrongFields: (templates) => ({
      seen: `Templates without the fields given here: ${templates.join(', ')}.`,
      steps: [
        'See the template on the platform, and correct the names of its fields, such as thing1.',
      ],
    }),
  },
  messageMode: {
    safe: { seen: 'Safe mode.', steps: [] },
    compatible: modeWords('Compatible mode: messages also travel as plain text.'),
    plain: modeWords(
      'Plain mode: the signature does not cover the message; whoever saw one request can scan in the name of any member.',
    ),
  },
};

function modeWords(seen: string) {
  return {
    seen,
    steps: [
      `Open ${basics}: 服务器配置 → 修改配置, choose 安全模式 (safe mode), submit.`,
      `Then choose safe mode under ${settings} too, at once.`,
    ],
  };
}

function remedyOf(reason: string): string[] {
  if (reason === 'timestamp') return ['Set the clock of the server (NTP).'];
  if (reason.startsWith('address')) {
    return [`If it was WeChat indeed, switch “only addresses of WeChat” off under ${settings}.`];
  }
  if (reason === 'not encrypted') {
    return [`The mode must be the same at ${basics} and under ${settings}: choose safe mode.`];
  }
  return [`Token, EncodingAESKey and AppID must be the same at ${basics} and under ${settings}.`];
}
