/** Cities of a province that is chosen itself say nothing more: they are left out. */
export function foldRegions(codes: readonly string[]): string[] {
  const chosen = new Set(codes);
  return [...chosen].filter(
    (code) => code.endsWith('0000') || !chosen.has(`${code.slice(0, 2)}0000`),
  );
}
