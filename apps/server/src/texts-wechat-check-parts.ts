import type { Language } from './texts.ts';
import type { AccountField, CallFault } from './texts-wechat-checks.ts';

/** Parts of the sentences of the check list. */
interface CheckParts {
  namesOf: (fields: AccountField[]) => string;
  faultOf: (fault: CallFault) => string;
  stepsFor: (fault: CallFault) => string[];
  /** Why a call to the callback was refused. */
  reasonOf: (reason: string) => string;
}

export const wechatCheckParts: Record<Language, CheckParts> = {
  zh: {
    namesOf: (fields) => fields.map((field) => fieldsZh[field]).join('、'),
    faultOf: faultZh,
    stepsFor: stepsZh,
    reasonOf: (reason) => reasonsZh[kindOf(reason)] ?? `原因 ${reason}`,
  },
  en: {
    namesOf: (fields) => fields.map((field) => fieldsEn[field]).join(', '),
    faultOf: faultEn,
    stepsFor: stepsEn,
    reasonOf: (reason) => reasonsEn[kindOf(reason)] ?? reason,
  },
};

const fieldsZh: Record<AccountField, string> = {
  appId: 'AppID',
  appSecret: 'AppSecret',
  token: 'Token',
  encodingAesKey: 'EncodingAESKey',
  originalId: '原始 ID',
  accountName: '公众号名称',
};

const fieldsEn: Record<AccountField, string> = {
  appId: 'AppID',
  appSecret: 'AppSecret',
  token: 'Token',
  encodingAesKey: 'EncodingAESKey',
  originalId: 'original id',
  accountName: 'name',
};

function faultZh(fault: CallFault): string {
  if (fault.kind === 'network') return `失败（${fault.reason}）。`;
  if (fault.kind === 'redirect') return `被跳转到别处（HTTP ${fault.status}），微信不跟随跳转。`;
  return `得到 HTTP ${fault.status}。`;
}

function faultEn(fault: CallFault): string {
  if (fault.kind === 'network') return `cannot be reached (${fault.reason}).`;
  if (fault.kind === 'redirect') {
    return `leads elsewhere (HTTP ${fault.status}), and WeChat does not follow.`;
  }
  return `answers HTTP ${fault.status}.`;
}

function stepsZh(fault: CallFault): string[] {
  if (fault.kind === 'redirect') return ['检查反向代理，让这个地址直接由本系统应答，不要跳转。'];
  if (fault.kind === 'status')
    return ['检查反向代理，这个地址要原样转给本系统，不要要求登录或验证。'];
  return [
    '检查域名解析、证书（要完整的证书链）、防火墙和反向代理。',
    '如果手机用流量能打开这个地址，只是服务器自己不能访问自己的公网地址，可以忽略这一项。',
  ];
}

function stepsEn(fault: CallFault): string[] {
  if (fault.kind === 'redirect') return ['Look at the proxy: this address must be answered by us.'];
  if (fault.kind === 'status') {
    return [
      'Look at the proxy: it must pass this address on as it is, without asking for a login.',
    ];
  }
  return [
    'Look at the DNS, the certificate (its whole chain), the firewall and the proxy.',
    'If a phone on mobile data opens the address, only the server cannot reach itself from inside: ignore this.',
  ];
}

const reasonsZh: Record<string, string> = {
  signature: '签名不对',
  timestamp: '时间相差太多',
  appid: '消息属于另一个公众号',
  malformed: '内容解不开',
  'not encrypted': '消息没有加密',
  address: '来自微信名单以外的 IP',
};

const reasonsEn: Record<string, string> = {
  signature: 'the signature is wrong',
  timestamp: 'its time is too far off',
  appid: 'it is for another account',
  malformed: 'it cannot be opened',
  'not encrypted': 'it is not encrypted',
  address: 'it came from an address that is not of WeChat',
};

/** The callback adds the address to it. */
function kindOf(reason: string): string {
  return reason.startsWith('address ') ? 'address' : reason;
}
