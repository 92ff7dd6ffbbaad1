const steps = {
  zh: [
    { size: 1e8, word: ' 亿' },
    { size: 1e4, word: ' 万' },
  ],
  en: [
    { size: 1e9, word: ' billion' },
    { size: 1e6, word: ' million' },
  ],
} as const;

/**
 * A large number in the words people check it with: 12500000 → 1,250 万 or 12.5 million. Empty where
 * words would not be exact in three decimals, or the digits are as short.
 */
export function sayQuantity(count: number, language: 'zh' | 'en'): string {
  const step = steps[language].find(({ size }) => count >= size);
  if (!step) return '';
  const value = count / step.size;
  // What has more decimals is no shorter than its digits, and rounding would tell something else.
  if (Math.round(value * 1000) * (step.size / 1000) !== count) return '';
  return value.toLocaleString('en-US', { maximumFractionDigits: 3 }) + step.word;
}
