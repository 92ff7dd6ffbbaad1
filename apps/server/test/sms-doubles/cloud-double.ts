import { createServer, request as httpRequest } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came over the wire. */
export interface RawRequest {
  method: string;
  /** Path and query, undecoded. */
  url: string;
  headers: Record<string, string>;
  body: Buffer;
}

export interface CloudAnswer {
  status: number;
  body: object;
}

/**
 * What the double does with a request it believes: takes the message, refuses it with a code of the
 * platform, fails with an HTTP status, says nothing, or hangs up.
 */
export type Behaviour =
  | { kind: 'take' }
  | { kind: 'refuse'; code: string }
  | { kind: 'status'; status: number }
  | { kind: 'silence' }
  | { kind: 'hangUp' };

export interface CloudDouble {
  /** `http://127.0.0.1:<port>` */
  endpoint: string;
  behaviour: Behaviour;
  /** Every request that came, believed or not. */
  requests: RawRequest[];
  /** The messages it took. */
  taken: { mobile: string; code: string; signName: string; template: string }[];
  close(): Promise<void>;
}

export interface CloudRules {
  /** Null when the request is believed; otherwise the platform's own refusal. */
  verify(request: RawRequest): CloudAnswer | null;
  read(request: RawRequest): CloudDouble['taken'][number];
  accept(messageNumber: number, request: RawRequest): CloudAnswer;
  refuse(code: string, request: RawRequest): CloudAnswer;
}

/** Listens on loopback and answers as `rules` say one cloud does. */
export async function startCloudDouble(rules: CloudRules): Promise<CloudDouble> {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const double: CloudDouble = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    behaviour: { kind: 'take' },
    requests: [],
    taken: [],
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming);
    double.requests.push(request);
    const { behaviour } = double;
    if (behaviour.kind === 'silence') return;
    if (behaviour.kind === 'hangUp') return void incoming.socket.destroy();
    if (behaviour.kind === 'status') return void response.writeHead(behaviour.status).end('<html>');
    const { status, body } = decide(request);
    response.writeHead(status, { 'content-type': 'application/json;charset=utf-8' });
    response.end(JSON.stringify(body));
  }

  function decide(request: RawRequest): CloudAnswer {
    const refusal = rules.verify(request);
    if (refusal) return refusal;
    if (double.behaviour.kind === 'refuse') return rules.refuse(double.behaviour.code, request);
    double.taken.push(rules.read(request));
    return rules.accept(double.taken.length, request);
  }

  return double;
}

async function readRequest(incoming: IncomingMessage): Promise<RawRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
  );
  const { method = '', url = '' } = incoming;
  return { method, url, headers, body: Buffer.concat(chunks) };
}

/** Sends a request again, byte by byte, or as it was changed on the way. */
export function replay(endpoint: string, request: RawRequest): Promise<CloudAnswer> {
  const { hostname, port } = new URL(endpoint);
  const { method, url, headers, body } = request;
  const fitting = { ...headers, 'content-length': String(body.length) };
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      { hostname, port, method, path: url, headers: fitting, agent: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as object });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
