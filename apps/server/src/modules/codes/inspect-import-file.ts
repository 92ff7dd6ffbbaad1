import { open } from 'node:fs/promises';
import { importTexts } from './import-texts.ts';

const headBytes = 64 * 1024;

/** Text has hardly any control characters; packed or encrypted bytes have one in nine. */
const controlShareMax = 0.02;

/**
 * Why a file cannot hold codes, judged by its first 64 KiB; null when it may be text. Single bad
 * lines are no reason: they are reported one by one.
 */
export async function inspectImportFile(filePath: string): Promise<string | null> {
  const file = await open(filePath, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return judge(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

function judge(head: Buffer): string | null {
  if (head.length === 0) return importTexts.empty;
  const start = head.toString('latin1', 0, 4);
  if (start === 'PK\x03\x04' || start === '\xd0\xcf\x11\xe0') return importTexts.spreadsheet;
  if (start.startsWith('\xff\xfe') || start.startsWith('\xfe\xff')) return importTexts.utf16;
  let controls = 0;
  for (const byte of head) {
    const isLineOrTab = byte === 0x0a || byte === 0x0d || byte === 0x09;
    if ((byte < 0x20 && !isLineOrTab) || byte === 0x7f) controls++;
  }
  return controls > head.length * controlShareMax ? importTexts.binary : null;
}
