/** A mainland mobile number out of what was typed or pasted, or null. */
export function mobileOf(typed: string): string | null {
  const digits = typed.replace(/\D/g, '').replace(/^(?:0086|86)(?=1\d{10}$)/, '');
  return /^1\d{10}$/.test(digits) ? digits : null;
}

/** The six digits of an SMS code out of what was typed or pasted, even the whole message. */
export function smsCodeOf(typed: string): string {
  const runs = typed.match(/\d+/g) ?? [];
  return runs.find((run) => run.length === 6) ?? runs.join('').slice(0, 6);
}
