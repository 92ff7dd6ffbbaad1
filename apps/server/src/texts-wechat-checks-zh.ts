import { wechatCheckParts } from './texts-wechat-check-parts.ts';
import type { CheckTexts } from './texts-wechat-checks.ts';

const { namesOf, faultOf, stepsFor, reasonOf } = wechatCheckParts.zh;

const basics = '公众平台 mp.weixin.qq.com →「设置与开发」→「基本配置」';
const features = '公众平台 →「设置与开发」→「账号设置」→「功能设置」';
const settings = '本后台「微信公众号 → 账号与回调」';

export const wechatCheckTextsZh: CheckTexts = {
  noAccount: {
    seen: '还没有可用的公众号，这一项没有检查。',
    steps: [`先在${settings}填好公众号，再检查。`],
  },
  tooSlow: (seconds) => ({
    seen: `${seconds} 秒内没有结果。`,
    steps: ['检查服务器的外网、DNS 和防火墙，然后重试。'],
  }),
  broken: {
    seen: '检查时本系统出错，没有结论。',
    steps: ['请重试；仍然出错，请把服务器日志交给技术人员。'],
  },
  call: (url, fault) => ({ seen: `访问 ${url} ${faultOf(fault)}`, steps: stepsFor(fault) }),
  addressFaults: {
    notHttps: '地址不是 https：请为域名申请证书，把 PUBLIC_URL 改为 https:// 开头后重启。',
    ipAddress:
      '地址是 IP：网页授权和 JS 接口只认已备案的域名，请把 PUBLIC_URL 改为自己的域名后重启。',
    oddPort: '端口不是 80 或 443：微信只调用这两个端口，请让 PUBLIC_URL 使用默认端口。',
    private: '地址只在本机或内网有效：微信服务器和用户的手机打不开它（连接模拟器试用时不必理会）。',
  },
  account: {
    fine: (name, appId, source) => ({
      seen: `「${name}」${appId}，${source === 'environment' ? '来自环境变量' : '来自本后台的设置'}。`,
      steps: [],
    }),
    missing: (fields) => ({
      seen: `还没有填：${namesOf(fields)}。`,
      steps: [
        `打开${basics}，复制缺少的内容；AppSecret 只在重置时显示一次。`,
        '如果那里提示已迁移，按提示到微信开发者平台操作。',
        '原始 ID 在 公众平台 →「设置与开发」→「账号设置」→「账号详情」。',
        `填到${settings}并保存，几秒后生效。`,
      ],
    }),
    odd: (fields) => ({
      seen: `格式不对：${namesOf(fields)}。`,
      steps: [`从${basics}重新完整复制，前后不要带空格。`],
    }),
  },
  callbackUrl: {
    fine: (url) => ({ seen: `${url} 能访问，验证串原样返回。`, steps: [] }),
    wrongEcho: (url) => ({
      seen: `${url} 能访问，但没有原样返回验证串。`,
      steps: ['检查反向代理：/wechat/callback 必须原样转给本系统，不能改写内容或缓存。'],
    }),
  },
  signature: {
    fine: (mode) => ({
      seen:
        mode === 'plain'
          ? '按明文模式签名的消息得到回复；签名不对的消息被拒绝。'
          : '签名并加密的消息得到加密的回复，能正确解开；没有加密签名的伪造消息被拒绝。',
      steps: [],
    }),
    refused: (status) => ({
      seen: `正确签名的消息被拒绝（HTTP ${status}）。`,
      steps: [
        '检查反向代理是否改动了网址参数或内容。',
        '检查服务器时间是否准确，相差 5 分钟以上的消息会被拒绝。',
      ],
    }),
    onlyCallbackIps: {
      seen: '已开启「只接受微信服务器 IP」，本机发出的测试消息被拒绝，这一项无法自测。',
      steps: ['用手机在公众号里发一句话，再看「微信的推送」一项。'],
    },
    silent: {
      seen: '消息被接受，但没有内容回复，没有检查到回复的加密。',
      steps: ['请再检查一次；一直如此，可能是服务器太忙，超过 4.5 秒才有回复。'],
    },
    unreadable: {
      seen: '回复解不开，手机上会显示「该公众号暂时无法提供服务」。',
      steps: [
        `核对${settings}的消息模式、Token、EncodingAESKey 与${basics}是否一致。`,
        '检查反向代理是否改写了回复。',
      ],
    },
    forgeryTaken: {
      seen: '危险：没有正确签名的伪造消息被接受了。',
      steps: [
        '立即检查 /wechat/callback 前面的代理是否自行应答；确认不了，请先在公众平台停用服务器配置。',
      ],
    },
  },
  pushes: {
    fine: (at) => ({ seen: `微信最近一次调用：${at}，正常。`, steps: [] }),
    never: {
      seen: '微信还没有调用过本系统。',
      steps: [
        `打开${basics}，在「服务器配置」里填写本系统的回调地址、Token、EncodingAESKey，保存并「启用」。`,
        '用手机关注公众号，发一句话，再检查。',
      ],
    },
    neverTaken: (at, reason) => ({
      seen: `还没有一次成功的调用；最近一次被拒绝：${at}，${reasonOf(reason)}。`,
      steps: remedyOf(reason),
    }),
    refusedSince: (at, reason, takenAt) => ({
      seen: `最近一次成功：${takenAt}；此后有调用被拒绝：${at}，${reasonOf(reason)}。可能只是别人在试探。`,
      steps: remedyOf(reason),
    }),
  },
  token: {
    fine: (addressCount) => ({
      seen: `AppID 和 AppSecret 正确，能取得 access_token 并调用接口（微信回调 IP ${addressCount} 个）。`,
      steps: [],
    }),
    behindWhitelist: {
      seen: '被 IP 白名单拦住，还不能判断 AppSecret 是否正确。',
      steps: ['先处理「IP 白名单」一项，再检查。'],
    },
  },
  ipWhitelist: {
    fine: { seen: '微信允许本服务器的 IP 调用接口。', steps: [] },
    behindSecret: {
      seen: 'AppID 或 AppSecret 不对，微信没有说到白名单。',
      steps: ['先处理「获取 access_token」一项，再检查。'],
    },
  },
  jsTicket: {
    fine: (host) => ({
      seen: `能为网页签名。「JS 接口安全域名」须包含 ${host}，微信不提供查询，请以手机上网页扫码能打开相机为准。`,
      steps: [],
    }),
    ipAddress: {
      seen: '能为网页签名，但 JS 接口只能用于域名，当前地址是 IP，网页里打不开微信的扫一扫。',
      steps: ['把 PUBLIC_URL 改为已备案的域名。', `在${features}把它加入「JS 接口安全域名」。`],
    },
  },
  oauthDomain: {
    fine: (host, at) => ({ seen: `${host} 有效，最近一次有人由微信登录：${at}。`, steps: [] }),
    accepted: (host) => ({ seen: `授权页接受 ${host}。`, steps: [] }),
    unproven: (host) => ({
      seen: `还没有人由微信登录过，不能确定 ${host} 是否已登记。`,
      steps: [
        `打开${features}，在「网页授权域名」填 ${host}（不带 https:// 和路径）。`,
        `平台要求下载 MP_verify 开头的文件：把文件名和内容填到${settings}的「域名验证文件」，保存后在平台点确定。`,
        '用手机微信打开积分页面，再检查。',
      ],
    }),
    notRegistered: (host) => ({
      seen: `授权页报错 10003：${host} 不是登记的网页授权域名。`,
      steps: [`打开${features}，在「网页授权域名」填 ${host}，要与网址中的完全一致，子域名不算。`],
    }),
    ipAddress: {
      seen: '网页授权只认域名，当前地址是 IP。',
      steps: ['把 PUBLIC_URL 改为已备案的域名。', `在${features}登记「网页授权域名」。`],
    },
    fileNotServed: (urls) => ({
      seen: `域名验证文件打不开或内容不对：${urls.join('、')}。`,
      steps: ['检查反向代理：域名根目录下 MP_verify 开头的文件要转给本系统，或由它直接提供。'],
    }),
  },
  menu: {
    same: { seen: '手机上的菜单与这里声明的一致。', steps: [] },
    foreign: (hosts) => ({
      seen: `手机上的菜单与这里声明的一致；有按钮通向别的网站：${hosts.join('、')}。`,
      steps: ['如果不是有意的，请到「微信公众号 → 自定义菜单」改正。'],
    }),
    different: (differences) => ({
      seen: `手机上的菜单与这里声明的不同：${differences.join('；')}。`,
      steps: ['到「微信公众号 → 自定义菜单」核对，点「发布到手机」。'],
    }),
    none: { seen: '公众号没有菜单。', steps: ['到「微信公众号 → 自定义菜单」点「发布到手机」。'] },
  },
  templates: {
    off: { seen: '没有启用微信通知，会员只在网页里看到通知。', steps: [] },
    noneNeeded: { seen: '只用客服消息通知，不需要模板。', steps: [] },
    noneChosen: {
      seen: '启用了订阅通知或模板消息，但没有选模板。',
      steps: ['到「微信通知 → 渠道与模板」加入模板，或停用这些渠道。'],
    },
    fine: (count) => ({ seen: `${count} 个模板都在公众号里。`, steps: [] }),
    missing: (templates) => ({
      seen: `公众号里没有这些模板：${templates.join('、')}。`,
      steps: [
        '打开 公众平台 →「广告与服务」→「模板消息」或「订阅通知」，在「我的模板」里复制模板 ID。',
        '到「微信通知 → 渠道与模板」改正。',
      ],
    }),
    wrongFields: (templates) => ({
      seen: `这些模板没有所填的字段：${templates.join('、')}。`,
      steps: ['对照公众平台上模板的详情，到「微信通知 → 渠道与模板」改正字段名，例如 thing1。'],
    }),
  },
  messageMode: {
    safe: { seen: '安全模式。', steps: [] },
    compatible: modeWords('兼容模式：消息同时带有明文。'),
    plain: modeWords('明文模式：签名不保护内容，看到过一次请求的人就能冒充任何会员扫码。'),
  },
};

function modeWords(seen: string) {
  return {
    seen,
    steps: [
      `打开${basics}，「服务器配置」→「修改配置」，消息加解密方式选「安全模式」，提交。`,
      `随即在${settings}把消息模式改为「安全模式」并保存。`,
    ],
  };
}

function remedyOf(reason: string): string[] {
  if (reason === 'timestamp') return ['校准服务器时间（NTP）。'];
  if (reason.startsWith('address'))
    return [`如果确实是微信的调用，可在${settings}关闭「只接受微信服务器 IP」。`];
  if (reason === 'not encrypted')
    return [`核对消息模式：${basics}与${settings}要一致，都选安全模式。`];
  return [`核对 Token、EncodingAESKey、AppID：${basics}与${settings}要一致。`];
}
