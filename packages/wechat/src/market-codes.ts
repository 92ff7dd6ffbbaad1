import type { ApiAnswer, Call } from './api-call.ts';
import {
  idOnTheWire,
  INDEX_MAX,
  rangeOnTheWire,
  readActivation,
  readApplicationId,
  wordsOnTheWire,
} from './market-code-fields.ts';
import type {
  ActivatedMarketCode,
  MarketCodeActivation,
  MarketCodeRange,
} from './market-code-fields.ts';
import { readCount, readList, readText } from './read-answer.ts';

/** 微信一物一码: codes that WeChat itself generates. Only for certified accounts it granted this to. */
export interface MarketCodes {
  /**
   * Orders codes: 10 000 to 200 000 000 of them (one page says 20 000 000), in ten thousands. The same
   * `isvApplicationId` (of ours, 1 to 128 characters) never orders twice.
   */
  apply(order: { codeCount: number; isvApplicationId: string }): Promise<{ applicationId: string }>;
  queryApplication(
    by: { applicationId: string } | { isvApplicationId: string },
  ): Promise<MarketCodeApplication>;
  /**
   * The encrypted package of one range of `queryApplication`, tens of megabytes of base64: see
   * `decryptMarketCodePackage`.
   */
  download(range: MarketCodeRange & { applicationId: string }): Promise<string>;
  /** Lets the codes of a range open a page of a mini-program. */
  activate(activation: MarketCodeActivation): Promise<void>;
  queryActivation(
    by: { applicationId: string; codeIndex: number } | { codeUrl: string } | { code: string },
  ): Promise<ActivatedMarketCode>;
  /** What the mini-program was opened with (`code_ticket`), as the code it came from. */
  ticketToCode(ticket: { openId: string; codeTicket: string }): Promise<ActivatedMarketCode>;
}

export interface MarketCodeApplication {
  applicationId: string;
  isvApplicationId: string;
  /** `FINISH` is the only documented one; anything else: not yet. */
  status: string;
  isFinished: boolean;
  /** What can be downloaded, in these portions only. */
  ranges: MarketCodeRange[];
}

const COUNT_STEP = 10_000;
// Portions are 50 000 codes large.
const RANGES_MAX = 20_000;
// 50 000 lines of about 410 bytes, in base64, are 27 MB.
const LARGE = { bytesMax: 64 * 1024 * 1024, timeoutMs: 120_000 };
const ROOT = '/intp/marketcode';

/**
 * The six calls of doc/service/api/onecode.
 * @throws RangeError by its calls, for what the platform would refuse anyhow
 */
export function createMarketCodes(call: Call, callWithoutToken: Call): MarketCodes {
  const post = (name: string, body: object, secrets: string[] = []) =>
    call({ method: 'POST', endpoint: `${ROOT}/${name}`, body, secrets });

  return {
    apply: async ({ codeCount, isvApplicationId }) => {
      const body = { code_count: requireCount(codeCount), ...isvOnTheWire(isvApplicationId) };
      const answer = await post('applycode', body);
      return { applicationId: readApplicationId(`${ROOT}/applycode`, answer.application_id) };
    },
    queryApplication: async (by) => {
      const body = 'applicationId' in by ? idOnTheWire(by) : isvOnTheWire(by.isvApplicationId);
      return readApplication(`${ROOT}/applycodequery`, await post('applycodequery', body));
    },
    download: async (range) => {
      const endpoint = `${ROOT}/applycodedownload`;
      const body = { ...idOnTheWire(range), ...rangeOnTheWire(range) };
      const answer = await call({ method: 'POST', endpoint, body, large: LARGE });
      return readText(endpoint, answer.buffer, LARGE.bytesMax);
    },
    activate: async (activation) => {
      const range = { ...idOnTheWire(activation), ...rangeOnTheWire(activation) };
      await post('codeactive', { ...range, ...wordsOnTheWire(activation) });
    },
    queryActivation: async (by) => {
      const { body, secrets } = activationQuery(by);
      const answer = await post('codeactivequery', body, secrets);
      return readActivation(`${ROOT}/codeactivequery`, answer);
    },
    ticketToCode: async ({ openId, codeTicket }) => {
      const endpoint = `${ROOT}/tickettocode`;
      const body = { openid: openId, code_ticket: codeTicket };
      const secrets = [openId, codeTicket];
      // The only one without the token, as its page says.
      const answer = await callWithoutToken({ method: 'POST', endpoint, body, secrets });
      return readActivation(endpoint, answer);
    },
  };
}

function requireCount(codeCount: number): number {
  const isCount = Number.isInteger(codeCount / COUNT_STEP) && codeCount >= COUNT_STEP;
  if (isCount && codeCount <= INDEX_MAX + 1) return codeCount;
  throw new RangeError('WeChat makes 10 000 to 200 000 000 codes, in ten thousands.');
}

function isvOnTheWire(isvApplicationId: string) {
  const isId = isvApplicationId.length >= 1 && isvApplicationId.length <= 128;
  if (isId && isvApplicationId.isWellFormed()) return { isv_application_id: isvApplicationId };
  throw new RangeError('isvApplicationId has 1 to 128 characters.');
}

function activationQuery(by: Parameters<MarketCodes['queryActivation']>[0]) {
  if ('codeUrl' in by) return { body: { code_url: by.codeUrl }, secrets: [by.codeUrl] };
  if ('code' in by) return { body: { code: by.code }, secrets: [by.code] };
  const { codeIndex } = by;
  const range = rangeOnTheWire({ codeStart: codeIndex, codeEnd: codeIndex });
  return { body: { ...idOnTheWire(by), code_index: range.code_start }, secrets: [] };
}

function readApplication(endpoint: string, answer: ApiAnswer): MarketCodeApplication {
  const status = readText(endpoint, answer.status, 64);
  const list = readList(endpoint, answer.code_generate_list, RANGES_MAX);
  return {
    applicationId: readApplicationId(endpoint, answer.application_id),
    isvApplicationId: readText(endpoint, answer.isv_application_id ?? '', 128, 0),
    status,
    isFinished: status === 'FINISH',
    ranges: list.map(({ code_start: start, code_end: end }) => {
      const codeEnd = readCount(endpoint, end, INDEX_MAX);
      return { codeStart: readCount(endpoint, start, codeEnd), codeEnd };
    }),
  };
}
