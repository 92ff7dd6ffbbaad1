/** What a person can do about an errcode, Chinese and English. */
export const REMEDIES: ReadonlyMap<number, string> = new Map([
  [40013, '请检查设置（或 WECHAT_APP_ID）中的 AppID。Check the AppID: settings, or WECHAT_APP_ID.'],
  [
    40125,
    '请检查设置（或 WECHAT_APP_SECRET）中的 AppSecret，在公众平台重置后须重新填写。Check the AppSecret: settings, or WECHAT_APP_SECRET; after a reset in the console it must be given anew.',
  ],
  [
    40164,
    '请在公众平台【基本配置→IP白名单】加入本机出口 IP。Add the public IP of this server to the whitelist.',
  ],
  [61004, '请在公众平台加入 IP 白名单。Add the public IP of this server to the whitelist.'],
  [45035, '请在公众平台加入 IP 白名单。Add the public IP of this server to the whitelist.'],
  [
    89503,
    '此 IP 的调用须公众号管理员在微信里确认，请让管理员确认。The administrator must confirm this IP in WeChat.',
  ],
  [
    89506,
    '管理员在 24 小时内两次拒绝了此 IP，请与管理员联系，24 小时后再试。The administrator refused this IP twice; wait 24 hours.',
  ],
  [
    89507,
    '管理员在 1 小时内拒绝了此 IP，请与管理员联系，1 小时后再试。The administrator refused this IP; wait an hour.',
  ],
  [
    48001,
    '该公众号没有此接口权限，请确认是已认证的服务号。The account lacks this API: it must be a certified service account.',
  ],
  [48004, '接口被封禁，请登录公众平台查看原因。The API is banned; see the notice in the console.'],
  [50002, '账号受限，请登录公众平台查看。The account is limited; see the notice in the console.'],
  [45009, '当日调用次数已用完，请明日再试或清零。The daily quota is used up; wait or clear it.'],
  [45011, '调用太频繁，请一分钟后再试。Too many calls; wait a minute.'],
  [
    45015,
    '用户 48 小时内没有互动，不能再发客服消息。The user has not been active for 48 hours; the chat is closed.',
  ],
  [
    45047,
    '给该用户的客服消息已达上限，须等其再次互动。Too many messages; wait for the user to act again.',
  ],
  [43004, '用户没有关注公众号，收不到消息。The user does not follow the account.'],
  [
    43101,
    '用户拒收或没有订阅这个模板的消息。The user refused this template, or did not subscribe.',
  ],
  [40037, '没有这个模板，请检查模板 ID。There is no such template; check its id.'],
  [
    47003,
    '模板的字段名或内容不符合要求，请检查字段。A field of the template is missing or its content is not allowed.',
  ],
  [40029, '授权码无效，请重新进入页面。The code is not valid; open the page again.'],
  [40163, '授权码已被使用，请重新进入页面。The code was used before; open the page again.'],
  [42003, '授权码已过期，请重新进入页面。The code has expired; open the page again.'],
]);
