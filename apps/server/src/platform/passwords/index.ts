/** How passwords are judged, hashed and compared, for staff and members alike. */
export { checkPasswordRules, passwordTooWeak } from './password-rules.ts';
export type { PasswordRule } from './password-rules.ts';
export { createPasswords } from './passwords.ts';
export type { Passwords } from './passwords.ts';
