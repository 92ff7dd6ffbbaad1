import { t } from './language.ts';
import { passwordLengthMin } from './password-strength.ts';

/** What can be told of a new password without the server. */
export function checkNewPassword(
  typed: { password: string; again: string },
  complain: (place: 'password' | 'passwordAgain', text: string) => void,
): void {
  if ([...typed.password].length < passwordLengthMin) complain('password', t('passwordTooShort'));
  else if (typed.password !== typed.again) complain('passwordAgain', t('passwordAgainDiffers'));
}
