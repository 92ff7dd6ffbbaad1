import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { nextNumber, nowMs } from '../context.ts';
import type { MarketActivation, MarketApplication } from '../state.ts';
import { packCodes } from './market-code-package.ts';
import { activationOf, codeOf, findByTicket, findMarketCode, isFinished } from './market-codes.ts';
import type { MarketCode } from './market-codes.ts';
import { PlatformError } from './platform-error.ts';
import { isText, readJson } from './read-body.ts';
import { authorize } from './speak-like-the-platform.ts';
import type { Query } from './speak-like-the-platform.ts';

type Input = Record<string, unknown>;

const done = { errcode: 0, errmsg: 'ok' };
const codeCountMin = 10_000;
const codeCountMax = 20_000_000;
const isvIdLengthMax = 128;

/**
 * 微信一物一码. The documents name no refusals but 40001: 40097 for what cannot be and `INIT` for
 * what is not finished are chosen here.
 */
export function registerMarketCodeRoutes(api: FastifyInstance, context: Context): void {
  const routes: Record<string, (input: Input) => object> = {
    applycode: (input) => ({ application_id: apply(context, input).applicationId }),
    applycodequery: (input) => describe(context, findApplication(context, input)),
    applycodedownload: (input) => ({ buffer: download(context, input) }),
    codeactive: (input) => activate(context, input),
    codeactivequery: (input) => describeCode(findAskedCode(context, input)),
  };
  for (const [name, answer] of Object.entries(routes)) {
    api.post<{ Querystring: Query }>(`/intp/marketcode/${name}`, (request) => {
      authorize(context, request);
      return { ...done, ...answer(readJson(request.body)) };
    });
  }
  // The one call without an access token: the ticket is worth something only with its openid.
  api.post('/intp/marketcode/tickettocode', (request) => {
    const { openid, code_ticket: ticket } = readJson(request.body);
    const code = isText(openid) && isText(ticket) ? findByTicket(context, openid, ticket) : null;
    if (!code) throw invalid('code_ticket');
    return { ...done, ...describeCode(code) };
  });
}

function apply(context: Context, input: Input): MarketApplication {
  const { code_count: codeCount, isv_application_id: isvApplicationId } = input;
  if (!isText(isvApplicationId) || isvApplicationId.length > isvIdLengthMax) {
    throw invalid('isv_application_id');
  }
  const { marketApplications } = context.state;
  const former = marketApplications.find((known) => known.isvApplicationId === isvApplicationId);
  if (former) return former;
  if (!isCount(codeCount) || codeCount > codeCountMax || codeCount % codeCountMin !== 0) {
    throw invalid('code_count');
  }
  const last = marketApplications.at(-1);
  const createdAt = nowMs(context);
  const application: MarketApplication = {
    applicationId: 581_865_000 + nextNumber(context),
    isvApplicationId,
    codeCount,
    firstNumber: last ? last.firstNumber + last.codeCount : 0,
    createdAt,
    finishedAt: createdAt + context.settings.marketCodeSeconds * 1000,
    activations: [],
  };
  marketApplications.push(application);
  context.store.save();
  return application;
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= codeCountMin;
}

function findApplication(context: Context, input: Input): MarketApplication {
  const { application_id: id, isv_application_id: isvId } = input;
  const application = context.state.marketApplications.find((known) =>
    id === undefined
      ? known.isvApplicationId === isvId
      : String(known.applicationId) === String(id as string | number),
  );
  if (!application) throw invalid('application_id');
  return application;
}

function describe(context: Context, application: MarketApplication): object {
  const finished = isFinished(context, application);
  return {
    status: finished ? 'FINISH' : 'INIT',
    application_id: application.applicationId,
    isv_application_id: application.isvApplicationId,
    code_generate_list: finished ? rangesOf(context, application) : [],
    create_time: Math.floor(application.createdAt / 1000),
    update_time: Math.floor((finished ? application.finishedAt : application.createdAt) / 1000),
  };
}

function rangesOf(context: Context, { codeCount }: MarketApplication) {
  const size = context.settings.marketCodeRangeMax;
  return Array.from({ length: Math.ceil(codeCount / size) }, (_, number) => ({
    code_start: number * size,
    code_end: Math.min((number + 1) * size, codeCount) - 1,
  }));
}

/** Only whole ranges of the query can be had, and only when all are made. */
function download(context: Context, input: Input): string {
  const application = findApplication(context, input);
  if (!isFinished(context, application)) throw invalid('application not finished');
  const range = rangesOf(context, application).find(
    ({ code_start: start, code_end: end }) =>
      start === input['code_start'] && end === input['code_end'],
  );
  if (!range) throw invalid('code_start code_end');
  const { code_start: start, code_end: end } = range;
  return packCodes(context.settings, application, { start, end });
}

function activate(context: Context, input: Input): object {
  const application = findApplication(context, input);
  if (!isFinished(context, application)) throw invalid('application not finished');
  const { code_start: start, code_end: end, wxa_type: wxaType = 0 } = input;
  const isRange =
    Number.isInteger(start) &&
    Number.isInteger(end) &&
    Number(start) >= 0 &&
    Number(start) <= Number(end) &&
    Number(end) < application.codeCount;
  if (!isRange) throw invalid('code_start code_end');
  if (![0, 1, 2].includes(Number(wxaType))) throw invalid('wxa_type');
  const word = (name: string): string => {
    const value = input[name];
    if (!isText(value)) throw invalid(name);
    return value;
  };
  application.activations.push({
    activity_name: word('activity_name'),
    product_brand: word('product_brand'),
    product_title: word('product_title'),
    product_code: word('product_code'),
    wxa_appid: word('wxa_appid'),
    wxa_path: word('wxa_path'),
    wxa_type: Number(wxaType),
    code_start: Number(start),
    code_end: Number(end),
  } satisfies MarketActivation);
  context.store.save();
  return {};
}

function findAskedCode(context: Context, input: Input): MarketCode {
  const { code, code_url: url, code_index: index } = input;
  if (isText(code) || isText(url)) {
    const found = findMarketCode(context, isText(code) ? code : String(url));
    if (found) return found;
    throw invalid('code');
  }
  const application = findApplication(context, input);
  if (!Number.isInteger(index) || Number(index) < 0 || Number(index) >= application.codeCount) {
    throw invalid('code_index');
  }
  return { application, index: Number(index) };
}

function describeCode(code: MarketCode): object {
  const activation = activationOf(code);
  if (!activation) throw invalid('code not active');
  const { applicationId, isvApplicationId } = code.application;
  return {
    code: codeOf(code),
    application_id: applicationId,
    isv_application_id: isvApplicationId,
    ...activation,
  };
}

function invalid(what: string): PlatformError {
  return new PlatformError(40097, `invalid args: ${what}`);
}
