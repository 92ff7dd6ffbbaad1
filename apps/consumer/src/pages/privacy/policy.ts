/** The text behind the tick, Chinese and English. Changing its meaning needs a new policyVersion. */
export const policy: readonly { heading: [string, string]; text: [string, string] }[] = [
  {
    heading: ['我们收集什么', 'What we collect'],
    text: [
      '手机号（必填）、您选择的身份（消费者或厨师）、您自愿填写的姓名和省份；在微信中打开时，微信给我们的用户编号（openid）；您扫码积分的产品、时间和积分变动。我们不读取您的微信昵称、头像、通讯录和精确位置。',
      'Your mobile number (required), whether you are a consumer or a chef, the name and province you choose to give; inside WeChat, the user id (openid) WeChat gives us; the products you scan, when, and your points. We do not read your WeChat name, picture, contacts or exact location.',
    ],
  },
  {
    heading: ['用来做什么', 'What it is for'],
    text: [
      '确认积分属于谁、把积分记到您的账户、发送登录验证码、防止重复积分和冒领。不用于广告，不出售。',
      'To know whose the points are, to credit them, to send log-in codes, and to stop double or stolen claims. Not for advertising, never sold.',
    ],
  },
  {
    heading: ['怎样保存', 'How it is kept'],
    text: [
      '手机号加密保存，列表里只显示前三位和后四位。摄像头画面和您选择的图片只在您的手机上识别，不会上传。',
      'Mobile numbers are stored encrypted and shown as first three and last four digits. Camera frames and pictures are read on your device only and never uploaded.',
    ],
  },
  {
    heading: ['谁会接触到', 'Who else is involved'],
    text: [
      '发送短信时，短信服务商会得到您的手机号；在微信中使用时，适用微信自己的隐私规则。除法律要求外，不向其他人提供。',
      'The SMS provider receives your number to deliver a message; inside WeChat its own rules apply. Nobody else, unless the law demands it.',
    ],
  },
  {
    heading: ['您的权利', 'Your rights'],
    text: [
      '您可以查询、更正、导出或删除自己的资料，也可以撤回同意、注销会员。请联系本品牌客服办理。撤回之前的处理仍然有效。',
      'You may see, correct, export or delete your data, withdraw your consent and close your membership: please contact the brand’s customer service. What was done before stays lawful.',
    ],
  },
  {
    heading: ['同意与关注', 'Consent and following'],
    text: [
      '不勾选同意，我们不会发送短信，也不会保存您的手机号。关注公众号与积分无关：不关注同样可以积分。',
      'Without your tick no SMS is sent and your number is not kept. Following the Official Account has nothing to do with points.',
    ],
  },
];
