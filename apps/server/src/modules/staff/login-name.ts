import { loginNameInvalid } from './errors.ts';

/** One spelling per name: full-width letters are plain ones, blanks around it are slips. */
export function normalizeLoginName(text: string): string {
  return text.normalize('NFKC').trim();
}

/** A name for a new account. Throws bad_request when it holds what cannot be seen or typed. */
export function readLoginName(text: string): string {
  const name = normalizeLoginName(text);
  if (!/^[\p{L}\p{N}._@-]{2,40}$/u.test(name)) throw loginNameInvalid();
  return name;
}
