import { Refusal } from '../errors.ts';

/** In characters. Head office guards everybody's points; a member guards their own. */
const passwordLengthMin = { staff: 10, member: 8 } as const;
const lengthMax = 200;

export type PasswordRule = 'tooShort' | 'tooLong' | 'holdsLoginName' | 'common' | 'unchanged';

const ruleTexts: Record<PasswordRule, (whose: 'staff' | 'member') => string> = {
  tooShort: (whose) => `密码太短：至少 ${passwordLengthMin[whose]} 个字符`,
  tooLong: () => `密码太长：最多 ${lengthMax} 个字符`,
  holdsLoginName: (whose) => `密码里不能包含${whose === 'staff' ? '用户名' : '手机号'}`,
  common: () => '这个密码太常见，容易被猜到，请换一个',
  unchanged: () => '新密码不能和当前密码相同',
};

export const passwordTooWeak = (rule: PasswordRule, whose: 'staff' | 'member' = 'staff') =>
  new Refusal('password_too_weak', 400, ruleTexts[rule](whose), { details: { rule } });

/**
 * Length and a list of the commonest, no demands of character classes: NIST SP 800-63B §3.1.1.2.
 * Throws password_too_weak naming the rule.
 *
 * @param loginName what the account is known by: a login name, or a mobile number
 */
export function checkPasswordRules(
  password: string,
  loginName: string,
  whose: 'staff' | 'member' = 'staff',
): void {
  // Counted in characters as people see them typed, not in UTF-16 units.
  const length = [...password].length;
  if (length < passwordLengthMin[whose]) throw passwordTooWeak('tooShort', whose);
  if (length > lengthMax) throw passwordTooWeak('tooLong', whose);
  const plain = password.normalize('NFKC').toLowerCase();
  if (plain.includes(loginName.toLowerCase())) throw passwordTooWeak('holdsLoginName', whose);
  if (isCommon(plain)) throw passwordTooWeak('common', whose);
}

/** The commonest of eight characters and more; shorter ones are refused for their length already. */
const commonPasswords = new Set([
  '12345678',
  '123456789',
  '87654321',
  '987654321',
  '11223344',
  '123123123',
  '12341234',
  '88888888',
  '66666666',
  '00000000',
  'password',
  'passw0rd',
  'p@ssw0rd',
  'password1',
  'iloveyou',
  'woaini520',
  'woaini521',
  'woaini123',
  '5201314a',
  'a5201314',
  '1314520a',
  'qwertyui',
  'qwerty123',
  '1q2w3e4r',
  '1qaz2wsx',
  'qazwsxedc',
  'asdfghjk',
  'zxcvbnm1',
  'abcd1234',
  'abc12345',
  'a1234567',
  'a12345678',
  'aa123456',
  'aa12345678',
  'abc123456',
  'qq123456',
  'admin123',
  'welcome1',
  'sunshine',
  'football',
  'baseball',

  '1234567890',
  '0123456789',
  '9876543210',
  '0987654321',
  '12345678910',
  '123456789a',
  '123456789abc',
  'a123456789',
  'aa123456789',
  'abc123456789',
  'abcd123456',
  'qq123456789',
  '1122334455',
  '1234512345',
  '1234554321',
  '5201314520',
  '1314520520',
  'woaini1314',
  'woaini1314520',
  'woaini520520',
  'iloveyou1314',
  'password12',
  'password123',
  'password1234',
  'passw0rd123',
  'p@ssw0rd123',
  'p@ssword123',
  'qwertyuiop',
  'qwerty1234',
  'qwerty12345',
  'qwerty123456',
  '1qaz2wsx3edc',
  '1q2w3e4r5t',
  '1q2w3e4r5t6y',
  'qazwsxedcrfv',
  'zxcvbnm123',
  'asdfghjkl1',
  'asdfghjkl123',
  'admin12345',
  'admin123456',
  'admin@123456',
  'administrator',
  'root123456',
  'test123456',
  'welcome123',
  'letmein1234',
  'changeme123',
]);

/** In the list, or one short piece over and over: 1111111111, abababababab, 123412341234. */
function isCommon(plain: string): boolean {
  return commonPasswords.has(plain) || /^(.{1,4})\1+$/su.test(plain);
}
