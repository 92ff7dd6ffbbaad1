/** The verification code in an SMS: four to eight digits on their own; empty when there is none. */
export function findSmsCode(text: string): string {
  return /(?<!\d)\d{4,8}(?!\d)/.exec(text)?.[0] ?? '';
}
