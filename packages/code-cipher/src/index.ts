/**
 * The item code: what is printed on one product, and nothing else in the world.
 * Owns the alphabet, the layout of the bits, their encryption and the check symbol. Stores nothing.
 * Invariant: under one key, length and tweak, (batch, serial) and code determine each other.
 */
export { checkSymbol, checkSymbolByte, stripCheckSymbol } from './check-symbol.ts';
export type { TypedCode } from './check-symbol.ts';
export { codeLengths } from './code-layout.ts';
export type { CodeLength } from './code-layout.ts';
export { createCodeCipher } from './create-code-cipher.ts';
export type {
  CodeCipher,
  CodeCipherOptions,
  CodedItem,
  StreamOptions,
} from './create-code-cipher.ts';
export type { LineOptions } from './_lines.ts';
export { normalizeCode } from './normalize-code.ts';
