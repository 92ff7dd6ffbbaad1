import { checkSymbol } from '@mashang/code-cipher';

export const groupSymbols = 4;

/**
 * A code as people read it aloud: in groups of four with spaces between them, its check symbol last.
 * Typed with or without the spaces, it is the same code.
 */
export function groupsOf(code: string, hasCheckSymbol: boolean): string {
  const symbols = hasCheckSymbol ? code + checkSymbol(code) : code;
  const groups: string[] = [];
  for (let at = 0; at < symbols.length; at += groupSymbols) {
    groups.push(symbols.slice(at, at + groupSymbols));
  }
  return groups.join(' ');
}
