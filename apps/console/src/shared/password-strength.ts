export const passwordLengthMin = 10;

export type PasswordVerdict = 'empty' | 'tooShort' | 'holdsLoginName' | 'good';

/**
 * Says in one word why a password will not do. The server decides in the end; this saves people the
 * round trip. Length counts characters as people see them, so an emoji is one.
 */
export function judgePassword(password: string, loginName: string): PasswordVerdict {
  if (password === '') return 'empty';
  const plain = password.normalize('NFKC').toLowerCase();
  if (loginName !== '' && plain.includes(loginName.toLowerCase())) return 'holdsLoginName';
  return missingCharacters(password) > 0 ? 'tooShort' : 'good';
}

/** How many characters are still to be typed. */
export function missingCharacters(password: string): number {
  return Math.max(0, passwordLengthMin - [...password].length);
}
