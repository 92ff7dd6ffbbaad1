/** What the chat says to whoever scanned the QR of a browser that wants to be signed in. */
export const signInTexts = {
  zh: {
    confirmSignIn: (url: string) =>
      `有一台电脑想用您的会员账号登录。\n是您本人，就点这里核对并确认：\n<a href="${url}">确认登录</a>\n不是您本人，请不要理会：也不要相信让您扫码登录的人。`,
    signInGone: () => '这个登录二维码已经失效，请在电脑上刷新二维码，再扫一次。',
  },
  en: {
    confirmSignIn: (url: string) =>
      `A computer wants to sign in to your account.\nIf it is you, check and confirm here:\n<a href="${url}">Confirm</a>\nIf it is not, do nothing, and do not trust whoever asked you to scan.`,
    signInGone: () =>
      'This sign-in QR is no longer valid. Refresh it on the computer and scan again.',
  },
} as const;
