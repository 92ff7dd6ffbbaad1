import { passwordTooWeak } from './errors.ts';

const lengthMin = 10;
const lengthMax = 200;

/**
 * Length and a list of the commonest, no demands of character classes: NIST SP 800-63B §3.1.1.2.
 * Throws password_too_weak naming the rule.
 */
export function checkPasswordRules(password: string, loginName: string): void {
  // Counted in characters as people see them typed, not in UTF-16 units.
  const length = [...password].length;
  if (length < lengthMin) throw passwordTooWeak('tooShort');
  if (length > lengthMax) throw passwordTooWeak('tooLong');
  const plain = password.normalize('NFKC').toLowerCase();
  if (plain.includes(loginName.toLowerCase())) throw passwordTooWeak('holdsLoginName');
  if (isCommon(plain)) throw passwordTooWeak('common');
}

/** The commonest of ten characters and more; shorter ones are refused for their length already. */
const commonPasswords = new Set([
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
