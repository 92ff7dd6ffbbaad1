/** WeChat as a way in: whose number it is, signing a computer in, being told of parcels. */
export const wechatTexts = {
  movedTitle: ['该手机号已绑定另一个微信', 'This number is bound to another WeChat account'],
  movedSince: [
    '{mobile} 从 {moment} 起绑定在另一个微信上。一个手机号只能绑定一个微信。',
    '{mobile} has been bound to another WeChat account since {moment}. One number, one WeChat account.',
  ],
  movedChoose: ['您想怎么办？', 'What would you like to do?'],
  movedHere: ['改绑到当前微信', 'Move it to this WeChat account'],
  movedHereDetail: [
    '换了微信号就选这个。{points}、礼品、地址都跟着手机号过来。',
    'If you have a new WeChat account. Points, gifts and addresses come along.',
  ],
  movedOther: ['换一个手机号', 'Use another number'],
  movedOtherDetail: [
    '原来的微信照常使用，什么都不会变。',
    'The other WeChat account goes on as it is.',
  ],
  movedAskTitle: ['改绑到当前微信？', 'Move it to this WeChat account?'],
  movedAskDetail: [
    '{mobile} 会改绑到当前微信。原来的微信立即退出登录，再扫码时需要重新绑定手机号。',
    '{mobile} moves here. The other WeChat account is signed out at once and must bind a number to scan again.',
  ],
  movedAskYes: ['确定改绑', 'Move it'],
  movedDone: ['改绑成功', 'Moved'],
  movedDoneDetail: [
    '{mobile} 现在绑定在当前微信上，{points}都在。原来的微信已退出登录；它再扫码时，会看到手机号已改绑的说明。',
    '{mobile} is bound to this WeChat account now, points included. The other one is signed out and will read why when it scans again.',
  ],
  movedGoOn: ['继续', 'Go on'],
  movedAway: [
    '您原来的手机号已在 {moment} 改绑到另一个微信，{points}都在那个手机号名下。要用这个微信，请重新绑定；不是您本人改的，请尽快联系客服。',
    'Your number was moved to another WeChat account on {moment}; the points stay with it. To use this WeChat account, bind again. If it was not you, please contact us soon.',
  ],

  snapshotTitle: ['现在看到的是快照页', 'This is only a snapshot'],
  snapshotDetail: [
    '快照页里微信不告诉我们您是谁。请先点页面下方的“使用完整服务”，再点下面的按钮。',
    'In a snapshot WeChat does not tell us who you are. Tap “use the full service” first, then the button.',
  ],

  loginByWechat: ['微信扫码登录', 'WeChat'],
  scanLoginLead: ['打开手机微信，扫一扫下面的二维码', 'Scan this QR with WeChat on your phone'],
  scanLoginPreparing: ['正在准备二维码…', 'Getting the QR ready…'],
  scanLoginQr: ['登录二维码', 'Sign-in QR'],
  scanLoginDigits: ['核对数字', 'Check digits'],
  scanLoginDigitsHint: [
    '手机上也会显示这两位数字，一样才点同意。',
    'The phone shows the same two digits. Agree only if they match.',
  ],
  scanLoginFollow: [
    '还没关注公众号？微信会先请您关注。不想关注，用密码或短信登录也一样。',
    'Not following yet? WeChat will ask you to. Password and SMS work just as well.',
  ],
  scanLoginScanned: ['扫码成功', 'Scanned'],
  scanLoginScannedDetail: [
    '请在手机微信里打开公众号发来的链接，核对后点同意。',
    'Open the link the account has sent you in WeChat, compare, and agree.',
  ],
  scanLoginOtherWays: ['也可以用密码或短信登录。', 'Password and SMS work as well.'],
  scanLoginRefused: ['手机上选择了不同意', 'The phone said no'],
  scanLoginRefusedDetail: [
    '没有登录。要登录请重新扫码。',
    'Nobody was signed in. Scan again if you like.',
  ],
  scanLoginExpired: ['二维码已过期', 'The QR has expired'],
  scanLoginExpiredDetail: ['二维码只用一次，5 分钟内有效。', 'It works once, for 5 minutes.'],
  scanLoginRefresh: ['刷新二维码', 'New QR'],
  scanLoginSignedIn: ['登录成功', 'Signed in'],
  scanLoginUnreached: [
    '网络断了，恢复后会自动继续。',
    'Offline. This goes on by itself once you are back.',
  ],

  confirmTitle: ['确认电脑登录', 'Confirm the sign-in'],
  confirmLead: ['有一台电脑想用您的会员账号登录', 'A computer wants to sign in to your account'],
  confirmDigits: ['电脑上显示的数字必须是', 'The computer must show'],
  confirmDevice: ['设备', 'Device'],
  confirmProvince: ['大概位置', 'Roughly where'],
  confirmProvinceUnknown: ['未知', 'Unknown'],
  confirmStarted: ['发起时间', 'Started'],
  confirmWarning: [
    '只有您自己正坐在这台电脑前，才点同意。有人发二维码让您扫，说能领{points}、退款或验真？那是骗子，请点“不是我”。',
    'Agree only if you are sitting at this computer. Somebody sent you a QR and promised points, money or a check? That is fraud: tap “Not me”.',
  ],
  confirmYes: ['同意登录', 'Let it in'],
  confirmNo: ['不是我', 'Not me'],
  confirmAgreed: ['已同意，电脑上马上就登录好了', 'Done. The computer is signed in now.'],
  confirmAgreedDetail: [
    '不再使用那台电脑时，请在“登录设备”里让它退出。',
    'When you leave that computer, end it under “Devices”.',
  ],
  confirmRefused: ['已拒绝，电脑没有登录', 'Refused. The computer is not signed in.'],
  confirmRefusedDetail: [
    '您的账号是安全的。让您扫码的人，请不要相信。',
    'Your account is safe. Do not trust whoever asked you to scan.',
  ],
  confirmExpired: ['这次登录已经失效', 'This sign-in is no longer valid'],
  confirmExpiredDetail: [
    '请在电脑上刷新二维码，再用微信扫一次。',
    'Refresh the QR on the computer and scan it again.',
  ],
  confirmNotWechat: ['请在手机微信里打开', 'Please open this in WeChat'],
  confirmNotWechatDetail: [
    '只有扫码的那个微信可以确认登录。',
    'Only the WeChat account that scanned can confirm.',
  ],

  subscribeTitle: ['发货了，微信告诉您', 'Be told in WeChat'],
  subscribeDetail: [
    '点一次，下次有进展时发一条微信通知。',
    'One tap, one message when something happens.',
  ],
  subscribeButton: ['订阅通知', 'Tell me'],
  subscribeKept: ['还可以通知您 {count} 次。', '{count} messages are waiting for you.'],
  subscribeDone: ['好的，有进展时微信会告诉您。', 'Done: WeChat will tell you.'],
  subscribeNot: ['没有订阅，进展随时可以在这里看。', 'Not subscribed. You can always look here.'],
  subscribeSwitchedOff: [
    '您关闭了本公众号的通知。请在公众号主页右上角的设置里打开“通知管理”。',
    'You have turned notices of this account off. Turn them on in the settings of the account.',
  ],
  subscribeFailed: ['没有订阅成功，请稍后再试。', 'That did not work, please try again later.'],
} as const;
