import { createHash, createHmac } from 'node:crypto';
import type { Context } from '../context.ts';
import { nowMs } from '../context.ts';
import type { MarketActivation, MarketApplication } from '../state.ts';

/** One code: its application, and where in it. */
export interface MarketCode {
  application: MarketApplication;
  index: number;
}

const codesMax = 1_000_000_000n;
/** Spreads neighbours over all nine-digit codes, and back: their product is 1 modulo 10^9. */
const spread = 387_420_489n;
const gather = 513_180_409n;
const urlPrefix = 'P.URL.CN/0U.';

export function isFinished(context: Context, application: MarketApplication): boolean {
  return application.finishedAt <= nowMs(context);
}

/** Nine digits, leading zeros included. */
export function codeOf({ application, index }: MarketCode): string {
  const number = BigInt(application.firstNumber + index);
  return String((number * spread) % codesMax).padStart(9, '0');
}

/** What an ordinary QR of the code says: 28 characters. */
export function urlOf({ application, index }: MarketCode): string {
  const number = (application.firstNumber + index).toString(36).toUpperCase().padStart(6, '0');
  return `${urlPrefix}${number}${tailOf(number)}`;
}

/** The code that `text` is, written as nine digits or as an address; null when there is none. */
export function findMarketCode(context: Context, text: string): MarketCode | null {
  if (/^\d{9}$/.test(text))
    return codeNumbered(context, Number((BigInt(text) * gather) % codesMax));
  const number = text.slice(urlPrefix.length, urlPrefix.length + 6);
  if (text !== `${urlPrefix}${number}${tailOf(number)}`) return null;
  return codeNumbered(context, Number.parseInt(number, 36));
}

/** The last activation of the code; null when nobody has activated it. */
export function activationOf({ application, index }: MarketCode): MarketActivation | null {
  const covers = ({ code_start: start, code_end: end }: MarketActivation): boolean =>
    index >= start && index <= end;
  return application.activations.findLast(covers) ?? null;
}

/** What a mini-program is opened with after this user scanned this code. */
export function ticketOf(context: Context, openId: string, code: MarketCode): string {
  const number = (code.application.firstNumber + code.index).toString(36);
  const seal = createHmac('sha256', context.options.appId).update(`${number}|${openId}`);
  return `${number}.${seal.digest('base64url')}`;
}

/** The code behind a ticket, if it was made for this user. */
export function findByTicket(context: Context, openId: string, ticket: string): MarketCode | null {
  const code = codeNumbered(context, Number.parseInt(ticket.split('.', 1)[0] ?? '', 36));
  return code && ticketOf(context, openId, code) === ticket ? code : null;
}

function codeNumbered(context: Context, number: number): MarketCode | null {
  const application = context.state.marketApplications.find(
    ({ firstNumber, codeCount }) => number >= firstNumber && number < firstNumber + codeCount,
  );
  return application ? { application, index: number - application.firstNumber } : null;
}

function tailOf(number: string): string {
  const digest = createHash('sha256').update(`market code ${number}`).digest('hex');
  return BigInt(`0x${digest}`).toString(36).toUpperCase().slice(0, 10);
}
