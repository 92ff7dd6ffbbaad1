import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { codeOf, urlOf } from './market-codes.ts';
const matrixModules = 19 * 19;
const matrixBytes = Math.ceil(matrixModules / 8);
const bitsOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(2).padStart(8, '0'));
/**
 * A package of codes as `applycodedownload` answers it: lines of matrix, code, index and address,
 * encrypted and in base64. A tab stands between the columns (the documents show a blank).
 */
export function packCodes(settings, application, range) {
    const lines = [];
    for (let index = range.start; index <= range.end; index += 1) {
        const code = codeOf({ application, index });
        lines.push(`${matrixOf(code)}\t${code}\t${index}\t${urlOf({ application, index })}\n`);
    }
    const key = Buffer.from(settings.marketCodeKey);
    const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, key.subarray(0, 16));
    return Buffer.concat([
        cipher.update(randomBytes(settings.marketCodePrefixBytes)),
        cipher.update(lines.join(''), 'utf8'),
        cipher.final(),
    ]).toString('base64');
}
/** Tencent's micro code is its own; dark and light modules by chance stand for it. */
function matrixOf(code) {
    const bytes = createHash('shake256', { outputLength: matrixBytes }).update(code).digest();
    return Array.from(bytes, (byte) => bitsOfByte[byte])
        .join('')
        .slice(0, matrixModules);
}
