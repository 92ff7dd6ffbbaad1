/** Whether a login name can be taken as typed; the server decides in the end. */
export function isLoginName(text: string): boolean {
  return /^[\p{L}\p{M}\p{N}._@-]{2,40}$/u.test(text.trim().normalize('NFKC'));
}
