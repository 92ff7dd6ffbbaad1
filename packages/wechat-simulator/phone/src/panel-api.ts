import { post, request } from './phone-api.ts';

/** The parts of what `/phone/panel` answers that the panel shows. */
export interface PanelState {
  settings: {
    messageMode: 'safe' | 'compatible' | 'plain';
    strictChatWindow: boolean;
    ipWhitelist: string[] | null;
    consentAnswer: 'ask' | 'accept' | 'reject';
    doubleCallback: boolean;
  };
  device: 'android' | 'ios';
  user: { snapshot: boolean; deliveryReport: string };
  faults: (PlannedFault & { path: string })[];
  pushFaults: (PlannedFault & { kind: string; event?: string })[];
  callbackUrl: string;
  pushes: PushRecord[];
  calls: CallRecord[];
}

export interface PlannedFault {
  id: number;
  hits: number;
  times?: number | 'always';
  delayMs?: number;
  errcode?: number;
  drop?: boolean;
  body?: string;
  token?: string;
}

export interface PushRecord {
  number: number;
  userId: string;
  event: { kind: string };
  xml: string;
  fault: string | null;
  attempts: { at: number; durationMs: number; status: number | null; problem: string | null }[];
  outcome: 'under way' | 'replied' | 'silent' | 'unavailable';
  reply: { kind: string; text?: string; articles?: { title: string }[] } | null;
}

export interface CallRecord {
  number: number;
  at: number;
  method: string;
  url: string;
  body: string;
  status: number | null;
  errcode: number;
  answer: string;
  durationMs: number | null;
  fault: string | null;
}

export function fetchPanel(): Promise<PanelState> {
  return request('phone/panel');
}

/** `/simulator/*`: with a body unless the method is DELETE. Rejects when it is refused. */
export async function control(
  method: 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body: object = {},
): Promise<void> {
  if (method === 'POST') return void (await post(`simulator/${path}`, body));
  await request(`simulator/${path}`, {
    method,
    ...(method === 'DELETE'
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
}
