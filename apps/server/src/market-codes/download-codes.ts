import { existsSync } from 'node:fs';
import { link, open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { decryptMarketCodePackage, WechatError } from '@mashang/wechat';
import type { MarketCodeRange, MarketCodes } from '@mashang/wechat';
import { MarketCodesError } from './market-codes-error.ts';

export interface CodeDownload {
  applicationId: string;
  /** Null: every portion. */
  wanted: MarketCodeRange | null;
  key: Buffer;
  /** The file; it must not be there yet. */
  out: string;
  note: (message: string) => void;
  /** Before a portion that failed is asked for again. */
  pauseMs?: number;
}

const triesMax = 3;

/**
 * Writes the texts of the codes to a file for the import, portion by portion, and returns how many.
 * It is written aside, readable by its owner alone, and gets its name when it is whole.
 */
export async function downloadCodes(marketCodes: MarketCodes, to: CodeDownload): Promise<number> {
  const { applicationId, wanted, out, note } = to;
  if (existsSync(out)) {
    throw new MarketCodesError(`文件已存在：${out}，请换一个名字。 ${out} is there already.`);
  }
  const application = await marketCodes.queryApplication({ applicationId });
  if (!application.isFinished) {
    const { status } = application;
    throw new MarketCodesError(
      `码还没有生成好（${status}），请稍后再试。 Not made yet: ${status}.`,
    );
  }
  const ranges = choosePortions(application.ranges, wanted);
  const draft = `${out}.${process.pid}.part`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.appendFile('code\n');
    for (const [place, range] of ranges.entries()) {
      note(`# ${place + 1}/${ranges.length}: ${range.codeStart}–${range.codeEnd}`);
      await appendPortion(marketCodes, to, range, file);
    }
    await file.sync();
    // Unlike a renaming, never over a file that came meanwhile.
    await link(draft, out);
  } finally {
    await file.close();
    await rm(draft, { force: true });
  }
  return ranges.reduce((count, { codeStart, codeEnd }) => count + codeEnd - codeStart + 1, 0);
}

async function appendPortion(
  marketCodes: MarketCodes,
  to: CodeDownload,
  range: MarketCodeRange,
  file: FileHandle,
): Promise<void> {
  const encrypted = await downloadPortion(marketCodes, to, range);
  const codes = decryptMarketCodePackage(encrypted, { key: to.key, range });
  // In the order of their places, so that the n-th line is the n-th code everywhere.
  codes.sort((left, right) => left.index - right.index);
  await file.appendFile(`${codes.map(({ url }) => url).join('\n')}\n`);
}

/** Reading is harmless: of hundreds of portions one that got lost must not cost all the others. */
async function downloadPortion(
  marketCodes: MarketCodes,
  { applicationId, note, pauseMs = 2000 }: CodeDownload,
  range: MarketCodeRange,
): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await marketCodes.download({ applicationId, ...range });
    } catch (error) {
      const mayPass = error instanceof WechatError && error.retryable;
      if (!mayPass || attempt === triesMax) throw error;
      note(`# ${error.message}`);
      await sleep(pauseMs * attempt);
    }
  }
}

/** In order, and without overlap: a code that is twice in the file would be refused line by line. */
function choosePortions(
  portions: readonly MarketCodeRange[],
  wanted: MarketCodeRange | null,
): MarketCodeRange[] {
  const sorted = portions.toSorted((left, right) => left.codeStart - right.codeStart);
  const from = wanted?.codeStart ?? sorted[0]?.codeStart ?? 0;
  const to = wanted?.codeEnd ?? sorted.at(-1)?.codeEnd ?? 0;
  const chosen = sorted.filter(({ codeStart, codeEnd }) => codeStart >= from && codeEnd <= to);
  const isGapless = chosen.every(
    ({ codeStart }, place) => codeStart === (chosen[place - 1]?.codeEnd ?? from - 1) + 1,
  );
  if (chosen.length > 0 && isGapless && chosen.at(-1)?.codeEnd === to) return chosen;
  throw new MarketCodesError(
    `码段与平台的分段不符，只能整段下载，请先用 status 查看。` +
      ` These are not whole portions of the platform; see them with status.`,
  );
}
