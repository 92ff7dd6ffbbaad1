/** Is it genuine? Asked with or without an account; the answers themselves are worded by the server. */
export const checkTexts = {
  navCheck: ['查真伪', 'Check'],
  checkTitle: ['查真伪', 'Is it genuine?'],
  checkLead: [
    '扫瓶身标签上的二维码，不用登录，也不会动用积分。',
    'Scan the QR code on the label. No account needed, nothing is claimed.',
  ],
  checkChecking: ['正在查验…', 'Checking…'],
  checkFailed: ['还没有查到结果', 'No answer yet'],
  checkSafe: ['重试不会影响积分。', 'Trying again touches no points.'],
  checkAgain: ['再查一个', 'Check another'],
  checkProduct: ['产品', 'Product'],
  checkCode: ['积分码', 'Code'],
  checkUntil: ['可再查时间', 'Check again after'],

  checkInviteTitle: ['这瓶的积分还没领', 'Its points are still there'],
  checkInviteBind: [
    '绑定手机号，积分就归您，以后扫码直接到账。',
    'Give your mobile number once and they are yours; later scans count at once.',
  ],
  checkInviteAction: ['领积分', 'Collect the points'],
  checkSignedInInvite: ['您可以现在就领。', 'You may collect them now.'],
  checkGoneTitle: ['这瓶的积分已经被领走', 'Its points are gone'],
  checkGoneDetail: [
    '每瓶只能积一次分。绑定手机号，下一瓶直接到账。',
    'Every product pays once. Bind your number and the next one counts at once.',
  ],
  checkGoneMember: [
    '每瓶只能积一次分。如果不是您领的，可以申诉。',
    'Every product pays once. If it was not you, you may appeal.',
  ],
  checkLaterTitle: ['这瓶现在还不能积分', 'No points from it just now'],
  checkLaterDetail: [
    '绑定手机号，可以积分时再扫一次就到账。',
    'Bind your number; scan it again once it pays.',
  ],
  checkBindAction: ['绑定手机号', 'Bind my number'],
  checkFirst: ['先查真伪，不用登录', 'Check first, without an account'],

  authFirstScanned: ['首次扫码', 'First scan'],
  authWhere: ['{moment}，{province}', '{moment}, {province}'],
  authTimes: ['扫码次数', 'Scans'],
  authTimesByPeople: ['{scans} 次，{people} 人', '{scans} (people: {people})'],
  authReport: ['举报假货', 'Report a fake'],
} as const;
