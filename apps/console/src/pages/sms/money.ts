/** Thousandths of a yuan as yuan: 45 → 0.045, 120000 → 120.00. */
export function formatMilliyuan(milliyuan: number): string {
  const digits = milliyuan % 10 === 0 ? 2 : 3;
  return (milliyuan / 1000).toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** Reads yuan as people type them, with up to three decimals, as thousandths; null for no amount. */
export function readMilliyuan(text: string): number | null {
  const plain = text.normalize('NFKC').replace(/[\s,¥]/g, '');
  if (!/^\d{1,9}(\.\d{0,3})?$/.test(plain)) return null;
  return Math.round(Number(plain) * 1000);
}
