import { readFileSync, statSync } from 'node:fs';
import { MarketCodesError } from './market-codes-error.ts';

const forms = ['text', 'hex', 'base64'] as const;
const fileBytesMax = 1024;

/** The key WeChat mailed, from its file: in the list of processes anybody on the machine reads it. */
export function readPackageKey(file: string, form = 'text'): Buffer {
  if (!isForm(form)) {
    throw new MarketCodesError(`--key-form 只能是 ${forms.join('、')}。 --key-form ${form}?`);
  }
  const key = decode(readText(file), form);
  if (key?.length === 16 || key?.length === 32) return key;
  throw new MarketCodesError(
    `密钥文件内容不对：应为 16 或 32 字节（如是十六进制或 base64，请加 --key-form）。` +
      ` The key has 16 or 32 bytes; if it is written in hex or base64, say so with --key-form.`,
  );
}

function isForm(form: string): form is (typeof forms)[number] {
  return forms.some((known) => known === form);
}

function readText(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile() || found.size > fileBytesMax) {
    throw new MarketCodesError(`密钥文件不存在或过大：${file}。 There is no key in ${file}.`);
  }
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) {
    throw new MarketCodesError(
      `密钥文件可被其他用户读取，请执行 chmod 600。 Others can read the key: run chmod 600 ${file}`,
    );
  }
  return readFileSync(file, 'utf8').trim();
}

/** Undefined when the text is not of that form: Node would skip what it does not understand. */
function decode(text: string, form: (typeof forms)[number]): Buffer | undefined {
  if (form === 'text') return Buffer.from(text, 'utf8');
  const key = Buffer.from(text, form);
  const again = key.toString(form);
  const isWhole =
    form === 'hex' ? again === text.toLowerCase() : again === text.padEnd(again.length, '=');
  return isWhole ? key : undefined;
}
