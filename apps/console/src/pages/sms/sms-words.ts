import { texts } from '../../shared/texts.ts';

/** A channel for people; one we do not know keeps its own name. */
export function providerName(provider: string): string {
  const names: Record<string, string | undefined> = texts.value.sms.providerNames;
  return names[provider] ?? provider;
}

/** `refused isv.AMOUNT_NOT_ENOUGH` → 渠道拒绝（isv.AMOUNT_NOT_ENOUGH） */
export function failureWords(failure: string): string {
  const [kind = '', ...code] = failure.split(' ');
  const words: Record<string, string | undefined> = texts.value.sms.failureWords;
  const known = words[kind];
  if (known === undefined) return failure;
  return code.length === 0 ? known : `${known} (${code.join(' ')})`;
}
