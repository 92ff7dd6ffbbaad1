import { request, type Agent } from 'node:http';
import { publicUrl } from './servers.ts';

export interface ScanAnswer {
  outcome: string;
  points: number | null;
  balance: number | null;
  claimedAt: string | null;
}

const answerWithinMs = 20_000;

/** `POST /api/scans`: the answer, "later" (503), or nothing that can be understood. */
export function askServer(options: {
  agent: Agent;
  port: number;
  sessionToken: string;
  /** The client's, as the proxy before the servers tells it. */
  address: string;
  body: string;
}): Promise<ScanAnswer | 'busy' | 'broken'> {
  const { agent, port, sessionToken, address, body } = options;
  return new Promise((resolve) => {
    const sending = request(
      {
        agent,
        host: '127.0.0.1',
        port,
        method: 'POST',
        path: '/api/scans',
        timeout: answerWithinMs,
        headers: {
          host: new URL(publicUrl).host,
          origin: publicUrl,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          cookie: `mashang_member=${sessionToken}`,
          'x-forwarded-for': address,
        },
      },
      (reply) => {
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('error', () => resolve('broken'));
        reply.on('end', () => {
          if (reply.statusCode === 200) resolve(readAnswer(Buffer.concat(chunks)));
          else resolve(reply.statusCode === 503 ? 'busy' : 'broken');
        });
      },
    );
    sending.on('error', () => resolve('broken'));
    sending.on('timeout', () => sending.destroy(new Error('no answer')));
    sending.end(body);
  });
}

function readAnswer(bytes: Buffer): ScanAnswer {
  const answer = JSON.parse(bytes.toString('utf8')) as Partial<ScanAnswer> & { outcome: string };
  const { outcome, points = null, balance = null, claimedAt = null } = answer;
  return { outcome, points, balance, claimedAt };
}
