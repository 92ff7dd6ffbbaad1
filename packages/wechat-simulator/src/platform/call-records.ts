import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { nextNumber, nowMs } from '../context.ts';
import type { PlannedFault } from './faults.ts';

const callsKeptMax = 200;
const textMax = 2000;

/** One call of the API host, for whoever wonders what the account asks and hears. */
export interface CallRecord {
  number: number;
  at: number;
  method: string;
  /** Path and query; secrets are masked. */
  url: string;
  /** What was sent, shortened, secrets masked. */
  body: string;
  /** HTTP status, null while it goes on or when the connection was reset. */
  status: number | null;
  /** Of the answer; 0 without one. */
  errcode: number;
  answer: string;
  durationMs: number | null;
  /** The misfortune that was planned for it, in a word. */
  fault: string | null;
}

const records = new WeakMap<FastifyRequest, CallRecord>();

/** Writes every call of these routes down. */
export function recordCalls(api: FastifyInstance, context: Context): void {
  api.addHook('preHandler', async (request) => {
    const record: CallRecord = {
      ...{ number: nextNumber(context), at: nowMs(context), method: request.method },
      ...{ url: mask(request.url), body: mask(shorten(request.body)) },
      ...{ status: null, errcode: 0, answer: '', durationMs: null, fault: null },
    };
    records.set(request, record);
    context.calls.push(record);
    context.calls.splice(0, context.calls.length - callsKeptMax);
  });
  api.addHook('onSend', async (request, reply, payload) => {
    const record = records.get(request);
    if (!record) return;
    record.status = reply.statusCode;
    record.answer = mask(shorten(payload));
    record.errcode = Number(/^\{"errcode":(-?\d+)/.exec(record.answer)?.[1] ?? 0);
    record.durationMs = Math.round(reply.elapsedTime);
  });
}

/** Says in the record of the call what was done to it. */
export function noteFault(request: FastifyRequest, fault: PlannedFault): void {
  const record = records.get(request);
  if (!record) return;
  const words = [
    fault.delayMs === undefined ? '' : `${fault.delayMs} ms`,
    fault.drop ? 'reset' : '',
    fault.token ?? '',
    fault.errcode === undefined ? '' : String(fault.errcode),
    fault.body === undefined ? '' : 'garbage',
  ];
  record.fault = words.filter(Boolean).join(', ') || 'fault';
}

function shorten(value: unknown): string {
  const text = typeof value === 'string' ? value : '';
  return text.length > textMax ? `${text.slice(0, textMax)}…` : text;
}

/** Tokens and secrets: a screenshot of the record must not hand out a real account's. */
function mask(text: string): string {
  return text
    .replace(/\b(access_token|secret|refresh_token)=[^&]+/g, '$1=…')
    .replace(/"(access_token|secret|refresh_token|ticket)":"[^"]*"/g, '"$1":"…"');
}
